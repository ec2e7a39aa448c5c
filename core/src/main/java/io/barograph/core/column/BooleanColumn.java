package io.barograph.core.column;

import org.jspecify.annotations.Nullable;

/** BOOLEAN values. */
public record BooleanColumn(boolean[] values, Validity validity) implements Column {
    @Override
    public Type type() {
        return Type.BOOLEAN;
    }

    @Override
    public BooleanColumn withValidity(Validity other) {
        return new BooleanColumn(values, other);
    }

    @Override
    public @Nullable Object value(int position) {
        return validity.isNull(position) ? null : values[position];
    }
}
