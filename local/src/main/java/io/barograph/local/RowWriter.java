package io.barograph.local;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Schema;
import org.jspecify.annotations.Nullable;

/** Output as rows, for sinks that take batches and for slices. */
final class RowWriter implements OutputWriter {
    /** Rows worth handing over. */
    private static final int CHUNK_ROWS = 4 * Batch.CAPACITY;

    private final Schema schema;
    private final long wanted;
    private RowBuffer rows;
    private long unitRows;

    /** @param wanted the most rows of one unit that can matter */
    RowWriter(Schema schema, long wanted) {
        this.schema = schema;
        this.wanted = wanted;
        this.rows = new RowBuffer(schema);
    }

    @Override
    public void begin() {
        unitRows = 0;
        rows = new RowBuffer(schema);
    }

    @Override
    public void accept(Batch batch) {
        rows.append(batch);
        unitRows += batch.size();
    }

    @Override
    public boolean isFull() {
        return unitRows >= wanted;
    }

    @Override
    public @Nullable OutputChunk take(boolean last) {
        if (rows.size() == 0 || !last && rows.size() < CHUNK_ROWS) {
            return null;
        }
        RowChunk chunk = new RowChunk(rows);
        rows = new RowBuffer(schema);
        return chunk;
    }

    private record RowChunk(RowBuffer rows) implements OutputChunk {
        @Override
        public long memoryBytes() {
            return rows.memoryBytes();
        }

        @Override
        public void deliver(Answer answer) {
            for (int chunk = 0; chunk < rows.chunks(); chunk++) {
                answer.accept(rows.batch(chunk));
            }
        }
    }
}
