package io.barograph.formats.arrow;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.engine.ResultSink;
import io.barograph.formats.arrow.ArrowFile.Block;
import io.barograph.formats.output.WriteFailure;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An answer in Apache Arrow's IPC format, version V5 of its metadata, uncompressed: as a file ({@link #file}), which can be
 * read from any place, or as a stream ({@link #stream}), which can be read while it is written.
 *
 * <p>BOOLEAN, BIGINT and DOUBLE are bool, int64 and double; VARCHAR is utf8; TIMESTAMP is timestamp[ns, UTC], INTERVAL
 * duration[ns], DATE date32, DECIMAL decimal128. Every column may hold NULL. Of columns with the same name the later ones are
 * called {@code name_1}, {@code name_2}. Record batches have {@value #BATCH_ROWS} rows, fewer where texts are long: their
 * borders depend on the answer alone.
 *
 * <p>To give batches to another library of this process, write a stream to an array and have that library read it. The stream
 * is flushed at the end, never closed; a failed write is a {@code BarographException} with its {@code IOException} as cause.
 */
public final class ArrowSink implements ResultSink {
    private static final int BATCH_ROWS = 1 << 16;

    private static final int BATCH_TEXT_BYTES = 1 << 26;
    private static final byte[] ZEROS = new byte[8];

    private final OutputStream out;
    private final boolean isFile;
    private final List<ColumnEncoder> columns = new ArrayList<>();
    private final List<Block> batches = new ArrayList<>();
    private @Nullable Schema schema;
    private long written;
    private int rows;

    private ArrowSink(OutputStream out, boolean isFile) {
        this.out = out;
        this.isFile = isFile;
    }

    /** With a footer that says where the record batches are. */
    public static ArrowSink file(OutputStream out) {
        return new ArrowSink(out, true);
    }

    /** Without. */
    public static ArrowSink stream(OutputStream out) {
        return new ArrowSink(out, false);
    }

    @Override
    public void begin(Schema answer) {
        schema = answer;
        for (Field field : answer.fields()) {
            columns.add(new ColumnEncoder(field.type()));
        }
        if (isFile) {
            write(ArrowFile.MAGIC, ArrowFile.MAGIC.length);
            pad();
        }
        writeMessage(Metadata.schemaMessage(answer));
    }

    @Override
    public void accept(Batch batch) {
        int from = 0;
        while (from < batch.size()) {
            int count = Math.min(batch.size() - from, BATCH_ROWS - rows);
            for (int c = 0; c < columns.size(); c++) {
                count = columns.get(c).fitting(batch.column(c), from, count, BATCH_TEXT_BYTES);
            }
            boolean full = rows + count == BATCH_ROWS;
            for (int c = 0; c < columns.size(); c++) {
                columns.get(c).append(batch.column(c), from, count);
                full |= columns.get(c).textBytes() >= BATCH_TEXT_BYTES;
            }
            rows += count;
            from += count;
            if (full) {
                flush();
            }
        }
    }

    private void flush() {
        long body = 0;
        for (ColumnEncoder column : columns) {
            for (int b = 0; b < column.buffers(); b++) {
                body += Metadata.padded(column.length(b));
            }
        }
        long offset = written;
        writeMessage(Metadata.batchMessage(columns, rows, body));
        batches.add(new Block(offset, (int) (written - offset), body));
        for (ColumnEncoder column : columns) {
            for (int b = 0; b < column.buffers(); b++) {
                write(column.buffer(b), column.length(b));
                pad();
            }
            column.clear();
        }
        rows = 0;
    }

    @Override
    public void end() {
        if (schema == null) {
            throw new IllegalStateException("begin first");
        }
        if (rows > 0) {
            flush();
        }
        writeInt(-1);
        writeInt(0);
        if (isFile) {
            byte[] footer = Metadata.footer(schema, batches);
            write(footer, footer.length);
            writeInt(footer.length);
            write(ArrowFile.MAGIC, ArrowFile.MAGIC.length);
        }
        try {
            out.flush();
        } catch (IOException failure) {
            throw WriteFailure.of(failure);
        }
    }

    private void writeMessage(byte[] metadata) {
        writeInt(-1);
        writeInt(Metadata.padded(metadata.length));
        write(metadata, metadata.length);
        pad();
    }

    private void writeInt(int value) {
        byte[] bytes = new byte[4];
        Body.INT.set(bytes, 0, value);
        write(bytes, 4);
    }

    private void pad() {
        write(ZEROS, (int) (-written & 7));
    }

    private void write(byte[] bytes, int length) {
        try {
            out.write(bytes, 0, length);
            written += length;
        } catch (IOException failure) {
            throw WriteFailure.of(failure);
        }
    }
}
