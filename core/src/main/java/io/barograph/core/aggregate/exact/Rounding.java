package io.barograph.core.aggregate.exact;

import java.math.BigInteger;

/**
 * The one place where exact numbers become doubles: to the nearest, ties to even, once. Results below the normal range
 * round at the subnormals' spacing; beyond the largest double they are infinite; a zero is always +0.0.
 */
final class Rounding {
    private static final int PRECISION = 53;
    private static final int MIN_EXPONENT = -1074;

    private Rounding() {}

    /**
     * Rounds (magnitude + fraction)·2^exponent, with a fraction in [0, 1) of which only is known whether it is zero.
     *
     * @param magnitude not negative; below 2^63; if inexact, of at least 54 bits
     * @param inexact whether the fraction is more than zero
     */
    static double toDouble(boolean negative, long magnitude, boolean inexact, int exponent) {
        if (magnitude == 0) {
            return 0.0;
        }
        int bits = Long.SIZE - Long.numberOfLeadingZeros(magnitude);
        int drop = Math.max(bits - PRECISION, MIN_EXPONENT - exponent);
        long kept;
        if (drop <= 0) {
            // Exact, so that shifting up by -drop keeps every bit; the significand then has 53 bits, or is subnormal.
            kept = magnitude << -drop;
        } else if (drop >= Long.SIZE) {
            return 0.0; // below half of the least subnormal, as magnitude < 2^63
        } else {
            kept = magnitude >>> drop;
            long rest = magnitude - (kept << drop);
            long half = 1L << drop - 1;
            if (rest > half || rest == half && (inexact || (kept & 1) != 0)) {
                kept++;
            }
        }
        if (kept == 0) {
            return 0.0;
        }
        // A significand that reached 2^53 by rounding carries into the exponent field, as it should.
        int unit = exponent + drop;
        long encoded;
        if (kept < 1L << PRECISION - 1) {
            encoded = kept;
        } else if (unit > 971) {
            encoded = Double.doubleToRawLongBits(Double.POSITIVE_INFINITY);
        } else {
            encoded = ((long) (unit - MIN_EXPONENT) << PRECISION - 1) + kept;
        }
        double result = Double.longBitsToDouble(encoded);
        return negative ? -result : result;
    }

    /** Rounds numerator / denominator · 2^exponent; the denominator is positive. */
    static double ratio(BigInteger numerator, BigInteger denominator, int exponent) {
        if (numerator.signum() == 0) {
            return 0.0;
        }
        BigInteger magnitude = numerator.abs();
        int shift = 56 - (magnitude.bitLength() - denominator.bitLength());
        BigInteger scaled = shift >= 0 ? magnitude.shiftLeft(shift) : magnitude;
        BigInteger divisor = shift >= 0 ? denominator : denominator.shiftLeft(-shift);
        BigInteger[] parts = scaled.divideAndRemainder(divisor);
        return toDouble(numerator.signum() < 0, parts[0].longValueExact(), parts[1].signum() != 0, exponent - shift);
    }

    /** Rounds sqrt(numerator / denominator · 2^exponent); the numerator is not negative, the denominator positive. */
    static double squareRoot(BigInteger numerator, BigInteger denominator, int exponent) {
        if (numerator.signum() == 0) {
            return 0.0;
        }
        int shift = 112 - (numerator.bitLength() - denominator.bitLength());
        if ((exponent - shift & 1) != 0) {
            shift++;
        }
        BigInteger scaled = shift >= 0 ? numerator.shiftLeft(shift) : numerator;
        BigInteger divisor = shift >= 0 ? denominator : denominator.shiftLeft(-shift);
        BigInteger[] parts = scaled.divideAndRemainder(divisor);
        BigInteger[] root = parts[0].sqrtAndRemainder();
        boolean inexact = root[1].signum() != 0 || parts[1].signum() != 0;
        return toDouble(false, root[0].longValueExact(), inexact, exponent - shift >> 1);
    }
}
