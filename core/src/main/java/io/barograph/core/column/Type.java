package io.barograph.core.column;

import java.util.Locale;
import java.util.Optional;

/**
 * The types of a column's values.
 *
 * <p>Instances are interned: two types are equal exactly if they are the same object, so {@code ==} compares them. A
 * {@code switch} is written over {@link #kind()}.
 *
 * <p>BIGINT, TIMESTAMP, INTERVAL and DATE are carried as a {@code long}, a DECIMAL as two. NULL is never a value of a
 * type: it is a cleared {@link Validity} bit.
 */
public final class Type {
    /** True or false. */
    public static final Type BOOLEAN = new Type(Kind.BOOLEAN);
    /** 64-bit signed integer; narrower integers widen to it exactly. */
    public static final Type BIGINT = new Type(Kind.BIGINT);
    /** IEEE 754 binary64. NaN equals NaN and sorts above +inf; -0.0 becomes 0.0 in keys, states and results. */
    public static final Type DOUBLE = new Type(Kind.DOUBLE);
    /** Text, compared by its UTF-8 bytes. */
    public static final Type VARCHAR = new Type(Kind.VARCHAR);
    /** Nanoseconds since 1970-01-01 00:00:00 UTC, from 1677-09-21 to 2262-04-11. */
    public static final Type TIMESTAMP = new Type(Kind.TIMESTAMP);
    /** Elapsed time in nanoseconds. Months are no interval: they are added with {@code add_months}. */
    public static final Type INTERVAL = new Type(Kind.INTERVAL);
    /** Days since 1970-01-01, of the days whose midnight is a {@link #TIMESTAMP}: 1677-09-22 to 2262-04-11. */
    public static final Type DATE = new Type(Kind.DATE);

    /** The greatest precision of a DECIMAL: every such number fits 128 bits. */
    public static final int MAX_PRECISION = 38;

    private static final Type[] PLAIN = {BOOLEAN, BIGINT, DOUBLE, VARCHAR, TIMESTAMP, INTERVAL, DATE};
    private static final Type[][] DECIMALS = decimals();

    private final Kind kind;
    private final int precision;
    private final int scale;
    private final String name;

    /** What a type is, without its parameters. */
    public enum Kind {
        /** {@link Type#BOOLEAN}. */
        BOOLEAN,
        /** {@link Type#BIGINT}. */
        BIGINT,
        /** {@link Type#DOUBLE}. */
        DOUBLE,
        /** {@link Type#VARCHAR}. */
        VARCHAR,
        /** {@link Type#TIMESTAMP}. */
        TIMESTAMP,
        /** {@link Type#INTERVAL}. */
        INTERVAL,
        /** {@link Type#DATE}. */
        DATE,
        /** A {@link Type#decimal}. */
        DECIMAL
    }

    private Type(Kind kind) {
        this.kind = kind;
        this.precision = 0;
        this.scale = 0;
        this.name = kind.name();
    }

    private Type(int precision, int scale) {
        this.kind = Kind.DECIMAL;
        this.precision = precision;
        this.scale = scale;
        this.name = "DECIMAL(" + precision + "," + scale + ")";
    }

    private static Type[][] decimals() {
        Type[][] types = new Type[MAX_PRECISION + 1][];
        for (int precision = 1; precision <= MAX_PRECISION; precision++) {
            types[precision] = new Type[precision + 1];
            for (int scale = 0; scale <= precision; scale++) {
                types[precision][scale] = new Type(precision, scale);
            }
        }
        return types;
    }

    /**
     * Exact decimal numbers: integers of at most {@code precision} digits, divided by 10 to the {@code scale}.
     *
     * @param precision decimal digits in all, 1 to 38
     * @param scale digits behind the point, 0 to {@code precision}
     * @throws IllegalArgumentException for other parameters
     */
    public static Type decimal(int precision, int scale) {
        if (precision < 1 || precision > MAX_PRECISION || scale < 0 || scale > precision) {
            throw new IllegalArgumentException("no type: DECIMAL(" + precision + "," + scale + ")");
        }
        return DECIMALS[precision][scale];
    }

    /** The types without parameters, that is all but the DECIMALs, in order of their {@link Kind}; a fresh array. */
    public static Type[] values() {
        return PLAIN.clone();
    }

    /** The type that {@link #toString} wrote, in any case; empty if the text names none. */
    public static Optional<Type> parse(String text) {
        String name = text.toUpperCase(Locale.ROOT);
        for (Type type : PLAIN) {
            if (type.name.equals(name)) {
                return Optional.of(type);
            }
        }
        int comma = name.indexOf(',');
        if (comma < 0 || !name.startsWith("DECIMAL(") || !name.endsWith(")")) {
            return Optional.empty();
        }
        int precision = digits(name, "DECIMAL(".length(), comma);
        int scale = digits(name, comma + 1, name.length() - 1);
        boolean known = precision >= 1 && precision <= MAX_PRECISION && scale >= 0 && scale <= precision;
        return known ? Optional.of(DECIMALS[precision][scale]) : Optional.empty();
    }

    /** The number that one or two digits write; -1 for anything else. */
    private static int digits(String text, int from, int to) {
        if (to - from < 1 || to - from > 2) {
            return -1;
        }
        int number = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            number = 10 * number + c - '0';
        }
        return number;
    }

    /** What this type is, without its parameters. */
    public Kind kind() {
        return kind;
    }

    /** The digits that a DECIMAL has in all; 0 for other types. */
    public int precision() {
        return precision;
    }

    /** The digits that a DECIMAL has behind its point; 0 for other types. */
    public int scale() {
        return scale;
    }

    /** The canonical name, as plans, receipts and messages write it: {@code BIGINT}, {@code DECIMAL(10,2)}. */
    public String name() {
        return name;
    }

    /** Whether a column of this type is a {@link LongColumn}. */
    public boolean isLong() {
        return this == BIGINT || this == TIMESTAMP || this == INTERVAL || this == DATE;
    }

    /** Whether this is a {@link #decimal}. */
    public boolean isDecimal() {
        return kind == Kind.DECIMAL;
    }

    /** Whether arithmetic is defined on it as on a number. */
    public boolean isNumeric() {
        return this == BIGINT || this == DOUBLE || kind == Kind.DECIMAL;
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    /** {@link #name}. */
    @Override
    public String toString() {
        return name;
    }
}
