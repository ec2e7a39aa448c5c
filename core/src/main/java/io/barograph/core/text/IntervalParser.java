package io.barograph.core.text;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * INTERVAL from text: numbers with units and at most one clock time, such as {@code 90 minutes}, {@code 1.5 h},
 * {@code 2 days 03:00:00.5}, {@code -1 day -00:00:01}; all that {@link IntervalText} prints. Weeks
 * have 7 days and days 24 hours; months and years have no fixed length and are refused.
 */
public final class IntervalParser {
    /** What {@link #parse} answers for a text that is no interval, or one that does not fit 64 bits. */
    public static final long INVALID = Long.MIN_VALUE;

    private static final BigDecimal SECOND = BigDecimal.valueOf(1_000_000_000L);
    private static final Pattern PART = Pattern.compile(
            "\\s*(?:([+-]?)(\\d{1,9}):(\\d{2})(?::(\\d{2}(?:\\.\\d+)?))?|([+-]?(?:\\d+(?:\\.\\d*)?|\\.\\d+))\\s*([a-z]+))\\s*");

    private IntervalParser() {}

    /** Nanoseconds, those behind the ninth digit of a second cut off; or {@link #INVALID}. */
    public static long parse(byte[] bytes, int from, int to) {
        String text = new String(bytes, from, to - from, StandardCharsets.UTF_8).toLowerCase(Locale.ROOT);
        Matcher part = PART.matcher(text);
        BigDecimal sum = BigDecimal.ZERO;
        boolean clock = false;
        int at = 0;
        while (at < text.length() && part.region(at, text.length()).lookingAt()) {
            BigDecimal nanos;
            if (part.group(2) != null) {
                nanos = clock ? null : clock(part);
                clock = true;
            } else {
                BigDecimal unit = unit(part.group(6));
                nanos = unit == null ? null : new BigDecimal(part.group(5)).multiply(unit);
            }
            if (nanos == null) {
                return INVALID;
            }
            sum = sum.add(nanos);
            at = part.end();
        }
        if (at == 0 || at < text.length() || sum.abs().compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            return INVALID;
        }
        return sum.longValue();
    }

    private static @Nullable BigDecimal clock(Matcher part) {
        long minutes = Long.parseLong(part.group(3));
        BigDecimal seconds = part.group(4) == null ? BigDecimal.ZERO : new BigDecimal(part.group(4));
        if (minutes > 59 || seconds.compareTo(BigDecimal.valueOf(60)) >= 0) {
            return null;
        }
        BigDecimal all = BigDecimal.valueOf(Long.parseLong(part.group(2)) * 3600 + minutes * 60)
                .add(seconds);
        return (part.group(1).equals("-") ? all.negate() : all).multiply(SECOND);
    }

    private static @Nullable BigDecimal unit(String name) {
        long nanos = switch (name) {
            case "ns", "nanosecond", "nanoseconds" -> 1L;
            case "us", "microsecond", "microseconds" -> 1_000L;
            case "ms", "millisecond", "milliseconds" -> 1_000_000L;
            case "s", "sec", "secs", "second", "seconds" -> 1_000_000_000L;
            case "m", "min", "mins", "minute", "minutes" -> 60_000_000_000L;
            case "h", "hour", "hours" -> 3_600_000_000_000L;
            case "d", "day", "days" -> 86_400_000_000_000L;
            case "w", "week", "weeks" -> 604_800_000_000_000L;
            default -> 0L;
        };
        return nanos == 0 ? null : BigDecimal.valueOf(nanos);
    }
}
