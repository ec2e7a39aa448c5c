package io.barograph.core.aggregate.exact;

import java.math.BigInteger;

/**
 * An exact number of up to 192 bits, and its quotient or the quotient's root, rounded once.
 *
 * <p><b>Why it is right.</b> Quotient and root are estimated in floating point, then corrected in integers until the
 * remainder proves them: x = ⌊D/N⌋ when 0 ≤ D − xN &lt; N, and x = ⌊√(D/N)⌋ when 0 ≤ D − x²N &lt; (2x+1)N. D is shifted
 * first so that x has 54 to 57 bits; those, and whether a remainder or a bit shifted out is not zero, decide the rounding.
 * An estimate's error costs time only. It finishes what {@link ProvenDouble} could not prove.
 *
 * <p>One object serves many numbers, one after the other. Not thread-safe.
 */
final class Numerator {
    /** With at most this many rows, n² is below 2^62 and so may divide. */
    static final long MAX_ROWS = Integer.MAX_VALUE;

    /** More than the 173 bits that a root of 56 bits with a divisor of 62 needs, and less than three words. */
    private static final int LEADING_BITS = 190;

    private static final double TWO_64 = 0x1p64;
    /** Products of three words stay below 2^191 while their highest words are below this. */
    private static final long HIGH_LIMIT = 1L << 31;

    private boolean negative;
    /** Bits below the number's lowest, which is 2^dropped then, were not all zero. */
    private boolean truncated;

    private int dropped;
    private long high;
    private long middle;
    private long low;

    /** After {@link #scale}: the shifted magnitude, and whether bits were lost. */
    private long scaledHigh;

    private long scaledMiddle;
    private long scaledLow;
    private boolean inexact;

    /** Becomes the sum of a record's two limbs. */
    void setSum(long limb0, long limb1) {
        long shifted = limb1 << Record.SUM_LIMB_BITS;
        low = limb0 + shifted;
        middle = (limb0 >> 63) + (limb1 >> Long.SIZE - Record.SUM_LIMB_BITS) + carry(low, shifted);
        high = 0;
        truncated = false;
        dropped = 0;
        negative = middle < 0;
        if (negative) {
            low = -low;
            middle = ~middle + (low == 0 ? 1 : 0);
        }
    }

    /**
     * Becomes the leading bits of a number, and knows whether others follow; it has more bits than quotients and roots need.
     */
    void setLeadingBits(BigInteger number) {
        negative = number.signum() < 0;
        BigInteger magnitude = number.abs();
        dropped = Math.max(0, magnitude.bitLength() - LEADING_BITS);
        truncated = dropped > 0 && magnitude.getLowestSetBit() < dropped;
        BigInteger kept = magnitude.shiftRight(dropped);
        low = kept.longValue();
        middle = kept.shiftRight(Long.SIZE).longValue();
        high = kept.shiftRight(2 * Long.SIZE).longValue();
    }

    /**
     * Becomes nΣx² − (Σx)² of a carried {@link MomentsState} record.
     *
     * @return false where that may not fit; the number is undefined then
     */
    boolean setSpread(long rows, long[] records, int at) {
        if (rows > MAX_ROWS) {
            return false;
        }
        setSum(records[at + 1], records[at + 2]);
        long sumLow = low;
        long sumHigh = middle;
        setProducts(records[at + 3], records[at + 4], records[at + 5]);
        if (sumHigh >= HIGH_LIMIT || high < 0 || high >= HIGH_LIMIT) {
            return false;
        }
        multiply(rows);
        long cross = sumLow * sumHigh;
        long crossHigh = unsignedMultiplyHigh(sumLow, sumHigh) << 1 | cross >>> 63;
        cross <<= 1;
        long squareMiddle = unsignedMultiplyHigh(sumLow, sumLow) + cross;
        long squareHigh = sumHigh * sumHigh + crossHigh + carry(squareMiddle, cross);
        subtract(squareHigh, squareMiddle, sumLow * sumLow);
        negative = false;
        return true;
    }

    /** Becomes the sum of a record's three limbs, as a two's complement of 192 bits. */
    private void setProducts(long limb0, long limb1, long limb2) {
        long shifted = limb1 << Record.PRODUCT_LIMB_BITS;
        low = limb0 + shifted;
        long above = (limb0 >> 63) + (limb1 >> Long.SIZE - Record.PRODUCT_LIMB_BITS) + carry(low, shifted);
        long top = limb2 << Record.PRODUCT_TOP_SHIFT;
        middle = above + top;
        high = (above >> 63) + (limb2 >> Long.SIZE - Record.PRODUCT_TOP_SHIFT) + carry(middle, top);
    }

    private void multiply(long factor) {
        long lowHigh = unsignedMultiplyHigh(low, factor);
        long middleHigh = unsignedMultiplyHigh(middle, factor);
        low *= factor;
        middle = middle * factor + lowHigh;
        high = high * factor + middleHigh + carry(middle, lowHigh);
    }

    private void subtract(long otherHigh, long otherMiddle, long otherLow) {
        long borrow = below(low, otherLow);
        low -= otherLow;
        long difference = middle - otherMiddle;
        long borrowHigh = below(middle, otherMiddle) + below(difference, borrow);
        middle = difference - borrow;
        high -= otherHigh + borrowHigh;
    }

    /** This number / divisor · 2^exponent, rounded once; the divisor is positive and below 2^62. */
    double over(long divisor, int exponent) {
        if (isZero()) {
            return 0.0;
        }
        int shift = 56 - bitLength() + bitLength(divisor);
        scale(shift);
        if (divisor == 1) {
            return Rounding.toDouble(negative, scaledLow, inexact, exponent + dropped - shift);
        }
        long quotient = (long) (toDouble(scaledMiddle, scaledLow) / divisor);
        long remainderLow = scaledLow - quotient * divisor;
        long remainder = scaledMiddle - Math.multiplyHigh(quotient, divisor) - below(scaledLow, quotient * divisor);
        long correction = (long) Math.floor(toDouble(remainder, remainderLow) / divisor);
        quotient += correction;
        // What is left lies within ±2N, so that one word and a sign hold it.
        remainderLow -= correction * divisor;
        while (remainderLow < 0) {
            quotient--;
            remainderLow += divisor;
        }
        while (remainderLow >= divisor) {
            quotient++;
            remainderLow -= divisor;
        }
        return Rounding.toDouble(negative, quotient, inexact || remainderLow != 0, exponent + dropped - shift);
    }

    /** The square root of (this number, which is not negative, / divisor · 2^exponent), rounded once; divisor as above. */
    double rootOver(long divisor, int exponent) {
        if (isZero()) {
            return 0.0;
        }
        int shift = 110 - bitLength() + bitLength(divisor);
        shift += exponent + dropped - shift & 1;
        scale(shift);
        double scaled =
                scaledHigh * TWO_64 * TWO_64 + unsignedToDouble(scaledMiddle) * TWO_64 + unsignedToDouble(scaledLow);
        long root = (long) Math.sqrt(scaled / divisor);

        // The remainder D - x²N. The estimate, from all bits of D, is off by less than 2^5 of 2^56, so that the
        // remainder
        // fits in two words and the step in one.
        long squareLow = root * root;
        long squareHigh = Math.multiplyHigh(root, root);
        long productLow = squareLow * divisor;
        long productHigh = unsignedMultiplyHigh(squareLow, divisor) + squareHigh * divisor;
        long remainder = scaledMiddle - productHigh - below(scaledLow, productLow);
        long remainderLow = scaledLow - productLow;

        long correction = (long) Math.floor(toDouble(remainder, remainderLow) / (2.0 * root * divisor));
        long step = (2 * root + correction) * correction;
        long stepLow = step * divisor;
        remainder -= Math.multiplyHigh(step, divisor) + below(remainderLow, stepLow);
        remainderLow -= stepLow;
        root += correction;
        while (remainder < 0) {
            root--;
            long added = (2 * root + 1) * divisor;
            remainderLow += added;
            remainder += Math.multiplyHigh(2 * root + 1, divisor) + carry(remainderLow, added);
        }
        while (isAtLeast(remainder, remainderLow, 2 * root + 1, divisor)) {
            long taken = (2 * root + 1) * divisor;
            remainder -= Math.multiplyHigh(2 * root + 1, divisor) + below(remainderLow, taken);
            remainderLow -= taken;
            root++;
        }
        return Rounding.toDouble(
                false, root, inexact || (remainder | remainderLow) != 0, exponent + dropped - shift >> 1);
    }

    private static boolean isAtLeast(long high, long low, long factor, long divisor) {
        int order = Long.compare(high, Math.multiplyHigh(factor, divisor));
        return order > 0 || order == 0 && Long.compareUnsigned(low, factor * divisor) >= 0;
    }

    /** Shifts the magnitude left, or right where negative. */
    private void scale(int shift) {
        scaledHigh = high;
        scaledMiddle = middle;
        scaledLow = low;
        inexact = truncated;
        int rest = shift;
        for (; rest >= Long.SIZE; rest -= Long.SIZE) {
            scaledHigh = scaledMiddle;
            scaledMiddle = scaledLow;
            scaledLow = 0;
        }
        for (; rest <= -Long.SIZE; rest += Long.SIZE) {
            inexact |= scaledLow != 0;
            scaledLow = scaledMiddle;
            scaledMiddle = scaledHigh;
            scaledHigh = 0;
        }
        if (rest > 0) {
            scaledHigh = scaledHigh << rest | scaledMiddle >>> -rest;
            scaledMiddle = scaledMiddle << rest | scaledLow >>> -rest;
            scaledLow <<= rest;
        } else if (rest < 0) {
            inexact |= scaledLow << rest != 0;
            scaledLow = scaledLow >>> -rest | scaledMiddle << rest;
            scaledMiddle = scaledMiddle >>> -rest | scaledHigh << rest;
            scaledHigh >>>= -rest;
        }
    }

    private boolean isZero() {
        return (high | middle | low) == 0;
    }

    private int bitLength() {
        if (high != 0) {
            return 2 * Long.SIZE + bitLength(high);
        }
        return middle != 0 ? Long.SIZE + bitLength(middle) : bitLength(low);
    }

    private static int bitLength(long value) {
        return Long.SIZE - Long.numberOfLeadingZeros(value);
    }

    /** 1 where a sum of two, one of which is given, wrapped around. */
    static long carry(long sum, long addend) {
        return below(sum, addend);
    }

    /** 1 where an unsigned number is below another, else 0; without a branch, since which it is is anybody's guess. */
    private static long below(long left, long right) {
        return (~left & right | (~left | right) & left - right) >>> 63;
    }

    private static long unsignedMultiplyHigh(long left, long right) {
        return Math.multiplyHigh(left, right) + (left >> 63 & right) + (right >> 63 & left);
    }

    /** Near to the signed number of two words. */
    private static double toDouble(long high, long low) {
        return high * TWO_64 + unsignedToDouble(low);
    }

    /** Near to the unsigned number; without a branch, as its highest bit is anybody's guess. */
    private static double unsignedToDouble(long value) {
        return (value >>> 32) * 0x1p32 + (value & 0xFFFF_FFFFL);
    }
}
