package io.barograph.core.column;

/**
 * The types of a column's values.
 *
 * <p>Every type but {@link #DOUBLE}, {@link #BOOLEAN} and {@link #VARCHAR} is carried as a {@code long}. NULL is never a
 * value of a type: it is a cleared {@link Validity} bit.
 */
public enum Type {
    /** True or false. */
    BOOLEAN,
    /** 64-bit signed integer; narrower integers widen to it exactly. */
    BIGINT,
    /** IEEE 754 binary64. NaN equals NaN and sorts above +inf; -0.0 becomes 0.0 in keys, states and results. */
    DOUBLE,
    /** Text, compared by its UTF-8 bytes. */
    VARCHAR,
    /** Nanoseconds since 1970-01-01 00:00:00 UTC, from 1677-09-21 to 2262-04-11. */
    TIMESTAMP,
    /** Elapsed time in nanoseconds. Months are no interval: they are added with {@code add_months}. */
    INTERVAL;

    /** Whether a column of this type is a {@link LongColumn}. */
    public boolean isLong() {
        return this == BIGINT || this == TIMESTAMP || this == INTERVAL;
    }

    /** Whether arithmetic is defined on it as on a number. */
    public boolean isNumeric() {
        return this == BIGINT || this == DOUBLE;
    }
}
