package io.barograph.formats.text;

/**
 * Numbers as sensors write them, read in words of eight bytes while looking for their end. Each method gives the end, or
 * {@link #UNUSUAL} for whatever is not of its shape, which the exact rules have to judge.
 */
public final class ShortNumbers {
    /** No end: what the short ways give for a text that is not theirs. */
    public static final int UNUSUAL = -1;

    private static final int MINUS = '-' ^ '0';
    /** Added to a number of decimals: an index into the second half of {@link #POWERS}. */
    private static final int NEGATIVE = 16;
    /** Powers of ten, then the same below zero. */
    private static final double[] POWERS = new double[2 * NEGATIVE];

    static {
        for (int i = 0; i < NEGATIVE; i++) {
            POWERS[i] = Swar.pow10(i);
            POWERS[NEGATIVE + i] = -POWERS[i];
        }
    }

    private ShortNumbers() {}

    /**
     * {@code [-]digits[.digits]} of up to 14 digits and up to seven characters before the mark, the sign among them.
     *
     * @param mark the decimal mark's {@link Swar#values value}
     */
    public static int decimal(byte[] bytes, int start, int mark, double[] values, int row) {
        long digits = Swar.values(Swar.word(bytes, start));
        int sign = 0;
        if ((byte) digits == MINUS) {
            // A zero in the sign's place.
            digits ^= MINUS;
            sign = NEGATIVE;
        }
        long marks = Swar.nonDigits(digits);
        int point = Long.numberOfTrailingZeros(marks);
        if ((byte) (digits >>> point - 7) != mark) {
            return whole(digits, point, sign, start, values, row);
        }
        // The digits before the mark move up into its place.
        long above = marks ^ marks - 1;
        long joined = (digits & above >>> 8) << 8 | digits & ~above;
        long others = marks & marks - 1;
        if (others == 0) {
            return longDecimal(bytes, start, joined, point, sign, values, row);
        }
        int end = Long.numberOfTrailingZeros(others);
        int decimals = (end - point >>> 3) - 1;
        if (decimals == 0) {
            return UNUSUAL;
        }
        values[row] = divide(Swar.join(joined, end), decimals, sign);
        return start + (end >>> 3);
    }

    private static int longDecimal(
            byte[] bytes, int start, long joined, int point, int sign, double[] values, int row) {
        long digits = Swar.values(Swar.word(bytes, start + 8));
        int end = Long.numberOfTrailingZeros(Swar.nonDigits(digits));
        if (end == 64) {
            return UNUSUAL;
        }
        int more = end >>> 3;
        int decimals = 7 - (point >>> 3) + more;
        if (decimals == 0) {
            return UNUSUAL;
        }
        long significand = Swar.join(joined) * Swar.pow10(more) + Swar.joinOrNone(digits, end);
        values[row] = divide(significand, decimals, sign);
        return start + 8 + more;
    }

    private static int whole(long digits, int end, int sign, int start, double[] values, int row) {
        int count = (end >>> 3) - (sign >>> 4);
        if (count <= 0 || end == 64) {
            return UNUSUAL;
        }
        values[row] = divide(Swar.join(digits, end), 0, sign);
        return start + (end >>> 3);
    }

    /** Both operands are exact, so the quotient is the number rounded once (Clinger 1990). */
    private static double divide(long significand, int decimals, int sign) {
        return significand / POWERS[decimals + sign & POWERS.length - 1];
    }

    /** {@code [-]digits} of up to 18 digits. */
    public static int integer(byte[] bytes, int start, long[] values, int row) {
        long digits = Swar.values(Swar.word(bytes, start));
        long sign = 0;
        if ((byte) digits == MINUS) {
            digits ^= MINUS;
            sign = -1;
        }
        int end = Long.numberOfTrailingZeros(Swar.nonDigits(digits));
        if (end == 64) {
            return longInteger(bytes, start, Swar.join(digits), sign, values, row);
        }
        int count = end >>> 3;
        if (count + sign <= 0) {
            return UNUSUAL;
        }
        values[row] = (Swar.join(digits, end) ^ sign) - sign;
        return start + count;
    }

    private static int longInteger(byte[] bytes, int start, long head, long sign, long[] values, int row) {
        long value = head;
        int at = start + 8;
        long digits = Swar.values(Swar.word(bytes, at));
        int end = Long.numberOfTrailingZeros(Swar.nonDigits(digits));
        if (end == 64) {
            value = value * 100_000_000 + Swar.join(digits);
            at += 8;
            digits = Swar.values(Swar.word(bytes, at));
            end = Long.numberOfTrailingZeros(Swar.nonDigits(digits));
            if (end > 23) {
                return UNUSUAL;
            }
        }
        int count = end >>> 3;
        value = value * Swar.pow10(count) + Swar.joinOrNone(digits, end);
        values[row] = (value ^ sign) - sign;
        return at + count;
    }
}
