package io.barograph.oracle;

import java.math.BigInteger;

/**
 * The double nearest to an exact number, by definition: a candidate is moved until the number lies between the midpoints to
 * its neighbours, ties going to the even one. Every decision compares integers.
 */
final class NearestDouble {
    private static final int LEAST_EXPONENT = -1074;

    private NearestDouble() {}

    /** Nearest to numerator / denominator · 2^exponent. */
    static double ofQuotient(BigInteger numerator, BigInteger denominator, int exponent) {
        return nearest(numerator, denominator, exponent, false);
    }

    /** Nearest to the square root of (numerator / denominator · 2^exponent). */
    static double ofRoot(BigInteger numerator, BigInteger denominator, int exponent) {
        return nearest(numerator, denominator, exponent, true);
    }

    private static double nearest(BigInteger numerator, BigInteger denominator, int exponent, boolean root) {
        BigInteger top = denominator.signum() < 0 ? numerator.negate() : numerator;
        BigInteger bottom = denominator.abs();
        if (bottom.signum() == 0 || root && top.signum() < 0) {
            throw new ArithmeticException("undefined: " + numerator + " / " + denominator);
        }
        if (top.signum() == 0) {
            return 0.0;
        }
        BigInteger magnitude = top.abs();
        long candidate = Double.doubleToRawLongBits(estimate(magnitude, bottom, exponent, root));
        candidate = Math.min(candidate, Double.doubleToRawLongBits(Double.MAX_VALUE));
        while (true) {
            int above = compareToMidpoint(magnitude, bottom, exponent, root, candidate);
            if (above > 0 || above == 0 && (candidate & 1) != 0) {
                candidate++;
                if (Double.longBitsToDouble(candidate) == Double.POSITIVE_INFINITY) {
                    break;
                }
                continue;
            }
            if (candidate == 0) {
                break;
            }
            int below = compareToMidpoint(magnitude, bottom, exponent, root, candidate - 1);
            if (below > 0 || below == 0 && (candidate & 1) == 0) {
                break;
            }
            candidate--;
        }
        double result = Double.longBitsToDouble(candidate);
        return result == 0 || top.signum() > 0 ? result : -result;
    }

    /** Somewhere near, so that the search is short. */
    private static double estimate(BigInteger magnitude, BigInteger bottom, int exponent, boolean root) {
        int shift = 60 - (magnitude.bitLength() - bottom.bitLength());
        shift += root && (exponent - shift & 1) != 0 ? 1 : 0;
        double quotient = shift >= 0
                ? magnitude.shiftLeft(shift).divide(bottom).doubleValue()
                : magnitude.divide(bottom.shiftLeft(-shift)).doubleValue();
        return root ? Math.scalb(Math.sqrt(quotient), (exponent - shift) / 2) : Math.scalb(quotient, exponent - shift);
    }

    /** Compares the number with the midpoint between the finite double of these bits and the one above it. */
    private static int compareToMidpoint(
            BigInteger magnitude, BigInteger bottom, int exponent, boolean root, long bits) {
        int biased = (int) (bits >>> 52);
        long fraction = bits & (1L << 52) - 1;
        long significand = biased == 0 ? fraction : fraction | 1L << 52;
        int unit = Math.max(biased, 1) - 1 + LEAST_EXPONENT;
        // In halves of a unit; above the largest double comes 2^1024, one unit on as everywhere.
        BigInteger midpoint = BigInteger.valueOf(2 * significand + 1);
        int midpointExponent = unit - 1;
        if (root) {
            midpoint = midpoint.multiply(midpoint);
            midpointExponent *= 2;
        }
        BigInteger right = midpoint.multiply(bottom);
        int shift = exponent - midpointExponent;
        return shift >= 0 ? magnitude.shiftLeft(shift).compareTo(right) : magnitude.compareTo(right.shiftLeft(-shift));
    }
}
