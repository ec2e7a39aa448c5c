package io.barograph.formats.text;

import io.barograph.core.text.DateText;
import io.barograph.core.text.DoubleText;
import io.barograph.core.text.IntervalParser;
import io.barograph.core.text.LongText;
import io.barograph.core.text.TimestampParser;
import io.barograph.core.text.TimestampText;

/** Whole texts to values, by the rules of {@code core.text}. Each method gives whether the text is one. */
public final class Values {
    private Values() {}

    public static boolean bigint(byte[] bytes, int from, int to, long[] values, int row) {
        long value = LongText.parse(bytes, from, to);
        values[row] = value;
        return value != LongText.DOUBTFUL || LongText.outcome(bytes, from, to) == LongText.Outcome.VALUE;
    }

    public static boolean number(byte[] bytes, int from, int to, byte decimal, double[] values, int row) {
        long bits = DoubleText.parseBits(bytes, from, to, decimal);
        values[row] = Double.longBitsToDouble(bits);
        return bits != DoubleText.INVALID;
    }

    public static boolean timestamp(byte[] bytes, int from, int to, Clock clock, long[] values, int row) {
        long value = clock.parse(bytes, from, to);
        values[row] = value;
        return value != TimestampText.INVALID;
    }

    /** A day, or the time of its midnight. */
    public static boolean date(byte[] bytes, int from, int to, TimestampParser parser, long[] values, int row) {
        long value = parser.parse(bytes, from, to);
        values[row] = Math.floorDiv(value, DateText.NANOS_PER_DAY);
        return value != TimestampText.INVALID && values[row] * DateText.NANOS_PER_DAY == value;
    }

    /** {@code 1 day 02:00:00.5}, {@code 90 minutes}. */
    public static boolean interval(byte[] bytes, int from, int to, long[] values, int row) {
        values[row] = IntervalParser.parse(bytes, from, to);
        return values[row] != IntervalParser.INVALID;
    }

    /** {@code true} or {@code false}, in any case. */
    public static boolean bool(byte[] bytes, int from, int to, boolean[] values, int row) {
        values[row] = isWord(bytes, from, to, "true");
        return values[row] || isWord(bytes, from, to, "false");
    }

    private static boolean isWord(byte[] bytes, int from, int to, String lowerCase) {
        if (to - from != lowerCase.length()) {
            return false;
        }
        for (int i = 0; i < lowerCase.length(); i++) {
            if ((bytes[from + i] | 0x20) != lowerCase.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
