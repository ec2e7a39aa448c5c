package io.barograph.local;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Schema;
import io.barograph.core.engine.ResultSink;

/** Rows kept as they came: the outcome of a limit in the middle of a query, or of a scalar sub-query. */
final class StoredRows implements FinishedRows, ResultSink {
    private final RowBuffer rows;
    private final MemoryAccount memory;
    private long retained;

    StoredRows(Schema schema, MemoryAccount memory) {
        this.rows = new RowBuffer(schema);
        this.memory = memory;
    }

    @Override
    public void begin(Schema schema) {}

    @Override
    public void accept(Batch batch) {
        rows.append(batch);
        long now = rows.memoryBytes();
        memory.retain(now - retained);
        retained = now;
    }

    @Override
    public void end() {}

    @Override
    public long size() {
        return rows.size();
    }

    /** What {@link #accept} has retained of the account already. */
    @Override
    public long memoryBytes() {
        return retained;
    }

    /** Ranges have to start at multiples of {@link Batch#CAPACITY}, as the engine's do. */
    @Override
    public Reader newReader() {
        return (from, count) -> rows.batch((int) (from >> ColumnBuffer.SHIFT));
    }
}
