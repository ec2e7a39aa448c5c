package io.barograph.core.column;

/**
 * The values of one column of a {@link Batch}: a closed set of shapes, so that kernels switch over them exhaustively.
 *
 * <p><b>Length.</b> A column does not know the batch's size; its arrays are at least that long and what lies beyond is
 * undefined. The value at a NULL position is undefined too (but safe to read).
 *
 * <p><b>Ownership.</b> Arrays are shared, never copied. Who made the batch may overwrite them when the next batch is
 * asked for; a consumer that keeps values copies them. Nobody else writes.
 */
public sealed interface Column permits LongColumn, DoubleColumn, BooleanColumn, VarcharColumn, DecimalColumn {
    Type type();

    Validity validity();

    /** The same values with another validity. A view. */
    Column withValidity(Validity validity);

    /** The value at a position as a boxed object for tests and edges, never for inner loops: null, Boolean, Long,
     * Double, String or BigDecimal. */
    @org.jspecify.annotations.Nullable
    Object value(int position);
}
