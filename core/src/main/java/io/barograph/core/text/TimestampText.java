package io.barograph.core.text;

import io.barograph.core.zone.Zone;
import java.nio.charset.StandardCharsets;

/**
 * TIMESTAMP, nanoseconds UTC in a {@code long}, from text and to text: what {@link TimestampParser},
 * {@link TimestampPrinter} and {@link EpochUnit} share, and conveniences for single values.
 */
public final class TimestampText {
    /**
     * What readers answer for a text that is no timestamp, or one beyond the type's range (1677-09-21 00:12:43.145224193 to
     * 2262-04-11 23:47:16.854775807). The one nanosecond that this value would be is given up for it.
     */
    public static final long INVALID = Long.MIN_VALUE;

    /** Free bytes that {@link TimestampPrinter#print} needs at its position. The text itself takes at most 30. */
    public static final int MAX_BYTES = 40;

    static final long NANOS_PER_SECOND = 1_000_000_000L;
    static final long NANOS_PER_MINUTE = 60 * NANOS_PER_SECOND;

    /** The second that the smallest timestamp lies in. */
    private static final long MIN_SECOND = -9_223_372_037L;

    private TimestampText() {}

    /** Reads one text, for literals and options; a time without zone is UTC. */
    public static long parse(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new TimestampParser(Zone.UTC).parse(bytes, 0, bytes.length);
    }

    /** The canonical text of a value, for messages and tests: {@code 2023-01-01 00:00:00.5}. */
    public static String toString(long nanos) {
        byte[] out = new byte[MAX_BYTES];
        return new String(out, 0, TimestampPrinter.sql().print(nanos, out, 0), StandardCharsets.ISO_8859_1);
    }

    /** Nanoseconds from seconds and, forward from there, nanoseconds below one second; or {@link #INVALID}. */
    static long toNanos(long second, long nanos) {
        if (second < MIN_SECOND || second > -MIN_SECOND) {
            return INVALID;
        }
        if (second < 0) {
            // Towards zero first: the product with the smallest second itself would not fit.
            long sum = (second + 1) * NANOS_PER_SECOND + (nanos - NANOS_PER_SECOND);
            return sum < 0 ? sum : INVALID;
        }
        long sum = second * NANOS_PER_SECOND + nanos;
        return sum >= 0 ? sum : INVALID;
    }

    /** Writes a fraction of a second, if there is any, as a point and up to nine digits without trailing zeros. */
    static int putFraction(byte[] out, int at, int nanos) {
        if (nanos == 0) {
            return at;
        }
        int first = nanos / 100_000_000;
        int rest = nanos - first * 100_000_000;
        long values = Digits.split(rest);
        out[at] = '.';
        out[at + 1] = (byte) ('0' + first);
        Digits.LONG.set(out, at + 2, values ^ Digits.ZEROS);
        return at + 10 - (Long.numberOfLeadingZeros(values) >>> 3);
    }

    /** Writes two digits. */
    static int putTwo(byte[] out, int at, int value) {
        int tens = value * 103 >> 10;
        out[at] = (byte) ('0' + tens);
        out[at + 1] = (byte) ('0' + value - 10 * tens);
        return at + 2;
    }
}
