package io.barograph.core.decimal;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * A register that holds one 128-bit two's complement integer: {@code high · 2^64 + low}, {@code low} unsigned. A kernel
 * has one and computes every row in it, so nothing is allocated. Operations that may overflow say so; the value is
 * undefined then. Not thread-safe.
 */
public final class Int128 {
    /** Powers of ten that fit a long: 10^0 to 10^18. */
    private static final int LONG_POWERS = 18;

    private static final long[] POWER_HIGH = new long[39];
    private static final long[] POWER_LOW = new long[39];
    private static final long INT_MASK = 0xFFFF_FFFFL;

    static {
        BigInteger power = BigInteger.ONE;
        for (int i = 0; i < POWER_LOW.length; i++) {
            POWER_HIGH[i] = power.shiftRight(64).longValue();
            POWER_LOW[i] = power.longValue();
            power = power.multiply(BigInteger.TEN);
        }
    }

    private long high;
    private long low;

    /** The upper half, signed. */
    public long high() {
        return high;
    }

    /** The lower half, unsigned. */
    public long low() {
        return low;
    }

    /** Holds {@code newHigh · 2^64 + newLow} from now on. */
    public Int128 set(long newHigh, long newLow) {
        high = newHigh;
        low = newLow;
        return this;
    }

    /** Holds a long from now on. */
    public Int128 set(long value) {
        return set(value >> 63, value);
    }

    /** Whether the value fits a long. */
    public boolean isLong() {
        return high == low >> 63;
    }

    public boolean isNegative() {
        return high < 0;
    }

    /** -1, 0 or 1. */
    public int signum() {
        return high < 0 ? -1 : (high | low) == 0 ? 0 : 1;
    }

    /** Orders two integers. */
    public static int compare(long high1, long low1, long high2, long low2) {
        return high1 != high2 ? Long.compare(high1, high2) : Long.compareUnsigned(low1, low2);
    }

    /** Whether an integer has at most {@code digits} decimal digits. */
    public static boolean hasDigits(long high, long low, int digits) {
        if (digits <= LONG_POWERS) {
            return high == low >> 63 && low < POWER_LOW[digits] && low > -POWER_LOW[digits];
        }
        long sign = high >> 63;
        long magnitudeLow = (low ^ sign) - sign;
        long magnitudeHigh = (high ^ sign) - sign - (sign != 0 && low != 0 ? 1 : 0);
        return magnitudeHigh >= 0 && compare(magnitudeHigh, magnitudeLow, POWER_HIGH[digits], POWER_LOW[digits]) < 0;
    }

    /** Whether the value has at most {@code digits} decimal digits. */
    public boolean hasDigits(int digits) {
        return hasDigits(high, low, digits);
    }

    /** Adds; false where the sum does not fit. */
    public boolean add(long otherHigh, long otherLow) {
        long sumLow = low + otherLow;
        long carry = Long.compareUnsigned(sumLow, low) < 0 ? 1 : 0;
        long sumHigh = high + otherHigh + carry;
        boolean fits = ((high ^ sumHigh) & (otherHigh ^ sumHigh)) >= 0;
        high = sumHigh;
        low = sumLow;
        return fits;
    }

    /** Changes the sign; a value of at most 38 digits has a negative. */
    public Int128 negate() {
        low = -low;
        high = low == 0 ? -high : ~high;
        return this;
    }

    /** Multiplies by a long; false where the product does not fit. */
    public boolean multiply(long factor) {
        if (isLong()) {
            long value = low;
            low = value * factor;
            high = Math.multiplyHigh(value, factor);
            return true;
        }
        boolean negative = high < 0 ^ factor < 0;
        if (high < 0) {
            negate();
        }
        long magnitude = Math.abs(factor);
        if (high < 0 || magnitude < 0) {
            return false;
        }
        long productLow = low * magnitude;
        long carry = unsignedHigh(low, magnitude);
        long upper = Math.multiplyHigh(high, magnitude);
        long productHigh = high * magnitude + carry;
        boolean fits = upper == 0
                && high * magnitude >= 0
                && productHigh >= 0
                && Long.compareUnsigned(productHigh, carry) >= 0;
        high = productHigh;
        low = productLow;
        if (negative) {
            negate();
        }
        return fits;
    }

    /** The upper half of the product of an unsigned long and one that is not negative. */
    private static long unsignedHigh(long unsigned, long factor) {
        return Math.multiplyHigh(unsigned, factor) + (unsigned >> 63 & factor);
    }

    /** Multiplies by 10^digits, 0 to 38; false where the product does not fit. */
    public boolean scaleUp(int digits) {
        int left = digits;
        boolean fits = true;
        while (left > 0 && fits) {
            int step = Math.min(left, LONG_POWERS);
            fits = multiply(POWER_LOW[step]);
            left -= step;
        }
        return fits;
    }

    /** Divides by 10^digits, rounding to the nearest integer, halves away from zero. */
    public Int128 scaleDown(int digits) {
        if (digits == 0) {
            return this;
        }
        if (isLong() && digits <= LONG_POWERS) {
            long power = POWER_LOW[digits];
            long quotient = low / power;
            long rest = Math.abs(low - quotient * power);
            return set(rest >= power - rest ? quotient + (low < 0 ? -1 : 1) : quotient);
        }
        boolean negative = high < 0;
        if (negative) {
            negate();
        }
        // Whether to round up is what the first digit cut off says.
        truncate(digits - 1);
        add(0, 5);
        divideMagnitude(10);
        return negative ? negate() : this;
    }

    /** Divides by 10^digits, towards zero; says whether anything was cut off. */
    public boolean scaleDownTowardsZero(int digits) {
        boolean negative = high < 0;
        if (negative) {
            negate();
        }
        boolean cut = truncate(digits);
        if (negative) {
            negate();
        }
        return cut;
    }

    private boolean truncate(int digits) {
        boolean cut = false;
        int left = digits;
        while (left > 0) {
            int step = Math.min(left, 9);
            cut |= divideMagnitude((int) POWER_LOW[step]) != 0;
            left -= step;
        }
        return cut;
    }

    /**
     * Divides a value that is not negative by a small positive number, towards zero.
     *
     * @return the remainder
     */
    public int divideMagnitude(int divisor) {
        if (high == 0 && low >= 0) {
            long quotient = low / divisor;
            int rest = (int) (low - quotient * divisor);
            low = quotient;
            return rest;
        }
        long upper = high / divisor;
        long rest = high - upper * divisor;
        long part1 = rest << 32 | low >>> 32;
        long middle = part1 / divisor;
        long part0 = part1 - middle * divisor << 32 | low & INT_MASK;
        long lower = part0 / divisor;
        high = upper;
        low = middle << 32 | lower;
        return (int) (part0 - lower * divisor);
    }

    /** The value as an object: for the rare ways of a kernel. */
    public BigInteger toBigInteger() {
        return toBigInteger(high, low);
    }

    /** The integer as an object. */
    public static BigInteger toBigInteger(long high, long low) {
        BigInteger upper = BigInteger.valueOf(high).shiftLeft(64);
        BigInteger lower = BigInteger.valueOf(low & Long.MAX_VALUE);
        return upper.add(low < 0 ? lower.setBit(63) : lower);
    }

    /** Holds an integer from now on; false where it does not fit. */
    public boolean set(BigInteger value) {
        set(value.shiftRight(64).longValue(), value.longValue());
        return value.bitLength() < 128;
    }

    /** Holds {@code number · 10^scale}, rounded to the nearest integer, halves away from zero; false where it does not fit. */
    public boolean set(BigDecimal number, int scale) {
        // Not to be expanded: the text of such a number may be short although it has a million digits.
        if ((long) number.precision() - number.scale() + scale > 39) {
            return number.signum() == 0 && set(BigInteger.ZERO);
        }
        if ((long) number.precision() - number.scale() + scale < 0) {
            return set(BigInteger.ZERO);
        }
        return set(number.setScale(scale, RoundingMode.HALF_UP).unscaledValue());
    }
}
