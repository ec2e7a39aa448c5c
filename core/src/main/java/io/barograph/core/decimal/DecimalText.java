package io.barograph.core.decimal;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/**
 * DECIMAL from text and to text. Reading takes what a number's text may be ({@link io.barograph.core.text.DoubleText},
 * but for infinities and NaN) and rounds digits beyond the scale once, halves away from zero. Writing gives as many digits
 * behind the point as the type's scale: {@code 1.50}.
 */
public final class DecimalText {
    /** Free bytes that {@link #print} needs at its position: a sign, 38 digits, a zero and a point. */
    public static final int MAX_BYTES = 41;

    /** Digits that are collected in a long before they are added. */
    private static final int CHUNK = 18;

    /** Numbers with an exponent are no longer than this: reading them takes time that grows with its square. */
    private static final int LONGEST = 1000;

    private static final long[] POWERS = new long[CHUNK + 1];

    static {
        POWERS[0] = 1;
        for (int i = 1; i <= CHUNK; i++) {
            POWERS[i] = 10 * POWERS[i - 1];
        }
    }

    private DecimalText() {}

    /**
     * Reads a range.
     *
     * @param mark the decimal mark, {@code '.'} or {@code ','}
     * @param result receives the integer {@code value · 10^scale}
     * @return whether the text is a number of at most {@code precision} digits at this scale
     */
    public static boolean parse(byte[] bytes, int from, int to, byte mark, int precision, int scale, Int128 result) {
        int at = from;
        boolean negative = at < to && bytes[at] == '-';
        if (negative || at < to && bytes[at] == '+') {
            at++;
        }
        result.set(0);
        long chunk = 0;
        int chunkDigits = 0;
        int behind = -1;
        int digits = 0;
        boolean roundsUp = false;
        for (; at < to; at++) {
            int digit = bytes[at] - '0';
            if (digit < 0 || digit > 9) {
                if (bytes[at] != mark || behind >= 0) {
                    break;
                }
                behind = 0;
                continue;
            }
            digits++;
            if (behind >= 0 && behind++ >= scale) {
                roundsUp = behind == scale + 1 ? digit >= 5 : roundsUp;
                continue;
            }
            chunk = 10 * chunk + digit;
            if (++chunkDigits == CHUNK) {
                if (!append(result, chunk, chunkDigits)) {
                    return parseSlowly(bytes, from, to, mark, precision, scale, result);
                }
                chunk = 0;
                chunkDigits = 0;
            }
        }
        if (digits == 0) {
            return false;
        }
        if (at < to) {
            return (bytes[at] | 0x20) == 'e' && parseSlowly(bytes, from, to, mark, precision, scale, result);
        }
        boolean fits = append(result, chunk, chunkDigits)
                && result.scaleUp(scale - Math.min(scale, Math.max(0, behind)))
                && (!roundsUp || result.add(0, 1));
        if (negative) {
            result.negate();
        }
        return fits && result.hasDigits(precision);
    }

    private static boolean append(Int128 result, long chunk, int digits) {
        return result.multiply(POWERS[digits]) && result.add(0, chunk);
    }

    /** Numbers with an exponent, and those with so many digits that most must be zeros. */
    private static boolean parseSlowly(
            byte[] bytes, int from, int to, byte mark, int precision, int scale, Int128 result) {
        if (to - from > LONGEST) {
            return false;
        }
        String text = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
        if (mark != '.') {
            if (text.indexOf('.') >= 0) {
                return false;
            }
            text = text.replace((char) mark, '.');
        }
        try {
            return result.set(new BigDecimal(text), scale) && result.hasDigits(precision);
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /**
     * Writes a value in ASCII.
     *
     * @param at where to write; {@link #MAX_BYTES} must be free there
     * @param scratch is overwritten
     * @return the position behind the text
     */
    public static int print(long high, long low, int scale, byte[] out, int at, Int128 scratch) {
        int start = at;
        scratch.set(high, low);
        if (high < 0) {
            out[start++] = '-';
            scratch.negate();
        }
        // From the right, into the end of the room, then moved to where it belongs.
        int end = start + MAX_BYTES - 1;
        int next = end;
        int written = 0;
        do {
            int nine = scratch.divideMagnitude(1_000_000_000);
            boolean more = scratch.signum() != 0;
            for (int i = 0; i < 9 && (more || nine != 0 || written <= scale); i++) {
                if (written == scale && scale > 0) {
                    out[--next] = '.';
                }
                out[--next] = (byte) ('0' + nine % 10);
                nine /= 10;
                written++;
            }
        } while (scratch.signum() != 0 || written <= scale);
        System.arraycopy(out, next, out, start, end - next);
        return start + end - next;
    }

    /** The text of a value, for messages and tests. */
    public static String toString(long high, long low, int scale) {
        byte[] out = new byte[MAX_BYTES];
        return new String(out, 0, print(high, low, scale, out, 0, new Int128()), StandardCharsets.ISO_8859_1);
    }
}
