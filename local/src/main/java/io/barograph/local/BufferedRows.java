package io.barograph.local;

/** Rows of a buffer, in its order. */
record BufferedRows(RowBuffer rows) implements HeldRows {
    @Override
    public long size() {
        return rows.size();
    }

    @Override
    public long memoryBytes() {
        return rows.memoryBytes();
    }

    /** Ranges have to start at multiples of a batch's capacity. */
    @Override
    public RangeReader newRangeReader() {
        return (from, count) -> rows.batch((int) (from >> ColumnBuffer.SHIFT));
    }
}
