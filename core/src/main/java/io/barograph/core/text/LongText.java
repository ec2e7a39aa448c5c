package io.barograph.core.text;

import java.nio.charset.StandardCharsets;

/**
 * BIGINT from text ({@code [+-] digits}, any number of leading zeros, nothing else) and to text. Thread-safe, without
 * allocation.
 */
public final class LongText {
    /**
     * What {@link #parse} answers for what is no BIGINT, and also for the one number that it is itself: ask
     * {@link #outcome} when it matters.
     */
    public static final long DOUBTFUL = Long.MIN_VALUE;

    /** Free bytes that {@link #print} needs at its position. The text itself takes at most 20. */
    public static final int MAX_BYTES = 32;

    private static final int SAFE_DIGITS = 18;

    private LongText() {}

    /** What a text is when read as BIGINT. */
    public enum Outcome {
        /** A number that {@link #parse} gives. */
        VALUE,
        /** An integer that 64 bits do not hold. */
        OVERFLOW,
        /** No integer. */
        MALFORMED
    }

    /** The number that a range spells, or {@link #DOUBTFUL}. */
    public static long parse(byte[] bytes, int from, int to) {
        int at = from;
        boolean negative = false;
        if (at < to && (bytes[at] == '-' || bytes[at] == '+')) {
            negative = bytes[at] == '-';
            at++;
        }
        int length = to - at;
        if (length <= 0) {
            return DOUBTFUL;
        }
        if (length <= 8 && at + 8 <= bytes.length) {
            long values = ((long) Digits.LONG.get(bytes, at) ^ Digits.ZEROS) << 64 - 8 * length;
            if (Digits.nonDigits(values) != 0) {
                return DOUBTFUL;
            }
            long value = Digits.join(values);
            return negative ? -value : value;
        }
        while (to - at > SAFE_DIGITS && bytes[at] == '0') {
            at++;
        }
        if (to - at > SAFE_DIGITS + 1) {
            return DOUBTFUL;
        }
        long value = 0;
        for (; to - at >= 8; at += 8) {
            long values = (long) Digits.LONG.get(bytes, at) ^ Digits.ZEROS;
            if (Digits.nonDigits(values) != 0) {
                return DOUBTFUL;
            }
            value = value * 100_000_000 + Digits.join(values);
        }
        for (; at < to; at++) {
            int digit = bytes[at] - '0';
            if (digit < 0 || digit > 9) {
                return DOUBTFUL;
            }
            value = value * 10 + digit;
        }
        // 19 digits stay below 2^64, so that a value too large shows as a negative one.
        return value < 0 ? DOUBTFUL : negative ? -value : value;
    }

    /** Why {@link #parse} answered {@link #DOUBTFUL}, or that it did not need to. */
    public static Outcome outcome(byte[] bytes, int from, int to) {
        int at = from < to && (bytes[from] == '-' || bytes[from] == '+') ? from + 1 : from;
        if (at >= to) {
            return Outcome.MALFORMED;
        }
        for (int i = at; i < to; i++) {
            if (bytes[i] < '0' || bytes[i] > '9') {
                return Outcome.MALFORMED;
            }
        }
        if (parse(bytes, from, to) != DOUBTFUL) {
            return Outcome.VALUE;
        }
        while (at < to && bytes[at] == '0') {
            at++;
        }
        String digits = new String(bytes, at, to - at, StandardCharsets.ISO_8859_1);
        return bytes[from] == '-' && digits.equals("9223372036854775808") ? Outcome.VALUE : Outcome.OVERFLOW;
    }

    /**
     * Writes a value in ASCII.
     *
     * @param at where to write; {@link #MAX_BYTES} must be free there, and those behind the text may be overwritten
     * @return the position behind the text
     */
    public static int print(long value, byte[] out, int at) {
        int next = at;
        long magnitude = value;
        if (value < 0) {
            out[next++] = '-';
            magnitude = -value; // 2^63 stays negative: divide it as unsigned
        }
        if (magnitude >= 0 && magnitude < Digits.POWERS[SAFE_DIGITS]) {
            return Digits.put(out, next, magnitude, Digits.count(magnitude));
        }
        long upper = Long.divideUnsigned(magnitude, 100_000_000);
        next = Digits.put(out, next, upper, Digits.count(upper));
        return Digits.put(out, next, magnitude - upper * 100_000_000, 8);
    }
}
