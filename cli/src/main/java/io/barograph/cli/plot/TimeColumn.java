package io.barograph.cli.plot;

import io.barograph.core.text.TimestampText;
import org.jspecify.annotations.Nullable;

/**
 * Where the rows have their time.
 *
 * @param sql the expression of the time, a TIMESTAMP
 * @param number the BIGINT column that the expression is made of, where it is one; else null
 * @param nanosPerUnit what 1 of the number means
 */
public record TimeColumn(String sql, @Nullable String number, long nanosPerUnit) {
    /** A TIMESTAMP. */
    public static TimeColumn of(String sql) {
        return new TimeColumn(sql, null, 1);
    }

    /** The condition that the time is an instant or later. */
    String from(long nanos) {
        return compared(" >= ", nanos);
    }

    /** The condition that the time is before an instant. */
    String before(long nanos) {
        return compared(" < ", nanos);
    }

    private String compared(String operator, long nanos) {
        String condition = sql + operator + "TIMESTAMP '" + TimestampText.toString(nanos) + "'";
        // A file's statistics are of the column, not of what is computed from it.
        return number == null
                ? condition
                : number + operator + -Math.floorDiv(-nanos, nanosPerUnit) + " AND " + condition;
    }
}
