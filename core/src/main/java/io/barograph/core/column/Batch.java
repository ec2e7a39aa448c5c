package io.barograph.core.column;

import java.util.List;

/**
 * Some rows as columns: what moves between operators.
 *
 * <p>A batch is valid until its producer is asked for the next one (see {@link Column} on ownership).
 *
 * @param columns one per field of the schema that producer and consumer agree on; not copied
 * @param size rows, from 0 to {@link #CAPACITY}
 */
public record Batch(Column[] columns, int size) {
    /** The most rows that a batch holds: five columns of them fit a core's second-level cache. */
    public static final int CAPACITY = 2048;

    public Column column(int index) {
        return columns[index];
    }

    /** The columns at these indexes. A view. */
    public Batch select(int[] indexes) {
        Column[] selected = new Column[indexes.length];
        for (int i = 0; i < indexes.length; i++) {
            selected[i] = columns[indexes[i]];
        }
        return new Batch(selected, size);
    }

    /** The row at a position as boxed values, for tests and edges. */
    public List<Object> row(int position) {
        Object[] values = new Object[columns.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = columns[i].value(position);
        }
        return java.util.Arrays.asList(values);
    }
}
