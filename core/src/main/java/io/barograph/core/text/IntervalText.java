package io.barograph.core.text;

import java.nio.charset.StandardCharsets;

/**
 * INTERVAL, elapsed nanoseconds, to text as PostgreSQL and DuckDB write it: {@code 01:30:00}, {@code 2 days 03:00:00.5},
 * {@code 1 day}, {@code -1 day -00:00:01}. A day is 24 hours. Thread-safe, without allocation.
 */
public final class IntervalText {
    /** Free bytes that {@link #print} needs at its position. The text itself takes at most 31. */
    public static final int MAX_BYTES = 48;

    private static final long NANOS_PER_DAY = 86_400_000_000_000L;

    private IntervalText() {}

    /**
     * Writes a value in ASCII.
     *
     * @param at where to write; {@link #MAX_BYTES} must be free there, and those behind the text may be overwritten
     * @return the position behind the text
     */
    public static int print(long nanos, byte[] out, int at) {
        long days = nanos / NANOS_PER_DAY;
        long time = nanos - days * NANOS_PER_DAY;
        int next = at;
        if (days != 0) {
            next = LongText.print(days, out, next);
            String unit = Math.abs(days) == 1 ? " day" : " days";
            for (int i = 0; i < unit.length(); i++) {
                out[next++] = (byte) unit.charAt(i);
            }
            if (time == 0) {
                return next;
            }
            out[next++] = ' ';
        }
        if (time < 0) {
            out[next++] = '-';
            time = -time;
        }
        int seconds = (int) (time / TimestampText.NANOS_PER_SECOND);
        next = TimestampText.putTwo(out, next, seconds / 3600);
        out[next++] = ':';
        next = TimestampText.putTwo(out, next, seconds / 60 % 60);
        out[next++] = ':';
        next = TimestampText.putTwo(out, next, seconds % 60);
        return TimestampText.putFraction(out, next, (int) (time - seconds * TimestampText.NANOS_PER_SECOND));
    }

    /** The text of a value, for messages and tests. */
    public static String toString(long nanos) {
        byte[] out = new byte[MAX_BYTES];
        return new String(out, 0, print(nanos, out, 0), StandardCharsets.ISO_8859_1);
    }
}
