package io.barograph.core.column;

import org.jspecify.annotations.Nullable;

/** BIGINT, TIMESTAMP (nanoseconds UTC) or INTERVAL (nanoseconds). */
public final class LongColumn extends Column {
    private final long[] values;

    public LongColumn(Type type, long[] values, Validity validity) {
        super(type, validity);
        if (!type.isLong()) {
            throw new IllegalArgumentException("not carried as long: " + type);
        }
        this.values = values;
    }

    public long[] values() {
        return values;
    }

    @Override
    public LongColumn withValidity(Validity other) {
        return new LongColumn(type(), values, other);
    }

    @Override
    public @Nullable Object value(int position) {
        return validity().isNull(position) ? null : values[position];
    }
}
