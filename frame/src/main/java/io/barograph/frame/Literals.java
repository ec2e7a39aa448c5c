package io.barograph.frame;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.text.DoubleText;
import io.barograph.core.text.TimestampText;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAmount;
import org.jspecify.annotations.Nullable;

/** Java values and names as SQL: whatever they hold, they stay one literal or one name. */
final class Literals {
    private Literals() {}

    static String text(String value) {
        return "'" + value.replace("'", "''") + "'";
    }

    static String name(String column) {
        return "\"" + column.replace("\"", "\"\"") + "\"";
    }

    /** @throws BarographException INVALID_ARGUMENT for a Period of days and months both, or another amount */
    static String interval(TemporalAmount length) {
        if (length instanceof Duration duration) {
            return interval(duration);
        }
        if (length instanceof Period period && (period.getDays() == 0 || period.toTotalMonths() == 0)) {
            return period.getDays() == 0
                    ? "INTERVAL '" + period.toTotalMonths() + "' MONTH"
                    : "INTERVAL '" + period.getDays() + "' DAY";
        }
        throw new BarographException(
                ErrorCode.INVALID_ARGUMENT,
                "a length of time is a Duration, or a Period of days or of months, not " + length);
    }

    /**
     * The length of windows or steps.
     *
     * @param verb that it was given to, for messages
     * @throws BarographException INVALID_ARGUMENT where it is nothing, or negative, too
     */
    static String length(String verb, TemporalAmount length) {
        String sql = interval(length);
        boolean positive = length instanceof Duration duration
                ? !duration.isZero() && !duration.isNegative()
                : length instanceof Period period && !period.isZero() && !period.isNegative();
        if (!positive) {
            throw new BarographException(
                    ErrorCode.INVALID_ARGUMENT,
                    verb + "(" + length + "): a length of time must be more than nothing, as Duration.ofMinutes(5)");
        }
        return sql;
    }

    private static String interval(Duration length) {
        if (length.getNano() == 0) {
            return "INTERVAL '" + length.getSeconds() + "' SECOND";
        }
        return "INTERVAL '" + Math.addExact(Math.multiplyExact(length.getSeconds(), 1_000_000_000L), length.getNano())
                + "' NANOSECOND";
    }

    /**
     * The text with each {@code ?} outside of quotes replaced by the value whose turn it is.
     *
     * @throws BarographException INVALID_ARGUMENT where there are more or fewer values than question marks, or one of a kind
     *     that SQL has no literal for
     */
    static String fill(String written, @Nullable Object... values) {
        StringBuilder sql = new StringBuilder();
        int used = 0;
        char quote = 0;
        for (int i = 0; i < written.length(); i++) {
            char c = written.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '\'' || c == '"') {
                quote = c;
            } else if (c == '?') {
                if (used < values.length) {
                    sql.append(of(values[used]));
                }
                used++;
                continue;
            }
            sql.append(c);
        }
        if (used != values.length) {
            throw new BarographException(
                    ErrorCode.INVALID_ARGUMENT,
                    "\"" + written + "\" has " + used + " question marks, but " + values.length + " values are given");
        }
        return sql.toString();
    }

    private static String of(@Nullable Object value) {
        if (value == null) {
            return "NULL";
        } else if (value instanceof Boolean || value instanceof Long || value instanceof Integer) {
            return parenthesised(value.toString());
        } else if (value instanceof Double || value instanceof Float) {
            return "CAST(" + text(DoubleText.toString(((Number) value).doubleValue())) + " AS DOUBLE)";
        } else if (value instanceof String string) {
            return text(string);
        } else if (value instanceof Instant time) {
            return timestamp(time);
        } else if (value instanceof LocalDateTime time) {
            return timestamp(time.toInstant(ZoneOffset.UTC));
        } else if (value instanceof ZonedDateTime time) {
            return timestamp(time.toInstant());
        } else if (value instanceof OffsetDateTime time) {
            return timestamp(time.toInstant());
        } else if (value instanceof LocalDate date) {
            return "DATE " + text(date.toString());
        } else if (value instanceof Duration length) {
            return interval(length);
        } else if (value instanceof BigDecimal number) {
            int scale = Math.max(number.scale(), 0);
            int precision = Math.max(number.setScale(scale).precision(), scale);
            return "CAST(" + text(number.toPlainString()) + " AS DECIMAL(" + precision + ", " + scale + "))";
        }
        throw new BarographException(
                ErrorCode.INVALID_ARGUMENT,
                "a value of " + value.getClass().getName()
                        + " is no literal; there are Boolean, Integer, Long, Double, BigDecimal, String, LocalDate, Duration and, as"
                        + " TIMESTAMP, Instant, OffsetDateTime, ZonedDateTime and, of UTC, LocalDateTime; a Date gives toInstant()");
    }

    private static String timestamp(Instant time) {
        try {
            long nanos = Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000_000L), time.getNano());
            return "TIMESTAMP " + text(TimestampText.toString(nanos));
        } catch (ArithmeticException e) {
            throw new BarographException(
                    ErrorCode.INVALID_ARGUMENT,
                    time + " is beyond the range of TIMESTAMP, which is 1677-09-21 to 2262-04-11");
        }
    }

    /** Negative numbers are operators applied to literals, which would swallow a minus before them. */
    private static String parenthesised(String number) {
        return number.startsWith("-") ? "(" + number + ")" : number;
    }
}
