package io.barograph.core.aggregate.exact;

import java.math.BigInteger;

/**
 * The straight line between two readings, and its value between them: the true one, rounded once.
 *
 * <p>Distances are elapsed nanoseconds above 0, as unsigned numbers: all of TIMESTAMP's range fits.
 */
public final class Line {
    /** Products with a double are exact in two doubles up to here. */
    private static final long EXACT = 1L << 53;

    private static final double LEAST = 0x1p-500;
    private static final double MOST = 0x1p500;
    /** Below this share of the products lies what the short way leaves out. */
    private static final double LEFT_OUT = 0x1p-98;

    private static final double ROUNDED = 0x1p-48;

    private Line() {}

    /**
     * The value that lies {@code before} behind a and {@code after} in front of b: {@code (a · after + b · before) / (before +
     * after)}. Where one of them is no finite number, the two added.
     */
    public static double between(double a, double b, long before, long after) {
        if (!Double.isFinite(a) || !Double.isFinite(b)) {
            return a + b;
        }
        if (a == b) {
            return a + 0.0;
        }
        long whole = before + after;
        if (isShort(before) && isShort(after) && isShort(whole) && isPlain(a) && isPlain(b)) {
            double first = a * after;
            double second = b * before;
            double sum = first + second;
            double part = sum - first;
            double lost = first
                    - (sum - part)
                    + (second - part)
                    + (Math.fma(a, after, -first) + Math.fma(b, before, -second));
            double quotient = sum / whole;
            double rest = (Math.fma(-quotient, whole, sum) + lost) / whole;
            double doubt = (Math.abs(first) + Math.abs(second)) / whole * LEFT_OUT + Math.abs(rest) * ROUNDED;
            double result = quotient + (rest - doubt);
            if (result == quotient + (rest + doubt) && Math.abs(result) > LEAST) {
                return result;
            }
        }
        int unit = Math.min(exponent(a), exponent(b));
        BigInteger toFirst = unsigned(before);
        BigInteger toSecond = unsigned(after);
        BigInteger weighted =
                integer(a, unit).multiply(toSecond).add(integer(b, unit).multiply(toFirst));
        return Rounding.ratio(weighted, toFirst.add(toSecond), unit);
    }

    /**
     * How much a line rises in a unit of time: {@code (b - a) · unit / distance}. Where one of the values is no finite number,
     * their difference.
     *
     * @param distance from a to b
     */
    public static double slope(double a, double b, long distance, long unit) {
        if (!Double.isFinite(a) || !Double.isFinite(b)) {
            return b - a;
        }
        int lowest = Math.min(exponent(a), exponent(b));
        return slope(integer(b, lowest).subtract(integer(a, lowest)), distance, unit, lowest);
    }

    /** As {@link #slope(double, double, long, long)}, of whole numbers. */
    public static double slope(long a, long b, long distance, long unit) {
        return slope(BigInteger.valueOf(b).subtract(BigInteger.valueOf(a)), distance, unit, 0);
    }

    private static double slope(BigInteger rise, long distance, long unit, int exponent) {
        return Rounding.ratio(rise.multiply(BigInteger.valueOf(unit)), unsigned(distance), exponent);
    }

    /** An unsigned number. */
    static BigInteger unsigned(long number) {
        BigInteger signed = BigInteger.valueOf(number);
        return number < 0 ? signed.add(BigInteger.ONE.shiftLeft(Long.SIZE)) : signed;
    }

    private static boolean isShort(long number) {
        return number > 0 && number < EXACT;
    }

    private static boolean isPlain(double value) {
        double magnitude = Math.abs(value);
        return magnitude == 0 || magnitude > LEAST && magnitude < MOST;
    }

    /** The exponent of a finite value's last bit. */
    private static int exponent(double value) {
        return Math.max(Math.getExponent(value), Double.MIN_EXPONENT) - 52;
    }

    /** A finite value in units of 2^unit, which is not above its {@link #exponent}. */
    private static BigInteger integer(double value, int unit) {
        long bits = Double.doubleToRawLongBits(value);
        long significand = bits & 0xF_FFFF_FFFF_FFFFL;
        if (Math.getExponent(value) >= Double.MIN_EXPONENT) {
            significand |= 0x10_0000_0000_0000L;
        }
        return BigInteger.valueOf(bits < 0 ? -significand : significand).shiftLeft(exponent(value) - unit);
    }
}
