package io.barograph.core.column;

import org.jspecify.annotations.Nullable;

/** DOUBLE values. */
public record DoubleColumn(double[] values, Validity validity) implements Column {
    @Override
    public Type type() {
        return Type.DOUBLE;
    }

    @Override
    public DoubleColumn withValidity(Validity other) {
        return new DoubleColumn(values, other);
    }

    @Override
    public @Nullable Object value(int position) {
        return validity.isNull(position) ? null : values[position];
    }
}
