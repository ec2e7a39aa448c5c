package io.barograph.connectors.postgres;

import io.barograph.core.column.Type;

/**
 * A column's type in the database.
 *
 * @param base as {@code pg_type} names it: {@code int8}
 * @param modifier what limits it, as {@code pg_attribute} has it; -1 for nothing
 */
record StoredType(String base, int modifier) {
    private static final int UNLIMITED = -1;
    /** A modifier counts the four bytes of a length before it. */
    private static final int HEADER = 4;

    private static final int LONG_DIGITS = 19;
    private static final int MICROSECONDS = 6;

    /** What a column of a table that is made is declared as. */
    static String declared(Type type) {
        return switch (type.kind()) {
            case BOOLEAN -> "boolean";
            case BIGINT -> "bigint";
            case DOUBLE -> "double precision";
            case DECIMAL -> "numeric(" + type.precision() + "," + type.scale() + ")";
            case VARCHAR -> "text";
            case TIMESTAMP -> "timestamp with time zone";
            case DATE -> "date";
            case INTERVAL -> "interval";
        };
    }

    /** What all values of a type can be stored in as they are, for messages. */
    static String fitting(Type type) {
        return switch (type.kind()) {
            case TIMESTAMP -> declared(type) + ", timestamp, or bigint for nanoseconds since 1970";
            case INTERVAL -> "interval, or bigint for nanoseconds";
            case BIGINT -> "bigint or numeric";
            case DECIMAL -> declared(type) + " or a wider one";
            case VARCHAR -> "text or varchar";
            default -> declared(type);
        };
    }

    /** Whether every value of a type is stored in this one as it is; or, for text, refused where it is too long. */
    boolean holds(Type type) {
        return switch (type.kind()) {
            case BOOLEAN -> base.equals("bool");
            case BIGINT -> base.equals("int8") || isNumeric(LONG_DIGITS, 0);
            case DOUBLE -> base.equals("float8");
            case DECIMAL -> isNumeric(type.precision() - type.scale(), type.scale());
            case VARCHAR -> base.equals("text") || base.equals("varchar");
            case TIMESTAMP -> countsNanos() || (base.equals("timestamptz") || base.equals("timestamp")) && isMicros();
            case DATE -> base.equals("date");
            case INTERVAL -> countsNanos() || base.equals("interval") && modifier == UNLIMITED;
        };
    }

    private boolean isMicros() {
        return modifier == UNLIMITED || modifier == MICROSECONDS;
    }

    private boolean isNumeric(int whole, int fraction) {
        if (!base.equals("numeric") || modifier == UNLIMITED) {
            return base.equals("numeric");
        }
        int precision = (modifier - HEADER) >> 16;
        int scale = (modifier - HEADER) & 0x7ff;
        return scale >= fraction && precision - scale >= whole;
    }

    /** Whether times and intervals are stored as a number of nanoseconds. */
    boolean countsNanos() {
        return base.equals("int8");
    }
}
