package io.barograph.core.text;

import static io.barograph.core.text.TimestampText.NANOS_PER_MINUTE;

/**
 * Writes timestamps, always in UTC: the canonical {@code 2023-01-01 00:00:00} of {@link #sql()} or the
 * {@code 2023-01-01T00:00:00Z} of {@link #iso()}. A fraction of a second is written with as many digits as it needs, up to
 * nine, and not at all where it is zero (as DuckDB and PostgreSQL do). What is written reads back as the same value.
 *
 * <p>Remembers the minute written last. Not thread-safe: one for each writer.
 */
public final class TimestampPrinter {
    private static final long DAY = 86_400_000_000_000L;

    private final char separator;
    private final boolean zulu;

    /** The first nanosecond of the minute that {@link #prefix0} and {@link #prefix1} spell. */
    private long minute;
    /** Whether that is before the smallest long, so that it wrapped: then it is no minute of anything else. */
    private boolean wrapped;

    private long prefix0;
    private long prefix1;

    /** Where a minute is written before it is remembered. */
    private final byte[] text = new byte[TimestampText.MAX_BYTES];

    private TimestampPrinter(char separator, boolean zulu) {
        this.separator = separator;
        this.zulu = zulu;
        remember(0);
    }

    /** Writes {@code 2023-01-01 00:00:00}. */
    public static TimestampPrinter sql() {
        return new TimestampPrinter(' ', false);
    }

    /** Writes {@code 2023-01-01T00:00:00Z}. */
    public static TimestampPrinter iso() {
        return new TimestampPrinter('T', true);
    }

    /**
     * Writes a value in ASCII.
     *
     * @param at where to write; {@link TimestampText#MAX_BYTES} must be free there, and those behind the text may be
     *     overwritten
     * @return the position behind the text
     */
    public int print(long nanos, byte[] out, int at) {
        if (wrapped || nanos < minute || Long.compareUnsigned(nanos - minute, NANOS_PER_MINUTE) >= 0) {
            remember(nanos);
        }
        // Below one minute, also where the first minute of all begins before the smallest long and so wrapped.
        long rest = nanos - minute;
        int second = (int) (rest / TimestampText.NANOS_PER_SECOND);
        Digits.LONG.set(out, at, prefix0);
        Digits.LONG.set(out, at + 8, prefix1);
        out[at + 16] = ':';
        int next = TimestampText.putTwo(out, at + 17, second);
        next = TimestampText.putFraction(out, next, (int) (rest - second * TimestampText.NANOS_PER_SECOND));
        if (zulu) {
            out[next++] = 'Z';
        }
        return next;
    }

    private void remember(long nanos) {
        long minutes = Math.floorDiv(nanos, NANOS_PER_MINUTE);
        int days = (int) Math.floorDiv(nanos, DAY);
        int minuteOfDay = (int) (minutes - days * 1440L);
        int date = CivilDate.ofDays(days);
        Digits.put(text, 0, CivilDate.year(date), 4);
        text[4] = '-';
        TimestampText.putTwo(text, 5, CivilDate.month(date));
        text[7] = '-';
        TimestampText.putTwo(text, 8, CivilDate.day(date));
        text[10] = (byte) separator;
        TimestampText.putTwo(text, 11, minuteOfDay / 60);
        text[13] = ':';
        TimestampText.putTwo(text, 14, minuteOfDay % 60);
        minute = minutes * NANOS_PER_MINUTE;
        wrapped = minute > nanos;
        prefix0 = (long) Digits.LONG.get(text, 0);
        prefix1 = (long) Digits.LONG.get(text, 8);
    }
}
