package io.barograph.core.column;

import org.jspecify.annotations.Nullable;

/** BIGINT, TIMESTAMP (nanoseconds UTC) or INTERVAL (nanoseconds). */
public record LongColumn(Type type, long[] values, Validity validity) implements Column {
    public LongColumn {
        if (!type.isLong()) {
            throw new IllegalArgumentException("not carried as long: " + type);
        }
    }

    @Override
    public LongColumn withValidity(Validity other) {
        return new LongColumn(type, values, other);
    }

    @Override
    public @Nullable Object value(int position) {
        return validity.isNull(position) ? null : values[position];
    }
}
