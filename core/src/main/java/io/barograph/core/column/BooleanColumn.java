package io.barograph.core.column;

import org.jspecify.annotations.Nullable;

/** BOOLEAN values. */
public final class BooleanColumn extends Column {
    private final boolean[] values;

    public BooleanColumn(boolean[] values, Validity validity) {
        super(Type.BOOLEAN, validity);
        this.values = values;
    }

    public boolean[] values() {
        return values;
    }

    @Override
    public BooleanColumn withValidity(Validity other) {
        return new BooleanColumn(values, other);
    }

    @Override
    public @Nullable Object value(int position) {
        return validity().isNull(position) ? null : values[position];
    }
}
