package io.barograph.local;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;

/** Reads neighbouring rows of a buffer, wherever they begin. For one thread. */
final class RowRanges {
    private final RowBuffer rows;
    private final ColumnArrays[] arrays;

    RowRanges(RowBuffer rows) {
        this.rows = rows;
        this.arrays = rows.schema().fields().stream()
                .map(field -> new ColumnArrays(field.type()))
                .toArray(ColumnArrays[]::new);
    }

    /**
     * Some rows, in arrays that the next call overwrites, or as a view.
     *
     * @param count at most {@link Batch#CAPACITY}
     */
    Batch read(int from, int count) {
        Column[] columns = new Column[arrays.length];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = rows.column(i).range(from, count, arrays[i]);
        }
        return new Batch(columns, count);
    }
}
