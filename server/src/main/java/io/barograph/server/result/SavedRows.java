package io.barograph.server.result;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.column.Batch;
import io.barograph.core.column.BatchCompactor;
import io.barograph.core.column.Schema;
import io.barograph.core.live.LiveSink;
import io.barograph.local.spill.BatchCodec;
import io.barograph.local.spill.ByteBlock;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A result's rows as a checkpoint keeps them.
 *
 * <p><b>Layout.</b> The text of its columns and key; byte 1 where rows are missing, followed by how many were let go and per column until when
 * (longs), and byte 1 where those before some process are not known; then blocks of rows in their order, as {@link BatchCodec} writes
 * them, to the end. The text and blocks begin with their length, a varint. Of rows of more than 256 MiB only a text of no length is kept.
 */
public final class SavedRows implements LiveSink.Shown {
    /** Of blocks, too: one more whenever {@link BatchCodec} writes others. */
    private static final int LAYOUT = 1;

    /** Beyond it nothing is kept: a checkpoint must not fail for what is only shown. */
    private static final long MOST_BYTES = 256L << 20;

    private final ResultRows rows;

    /** @param rows as they were when the checkpoint was taken */
    public SavedRows(ResultRows rows) {
        this.rows = rows;
    }

    @Override
    public void write(StateOutput output) {
        byte[] blocks = blocks();
        byte[] shape = blocks == null ? new byte[0] : shape(rows.schema(), rows.key());
        output.writeVarint(shape.length);
        output.writeBytes(shape, 0, shape.length);
        MissingRows missing = rows.missing();
        output.writeByte(missing == null ? 0 : 1);
        if (missing != null) {
            output.writeLong(missing.forgotten());
            for (long until : missing.until()) {
                output.writeLong(until);
            }
            output.writeByte(missing.hasEarlier() ? 1 : 0);
        }
        if (blocks != null) {
            output.writeBytes(blocks, 0, blocks.length);
        }
    }

    /** The rows in blocks; null where they are too large. */
    private byte @Nullable [] blocks() {
        BatchCompactor compactor = BatchCompactor.of(rows.schema());
        BatchCodec codec = new BatchCodec(rows.schema());
        StateOutput blocks = new StateOutput();
        long bytes = 0;
        for (KeptRows some : rows.rows()) {
            ByteBlock block = codec.encode(compactor.compact(some.batch(), some.positions(), some.size()));
            bytes += block.length();
            if (bytes > MOST_BYTES) {
                return null;
            }
            blocks.writeVarint(block.length());
            blocks.writeBytes(block.bytes(), 0, block.length());
        }
        return blocks.toByteArray();
    }

    /**
     * Brings rows back into a table that has none.
     *
     * @param checkpoint that keeps them
     * @return false where they are of other columns or another key, or no rows of a result: then nothing has changed
     */
    public static boolean restore(ResultTable table, long checkpoint, StateInput saved) {
        byte[] shape = shape(table.schema(), table.keyNames());
        if (saved.readVarint() != shape.length || !Arrays.equals(saved.readBytes(shape.length), shape)) {
            return false;
        }
        MissingRows missing = null;
        if (saved.readByte() == 1) {
            long forgotten = saved.readLong();
            long[] until = new long[table.schema().size()];
            for (int i = 0; i < until.length; i++) {
                until[i] = saved.readLong();
            }
            missing = new MissingRows(0, forgotten, OptionalLong.empty(), saved.readByte() == 1, until);
        }
        BatchCodec codec = new BatchCodec(table.schema());
        List<Batch> batches = new ArrayList<>();
        while (!saved.isAtEnd()) {
            batches.add(codec.decode(saved.readBytes((int) saved.readVarint())));
        }
        table.restore(batches, checkpoint, missing);
        return true;
    }

    /** Tables of equal texts hold the same rows. */
    private static byte[] shape(Schema schema, @Nullable List<String> key) {
        String columns = schema.fields().stream()
                .map(field -> field.name() + ' ' + field.type())
                .collect(Collectors.joining("\n"));
        return ("result " + LAYOUT + "\n" + columns + "\nkey " + key).getBytes(StandardCharsets.UTF_8);
    }
}
