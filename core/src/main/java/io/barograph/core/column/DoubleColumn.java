package io.barograph.core.column;

import org.jspecify.annotations.Nullable;

/** DOUBLE values. */
public final class DoubleColumn extends Column {
    private final double[] values;

    public DoubleColumn(double[] values, Validity validity) {
        super(Type.DOUBLE, validity);
        this.values = values;
    }

    public double[] values() {
        return values;
    }

    @Override
    public DoubleColumn withValidity(Validity other) {
        return new DoubleColumn(values, other);
    }

    @Override
    public @Nullable Object value(int position) {
        return validity().isNull(position) ? null : values[position];
    }
}
