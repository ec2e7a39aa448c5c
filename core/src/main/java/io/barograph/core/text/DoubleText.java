package io.barograph.core.text;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/**
 * DOUBLE from text, correctly rounded for every input, and to text, the shortest that reads back as the same double.
 *
 * <p><b>Read.</b> {@code [+-] digits [. digits] [e [+-] digits]} with at least one digit before or behind the decimal
 * mark, or {@code inf}, {@code infinity}, {@code nan} with an optional sign, letters in either case. No spaces, no
 * grouping, no hexadecimal, no type suffix. The value is the double nearest to the exact decimal, ties to even, however
 * many digits there are; too large is infinity, too small is zero. {@code -0} reads as -0.0.
 *
 * <p><b>Write.</b> Of all decimals that read back as the same double the shortest, and of these the one nearest to its
 * exact value. From 1e-5 up to, not including, 1e16 it is written plainly, with at least one digit behind the point:
 * {@code 25.0}, {@code 0.00001}, {@code 1013.25}; otherwise as {@code 1e16}, {@code 1.5e-7}, {@code -2.5e300}. Also
 * {@code NaN} (whatever its bits), {@code Infinity}, {@code -Infinity}, and {@code 0.0} for -0.0 as well.
 *
 * <p>Neither direction allocates, except for reading the rare decimals that 128 bits do not decide. Thread-safe.
 */
public final class DoubleText {
    /** What {@link #parseBits} answers for a text that is no number: a NaN that it gives for no number text. */
    public static final long INVALID = 0xFFF8_0000_0000_0BADL;

    /** Free bytes that {@link #print} needs at its position. The text itself takes at most 24. */
    public static final int MAX_BYTES = 32;

    private static final long NAN = 0x7FF8_0000_0000_0000L;
    private static final long INFINITY = 0x7FF0_0000_0000_0000L;
    private static final long SIGN = 1L << 63;

    /** Beyond this many exponents every value is zero or infinite, whatever its digits. */
    private static final long EXPONENT_LIMIT = 1_000_000_000_000L;

    /** No tie between two doubles has more significant digits than 767; one more tells on which side of it a decimal is. */
    private static final int MAX_DIGITS = 768;

    private DoubleText() {}

    /**
     * Reads a range as a number.
     *
     * @param decimal the decimal mark, {@code '.'} or {@code ','}
     * @return the raw bits of the double (for {@link Double#longBitsToDouble}), or {@link #INVALID}
     */
    public static long parseBits(byte[] bytes, int from, int to, byte decimal) {
        int at = from;
        long sign = 0;
        if (at < to && (bytes[at] == '-' || bytes[at] == '+')) {
            sign = bytes[at] == '-' ? SIGN : 0;
            at++;
        }
        int length = to - at;
        if (length <= 0) {
            return INVALID;
        }
        if (length <= 8 && at + 8 <= bytes.length) {
            long values = ((long) Digits.LONG.get(bytes, at) ^ Digits.ZEROS) << 64 - 8 * length;
            long marks = Digits.nonDigits(values);
            if (marks == 0) {
                return Double.doubleToRawLongBits(Digits.join(values)) | sign;
            }
            int mark = Long.numberOfTrailingZeros(marks) & 0x38;
            if ((marks & marks - 1) == 0 && (byte) (values >>> mark) == (decimal ^ '0') && length > 1) {
                long below = values & (1L << mark) - 1;
                long joined = Digits.join(below << 8 | values & -256L << mark);
                return Double.doubleToRawLongBits(joined / (double) Digits.POWERS[7 - (mark >>> 3)]) | sign;
            }
        }
        long bits = magnitude(bytes, at, to, decimal);
        return bits == INVALID || bits == NAN ? bits : bits | sign;
    }

    /** As {@link #parseBits} with a decimal point, as a double; NaN for a text that is no number, too. */
    public static double parse(byte[] bytes, int from, int to) {
        return Double.longBitsToDouble(parseBits(bytes, from, to, (byte) '.'));
    }

    /**
     * The double nearest to {@code significand * 10^exponent}, for callers that collect digits themselves. A decimal of
     * more than 19 significant digits does not fit and must be read by {@link #parseBits}.
     *
     * @param significand read as unsigned
     */
    public static double fromDecimal(long significand, int exponent) {
        return DecimalToBinary.round(significand, exponent);
    }

    /**
     * Writes a value in ASCII.
     *
     * @param at where to write; {@link #MAX_BYTES} must be free there, and those behind the text may be overwritten
     * @return the position behind the text
     */
    public static int print(double value, byte[] out, int at) {
        return ShortestDecimal.print(value, out, at);
    }

    /** The text of a value, for messages and tests. */
    public static String toString(double value) {
        byte[] out = new byte[MAX_BYTES];
        return new String(out, 0, print(value, out, 0), StandardCharsets.ISO_8859_1);
    }

    /** Reads a number without sign by scanning it. */
    private static long magnitude(byte[] bytes, int from, int to, byte decimal) {
        int at = from;
        long significand = 0; // wraps beyond 19 digits; then it is collected again
        int point = -1;
        while (true) {
            if (to - at >= 8) {
                long values = (long) Digits.LONG.get(bytes, at) ^ Digits.ZEROS;
                if (Digits.nonDigits(values) == 0) {
                    significand = significand * 100_000_000 + Digits.join(values);
                    at += 8;
                    continue;
                }
            }
            while (at < to && isDigit(bytes[at])) {
                significand = significand * 10 + (bytes[at++] - '0');
            }
            if (point >= 0 || at >= to || bytes[at] != decimal) {
                break;
            }
            point = at++;
        }
        int end = at;
        int digits = end - from - (point >= 0 ? 1 : 0);
        if (digits == 0) {
            return special(bytes, from, to);
        }
        long exponent = point >= 0 ? point + 1 - end : 0;
        if (at < to) {
            long power = exponent(bytes, at, to);
            if (power == Long.MIN_VALUE) {
                return INVALID;
            }
            exponent += power;
        }
        if (digits > 19) {
            int first = from;
            while (first < end && (bytes[first] == '0' || first == point)) {
                digits -= first == point ? 0 : 1;
                first++;
            }
            if (digits > 19) {
                return long19(bytes, first, end, digits, exponent);
            }
        }
        return Double.doubleToRawLongBits(DecimalToBinary.round(significand, clamp(exponent)));
    }

    /**
     * A number of more than 19 significant digits: nearly always all decimals that begin with these 19 have the same
     * nearest double.
     *
     * @param first the first significant digit
     * @param end behind the last digit
     */
    private static long long19(byte[] bytes, int first, int end, int digits, long exponent) {
        long significand = 0;
        int at = first;
        for (int taken = 0; taken < 19; at++) {
            if (isDigit(bytes[at])) {
                significand = significand * 10 + (bytes[at] - '0');
                taken++;
            }
        }
        int scale = clamp(exponent + digits - 19);
        long lower = DecimalToBinary.approximate(significand, scale);
        if (lower != DecimalToBinary.UNDECIDED && lower == DecimalToBinary.approximate(significand + 1, scale)) {
            return lower;
        }
        int kept = Math.min(digits, MAX_DIGITS);
        byte[] collected = new byte[kept + 1];
        int count = 0;
        boolean more = false;
        for (int i = first; i < end; i++) {
            if (isDigit(bytes[i])) {
                if (count < kept) {
                    collected[count++] = bytes[i];
                } else {
                    more |= bytes[i] != '0';
                }
            }
        }
        // A last digit 1 stands for whatever was cut off: it breaks ties and changes nothing else.
        collected[kept] = (byte) (more ? '1' : '0');
        BigInteger decimal = new BigInteger(new String(collected, StandardCharsets.ISO_8859_1));
        return DecimalToBinary.exact(decimal, clamp(exponent + digits - kept - 1));
    }

    /** The value of an exponent with its {@code e}, limited, or Long.MIN_VALUE. */
    private static long exponent(byte[] bytes, int from, int to) {
        int at = from + 1;
        if ((bytes[from] | 0x20) != 'e') {
            return Long.MIN_VALUE;
        }
        boolean negative = at < to && bytes[at] == '-';
        if (at < to && (bytes[at] == '-' || bytes[at] == '+')) {
            at++;
        }
        if (at == to) {
            return Long.MIN_VALUE;
        }
        long value = 0;
        for (; at < to; at++) {
            if (!isDigit(bytes[at])) {
                return Long.MIN_VALUE;
            }
            value = Math.min(value * 10 + (bytes[at] - '0'), EXPONENT_LIMIT);
        }
        return negative ? -value : value;
    }

    private static long special(byte[] bytes, int from, int to) {
        int length = to - from;
        if (length == 3 && isWord(bytes, from, "nan")) {
            return NAN;
        }
        if (length == 3 && isWord(bytes, from, "inf") || length == 8 && isWord(bytes, from, "infinity")) {
            return INFINITY;
        }
        return INVALID;
    }

    private static boolean isWord(byte[] bytes, int from, String lowerCase) {
        for (int i = 0; i < lowerCase.length(); i++) {
            if ((bytes[from + i] | 0x20) != lowerCase.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isDigit(byte character) {
        return character >= '0' && character <= '9';
    }

    private static int clamp(long exponent) {
        return (int) Math.max(-100_000, Math.min(100_000, exponent));
    }
}
