package io.barograph.local.live;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.column.Batch;
import io.barograph.core.column.Schema;
import io.barograph.core.live.Revisions;
import io.barograph.local.spill.BatchCodec;
import io.barograph.local.spill.ByteBlock;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Turns revisions into bytes and back.
 *
 * <p><b>Layout.</b> Old rows, new rows: each 0, or the length of a block of {@link BatchCodec} as a varint, and this. Which old rows and
 * which new rows there are: each 0 for all, or the number of bytes of {@link BitSet#toByteArray} and 1 as a varint, and these.
 *
 * <p>Not thread-safe.
 */
final class RevisionCodec {
    private final BatchCodec codec;

    RevisionCodec(Schema schema) {
        this.codec = new BatchCodec(schema);
    }

    /** As bytes of their own. */
    byte[] write(Revisions changes) {
        StateOutput output = new StateOutput();
        write(changes, output);
        return output.toByteArray();
    }

    void write(Revisions changes, StateOutput output) {
        write(changes.before(), output);
        write(changes.after(), output);
        write(changes.hadBefore(), output);
        write(changes.hasAfter(), output);
    }

    private void write(@Nullable Batch rows, StateOutput output) {
        if (rows == null) {
            output.writeVarint(0);
            return;
        }
        ByteBlock block = codec.encode(rows);
        output.writeVarint(block.length());
        output.writeBytes(block.bytes(), 0, block.length());
    }

    private static void write(@Nullable BitSet present, StateOutput output) {
        if (present == null) {
            output.writeVarint(0);
            return;
        }
        byte[] bytes = present.toByteArray();
        output.writeVarint(bytes.length + 1L);
        output.writeBytes(bytes, 0, bytes.length);
    }

    /** What {@link #write(Revisions)} gave. */
    Revisions read(byte[] bytes) {
        return read(new StateInput(bytes));
    }

    Revisions read(StateInput input) {
        return new Revisions(readRows(input), readRows(input), readPresent(input), readPresent(input));
    }

    private @Nullable Batch readRows(StateInput input) {
        int length = (int) input.readVarint();
        return length == 0 ? null : codec.decode(input.readBytes(length));
    }

    private static @Nullable BitSet readPresent(StateInput input) {
        int length = (int) input.readVarint();
        return length == 0 ? null : BitSet.valueOf(input.readBytes(length - 1));
    }
}
