package io.barograph.local;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Schema;
import io.barograph.core.engine.ResultSink;
import io.barograph.local.spill.BatchCodec;
import io.barograph.local.spill.RowSpill;
import io.barograph.local.spill.SpillFile;
import io.barograph.local.spill.SpillSpace;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Rows kept as they came, the first ones in a temporary file once memory is full: the outcome of a limit in the middle of a
 * query, or of a scalar sub-query.
 */
final class StoredRows implements FinishedRows, ResultSink {
    /** Batches of a piece. */
    private static final int PIECE_BATCHES = HeldRows.PIECE_ROWS / Batch.CAPACITY;

    private final Schema schema;
    private final MemoryAccount memory;
    private final SpillSpace space;
    private RowBuffer rows;
    private @Nullable SpillFile file;
    private @Nullable RowSpill spilled;
    private long retained;

    StoredRows(Schema schema, MemoryAccount memory, SpillSpace space) {
        this.schema = schema;
        this.memory = memory;
        this.space = space;
        this.rows = new RowBuffer(schema);
    }

    @Override
    public void begin(Schema schema) {}

    @Override
    public void accept(Batch batch) {
        rows.append(batch);
        account();
        if (memory.isTooMuch(0) && rows.size() >= PIECE_BATCHES * Batch.CAPACITY) {
            spill();
            account();
        }
    }

    private void account() {
        long now = rows.memoryBytes() + (spilled == null ? 0 : spilled.memoryBytes());
        memory.reserve(now - retained);
        retained = now;
    }

    /** Writes the full chunks, so that all batches but the last stay full. */
    private void spill() {
        if (file == null) {
            file = space.newFile("rows of a sub-query");
            spilled = new RowSpill(schema, file, new BatchCodec(schema));
        }
        RowBuffer rest = new RowBuffer(schema);
        for (int chunk = 0; chunk < rows.chunks(); chunk++) {
            Batch batch = rows.batch(chunk);
            if (batch.size() == Batch.CAPACITY) {
                Objects.requireNonNull(spilled).append(batch);
            } else {
                rest.append(batch);
            }
        }
        rows = rest;
    }

    @Override
    public void end() {}

    @Override
    public long size() {
        return rows.size() + (spilled == null ? 0 : spilled.rows());
    }

    /** What {@link #accept} has taken of the account already. */
    @Override
    public long memoryBytes() {
        return retained;
    }

    @Override
    public void release() {
        if (file != null) {
            file.close();
        }
    }

    @Override
    public int pieces() {
        return (batches() + PIECE_BATCHES - 1) / PIECE_BATCHES;
    }

    private int spilledBatches() {
        return spilled == null ? 0 : spilled.batches();
    }

    private int batches() {
        return spilledBatches() + rows.chunks();
    }

    @Override
    public Reader newReader() {
        RowSpill.Reader reader = spilled == null ? null : spilled.newReader();
        return new Reader() {
            private int at;
            private int end;

            @Override
            public void begin(int piece) {
                at = piece * PIECE_BATCHES;
                end = Math.min(batches(), at + PIECE_BATCHES);
            }

            @Override
            public @Nullable Batch next() {
                if (at >= end) {
                    return null;
                }
                int batch = at++;
                return reader != null && batch < spilledBatches()
                        ? reader.read(batch)
                        : rows.batch(batch - spilledBatches());
            }
        };
    }
}
