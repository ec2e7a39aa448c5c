package io.barograph.core.column;

import org.jspecify.annotations.Nullable;

/**
 * The values of one column of a {@link Batch}: a closed set of shapes, so that kernels switch over them exhaustively.
 *
 * <p><b>Length.</b> A column does not know the batch's size; its arrays are at least that long and what lies beyond is
 * undefined. The value at a NULL position is undefined too (but safe to read).
 *
 * <p><b>Ownership.</b> Arrays are shared, never copied. Who made the batch may overwrite them when the next batch is
 * asked for; a consumer that keeps values copies them. Nobody else writes.
 *
 * <p>A class, since of an interface the JVM looks up whether an object has it each time one is put into an array, and compiles code anew
 * for the kinds that come.
 */
public abstract sealed class Column permits LongColumn, DoubleColumn, BooleanColumn, VarcharColumn, DecimalColumn {
    private final Type type;
    private final Validity validity;

    Column(Type type, Validity validity) {
        this.type = type;
        this.validity = validity;
    }

    public final Type type() {
        return type;
    }

    public final Validity validity() {
        return validity;
    }

    /** The same values with another validity. A view. */
    public abstract Column withValidity(Validity validity);

    /** The value at a position as a boxed object for tests and edges, never for inner loops: null, Boolean, Long,
     * Double, String or BigDecimal. */
    public abstract @Nullable Object value(int position);
}
