package io.barograph.core.text;

import java.nio.charset.StandardCharsets;

/** DATE, days since 1970-01-01 in a {@code long}: its range, and its text {@code 2023-01-31}. */
public final class DateText {
    /** Free bytes that {@link #print} needs at its position; the text takes ten. */
    public static final int MAX_BYTES = 10;

    /** The last day whose midnight is a TIMESTAMP, 2262-04-11; the first, 1677-09-22, is its negative. */
    public static final long MAX_DAY = 106_751;

    /** The nanoseconds of a day. */
    public static final long NANOS_PER_DAY = 86_400_000_000_000L;

    private DateText() {}

    /** Whether a number of days is a DATE. */
    public static boolean isInRange(long days) {
        return days >= -MAX_DAY && days <= MAX_DAY;
    }

    /**
     * Writes a date in ASCII.
     *
     * @param at where to write; {@link #MAX_BYTES} must be free there
     * @return the position behind the text
     */
    public static int print(long days, byte[] out, int at) {
        int date = CivilDate.ofDays((int) days);
        Digits.put(out, at, CivilDate.year(date), 4);
        out[at + 4] = '-';
        TimestampText.putTwo(out, at + 5, CivilDate.month(date));
        out[at + 7] = '-';
        TimestampText.putTwo(out, at + 8, CivilDate.day(date));
        return at + MAX_BYTES;
    }

    /** The text of a date, for messages and tests. */
    public static String toString(long days) {
        byte[] out = new byte[MAX_BYTES];
        return new String(out, 0, print(days, out, 0), StandardCharsets.ISO_8859_1);
    }
}
