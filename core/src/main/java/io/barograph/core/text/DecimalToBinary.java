package io.barograph.core.text;

import java.math.BigInteger;

/**
 * Rounds a decimal {@code w * 10^q} to the nearest double, ties to even, as IEEE 754 asks of a correct conversion.
 *
 * <p>Three steps, each tried when the one before cannot decide: division or multiplication of two exact doubles
 * (W. D. Clinger, "How to read floating point numbers accurately", PLDI 1990); a product with a 128-bit power of ten,
 * whose error is bounded (D. Lemire, "Number parsing at a gigabyte per second", Software: Practice and Experience 51,
 * 2021: the Eisel-Lemire algorithm); big integers.
 */
final class DecimalToBinary {
    /** What {@link #approximate} answers where 128 bits do not decide. No bits of a non-negative double. */
    static final long UNDECIDED = -1;

    private static final long INFINITY = 0x7FF0_0000_0000_0000L;
    private static final int MAX_CLINGER = 22;
    private static final double[] EXACT = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };

    private DecimalToBinary() {}

    /** The double nearest to {@code w * 10^q}, w read as unsigned. */
    static double round(long w, int q) {
        if (w >>> 53 == 0 && q >= -MAX_CLINGER && q <= MAX_CLINGER) {
            return q < 0 ? w / EXACT[-q] : w * EXACT[q];
        }
        long bits = approximate(w, q);
        return Double.longBitsToDouble(bits != UNDECIDED ? bits : exact(unsigned(w), q));
    }

    /** The bits of the double nearest to {@code w * 10^q}, w read as unsigned, or {@link #UNDECIDED}. */
    static long approximate(long w, int q) {
        if (w == 0 || q < PowersOfTen.MIN) {
            return 0; // 2^64 * 10^-343 is less than half of the smallest double
        }
        if (q > 308) {
            return INFINITY;
        }
        int leading = Long.numberOfLeadingZeros(w);
        long significand = w << leading;
        long power = PowersOfTen.high(q);
        long upper = PowersOfTen.multiplyHigh(significand, power);

        // The value is in [upper, upper + 2) * 2^exponent.
        int exponent = PowersOfTen.floorLog2(q) + 1 - leading;
        int drop = 10 + (int) (upper >>> 63);
        int biased = exponent + drop + 1075;
        if (biased <= 0) {
            drop += 1 - biased;
            biased = 0;
            if (drop > 62) {
                return UNDECIDED;
            }
        }
        if (biased >= 2047) {
            return INFINITY;
        }
        long half = 1L << drop - 1;
        long rest = upper & (half << 1) - 1;
        long mantissa = upper >>> drop;
        boolean up = rest > half;
        if (rest == half || rest == half - 1) {
            long lower = significand * power;
            long extra = PowersOfTen.multiplyHigh(significand, PowersOfTen.low(q));
            lower += extra;
            if (Long.compareUnsigned(lower, extra) < 0) {
                rest++;
            }
            // The value is in [rest.lower, rest.lower + 2) units of the last place of lower.
            if (rest == half && lower == 0) {
                if (q < 0 || q > PowersOfTen.MAX_EXACT) {
                    return UNDECIDED;
                }
                up = significand * PowersOfTen.low(q) != 0 || (mantissa & 1) != 0;
            } else if (rest == half - 1 && lower == -1) {
                return UNDECIDED;
            } else {
                up = rest >= half;
            }
        }
        return assemble(biased, up ? mantissa + 1 : mantissa);
    }

    /** The bits of the double nearest to {@code digits * 10^q}, by integers of any size. */
    static long exact(BigInteger digits, int q) {
        if (digits.signum() == 0) {
            return 0;
        }
        // 10^(magnitude - 1) is above the largest double or 10^(magnitude + 1) below the smallest one.
        long magnitude = q + (long) (digits.bitLength() * 0.30103);
        if (magnitude > 311) {
            return INFINITY;
        }
        if (magnitude < -327) {
            return 0;
        }
        BigInteger five = BigInteger.valueOf(5).pow(Math.abs(q));
        BigInteger whole;
        boolean sticky = false;
        int exponent = q;
        if (q >= 0) {
            whole = digits.multiply(five);
        } else {
            int shift = Math.max(0, five.bitLength() - digits.bitLength() + 66);
            BigInteger[] parts = digits.shiftLeft(shift).divideAndRemainder(five);
            whole = parts[0];
            sticky = parts[1].signum() != 0;
            exponent -= shift;
        }
        int excess = whole.bitLength() - 64;
        sticky |= excess > 0 && whole.getLowestSetBit() < excess;
        return nearest(whole.shiftRight(excess).longValue(), exponent + excess, sticky);
    }

    /** The bits nearest to {@code top * 2^exponent}, top with its highest bit set, a little more where sticky. */
    private static long nearest(long top, int exponent, boolean sticky) {
        int drop = 11;
        int biased = exponent + drop + 1075;
        if (biased >= 2047) {
            return INFINITY;
        }
        if (biased <= 0) {
            drop += 1 - biased;
            biased = 0;
            if (drop > 64) {
                return 0;
            }
        }
        long half = 1L << drop - 1;
        long rest = drop == 64 ? top : top & (1L << drop) - 1;
        long mantissa = drop == 64 ? 0 : top >>> drop;
        int side = Long.compareUnsigned(rest, half);
        boolean up = side > 0 || side == 0 && (sticky || (mantissa & 1) != 0);
        return assemble(biased, up ? mantissa + 1 : mantissa);
    }

    /** Adds, so that a mantissa rounded up to 2^53 (or a subnormal one to 2^52) carries into the exponent. */
    private static long assemble(int biased, long mantissa) {
        return biased == 0 ? mantissa : ((long) biased << 52) + (mantissa - (1L << 52));
    }

    private static BigInteger unsigned(long w) {
        return new BigInteger(Long.toUnsignedString(w));
    }
}
