package io.barograph.core.aggregate.exact;

import io.barograph.core.aggregate.StateOutput;
import java.math.BigInteger;

/**
 * The layout of a group's record in a state's long[]: a header, then the limbs of each term.
 *
 * <pre>
 * header   bits 53-63  2048 - w, w the least biased exponent of x in the window; 0: no window yet, the limbs are zero
 *          bits 42-52  the same for y
 *          bits  0-41  n, the number of rows
 * Σ        2 limbs: limb0 + limb1·2^32                  in units of 2^(w-1075)
 * Σ of     3 limbs: limb0 + limb1·2^42 + limb2·2^84     in units of the product of both arguments' units
 * products
 * </pre>
 *
 * <p><b>Window.</b> A double whose biased exponent e is in [w, w + {@value #WINDOW}] is a signed integer below 2^63 of that
 * unit: its 53-bit significand shifted by e - w. Its product with another is below 2^126. Both are added without
 * multi-word carries, as limbs are signed 64-bit and carry less.
 *
 * <p><b>Bounds.</b> One row adds less than 2^42 to a product's limb and 2^32 to a sum's, and limbs are carried when the low
 * {@link #CARRY_BITS} bits of n are zero, so that they move by less than 2^62 in between. A top limb found above 2^60 then
 * leaves for the superaccumulator. Merged and retracted records are carried at once.
 */
final class Record {
    static final int WINDOW = 10;
    static final int UNIT = -1074;
    static final int SUM_LIMB_BITS = 32;
    static final int PRODUCT_LIMB_BITS = 42;
    static final long SUM_LIMB = (1L << SUM_LIMB_BITS) - 1;
    static final long PRODUCT_LIMB = (1L << PRODUCT_LIMB_BITS) - 1;
    /** How much of a product lies above its two low limbs, counted in its high word. */
    static final int PRODUCT_TOP_SHIFT = 2 * PRODUCT_LIMB_BITS - Long.SIZE;

    static final int CARRY_BITS = 20;
    static final long CARRY_MASK = (1L << CARRY_BITS) - 1;
    private static final long TOP_LIMIT = 1L << 60;

    static final int X_SHIFT = 53;
    static final int Y_SHIFT = 42;
    static final int NO_WINDOW = 2048;
    private static final int FIELD = 0x7FF;
    static final long COUNT_MASK = (1L << Y_SHIFT) - 1;
    static final long WINDOWS_MASK = ~COUNT_MASK;
    /** The window in which a BIGINT is itself: its unit is 1. */
    static final int INTEGER_WINDOW = 1075;

    /** Of windows below, the scale would be infinite. */
    private static final int LEAST_WITH_SCALE = INTEGER_WINDOW - Double.MAX_EXPONENT;

    private static final int GREATEST_WINDOW = 2046 - WINDOW;

    private Record() {}

    static int windowOfX(long header) {
        return NO_WINDOW - (int) (header >>> X_SHIFT);
    }

    static int windowOfY(long header) {
        return NO_WINDOW - ((int) (header >>> Y_SHIFT) & FIELD);
    }

    static long withWindows(long header, int windowOfX, int windowOfY) {
        return header & COUNT_MASK
                | (long) (NO_WINDOW - windowOfX) << X_SHIFT
                | (long) (NO_WINDOW - windowOfY) << Y_SHIFT;
    }

    /** The window for values of this biased exponent: room for some twice or four times as large, more below. */
    static int windowAround(int exponent) {
        return Math.max(1, Math.min(exponent - 8, GREATEST_WINDOW));
    }

    /**
     * A window in which the sum, in units of 2^-1074, is a whole number, and that suits rows of its mean's size. The same for
     * equal sums.
     */
    static int windowForSum(BigInteger sum, long rows) {
        if (sum.signum() == 0 || rows == 0) {
            return NO_WINDOW;
        }
        // A double of biased exponent e is e + 52 bits long in this unit.
        int exponent = sum.divide(BigInteger.valueOf(rows)).bitLength() - 52;
        return Math.max(1, Math.min(windowAround(exponent), 1 + sum.getLowestSetBit()));
    }

    /** The same from the mean square of rows, which unlike their mean does not cancel. */
    static int windowForSquares(BigInteger sum, BigInteger squares, long rows) {
        if (squares.signum() == 0 || rows == 0) {
            return NO_WINDOW;
        }
        int exponent = (squares.divide(BigInteger.valueOf(rows)).bitLength() + 1) / 2 - 52;
        int finest = Math.min(windowAround(exponent), 1 + squares.getLowestSetBit() / 2);
        return Math.max(1, sum.signum() == 0 ? finest : Math.min(finest, 1 + sum.getLowestSetBit()));
    }

    /**
     * Whether there is a double by which all doubles can be multiplied without rounding, unless the product is too large, to be numbers in the
     * unit of X: one that makes none of them smaller.
     */
    static boolean hasScale(long header) {
        int window = windowOfX(header);
        return window <= INTEGER_WINDOW && window >= LEAST_WITH_SCALE;
    }

    /** This double, where there is one. */
    static double scale(long header) {
        return Double.longBitsToDouble((long) (Double.MAX_EXPONENT + INTEGER_WINDOW - windowOfX(header)) << 52);
    }

    /** Whether a record takes so many rows more without a carry. */
    static boolean hasRoom(long header, int rows) {
        return (header & CARRY_MASK) + rows <= CARRY_MASK;
    }

    static boolean isInWindow(int exponent, int window) {
        return exponent >= window && exponent <= window + WINDOW;
    }

    /** The significand of a finite double as a signed integer; its unit is 2^({@link #exponent} - 1075). */
    static long significand(long bits) {
        long fraction = bits & 0xF_FFFF_FFFF_FFFFL;
        long magnitude = (bits & 0x7FF0_0000_0000_0000L) == 0 ? fraction : fraction | 0x10_0000_0000_0000L;
        return bits < 0 ? -magnitude : magnitude;
    }

    /** The biased exponent; a subnormal's is 1, as its unit is that of the least normal numbers. */
    static int exponent(long bits) {
        return Math.max(1, (int) (bits >>> 52) & 0x7FF);
    }

    /** Whether the double of these bits is infinite or NaN. */
    static boolean isSpecial(long bits) {
        return (bits & 0x7FF0_0000_0000_0000L) == 0x7FF0_0000_0000_0000L;
    }

    /** Adds a product to three limbs. */
    static void addProduct(long[] records, int at, long left, long right) {
        long low = left * right;
        long high = Math.multiplyHigh(left, right);
        records[at] += low & PRODUCT_LIMB;
        records[at + 1] += (high << 22 | low >>> 42) & PRODUCT_LIMB;
        records[at + 2] += high >> PRODUCT_TOP_SHIFT;
    }

    /** Adds a number of units to a sum's limbs; their low one grows by less than 2^32. */
    static void addSum(long[] records, int at, long number, int shift) {
        records[at] += number << shift & SUM_LIMB;
        records[at + 1] += number >> SUM_LIMB_BITS - shift;
    }

    /**
     * Adds a sum of products, of 128 bits, times a power of two to three limbs, which grow by less than 2^42 but for the top one, as by a
     * product.
     *
     * @param power below 20
     */
    static void addProducts(long[] records, int at, long high, long low, int power) {
        records[at] += low << power & PRODUCT_LIMB;
        records[at + 1] += (high << 22 + power | low >>> 42 - power) & PRODUCT_LIMB;
        records[at + 2] += high >> PRODUCT_TOP_SHIFT - power;
    }

    /** Subtracts a product from three limbs. */
    static void subtractProduct(long[] records, int at, long left, long right) {
        long low = left * right;
        long high = Math.multiplyHigh(left, right);
        records[at] -= low & PRODUCT_LIMB;
        records[at + 1] -= (high << 22 | low >>> 42) & PRODUCT_LIMB;
        records[at + 2] -= high >> PRODUCT_TOP_SHIFT;
    }

    /** Sets a sum's limbs, carried, to a signed number; returns false, and changes nothing, where they have no room. */
    static boolean setSum(long[] records, int at, long high, long low) {
        if (high >= TOP_LIMIT >> SUM_LIMB_BITS || high < -TOP_LIMIT >> SUM_LIMB_BITS) {
            return false;
        }
        records[at] = low & SUM_LIMB;
        records[at + 1] = high << SUM_LIMB_BITS | low >>> SUM_LIMB_BITS;
        return true;
    }

    /** Sets a sum of products' limbs so. */
    static boolean setProducts(long[] records, int at, long high, long middle, long low) {
        long limit = TOP_LIMIT >> Long.SIZE - PRODUCT_TOP_SHIFT;
        if (high >= limit || high < -limit) {
            return false;
        }
        records[at] = low & PRODUCT_LIMB;
        records[at + 1] = (middle << 22 | low >>> 42) & PRODUCT_LIMB;
        records[at + 2] = high << Long.SIZE - PRODUCT_TOP_SHIFT | middle >>> PRODUCT_TOP_SHIFT;
        return true;
    }

    /** Moves what a limb holds beyond its weight to the next one. Returns false where the top limb has become large. */
    static boolean carry(long[] records, int at, Term term) {
        int bits = term.limbBits();
        long mask = (1L << bits) - 1;
        int top = at + term.limbs() - 1;
        for (int i = at; i < top; i++) {
            records[i + 1] += records[i] >> bits;
            records[i] &= mask;
        }
        return records[top] < TOP_LIMIT && records[top] > -TOP_LIMIT;
    }

    /** Multiplies carried limbs by 2^shift, and carries; returns false, and changes nothing, where they have no room for it. */
    static boolean shift(long[] records, int at, Term term, int shift) {
        if (shift == 0) {
            return true;
        }
        int top = at + term.limbs() - 1;
        if (shift > 2 * WINDOW || Math.abs(records[top]) >= TOP_LIMIT >> shift + 1) {
            return false;
        }
        for (int i = at; i <= top; i++) {
            records[i] <<= shift;
        }
        carry(records, at, term);
        return true;
    }

    /**
     * Writes the number that the limbs hold, carried or not, in units of the least double's, or of its square.
     *
     * @param at of the record's header
     * @param offset of the term's limbs in the record
     */
    static void write(long[] records, int at, int offset, Term term, StateOutput output) {
        long low = records[at + offset];
        long middle = low >> 63;
        long high = middle;
        for (int i = 1; i < term.limbs(); i++) {
            long limb = records[at + offset + i];
            int shift = i * term.limbBits();
            // Where the limb stands in three words: its shift is between 1 and 126 bits, and none of 64.
            long first = shift < Long.SIZE ? limb << shift : 0;
            long second = shift < Long.SIZE ? limb >> Long.SIZE - shift : limb << shift - Long.SIZE;
            long third = shift < Long.SIZE ? limb >> 63 : limb >> 2 * Long.SIZE - shift;
            long sum = low + first;
            long carry = Long.compareUnsigned(sum, first) < 0 ? 1 : 0;
            low = sum;
            sum = middle + second;
            long carries = Long.compareUnsigned(sum, second) < 0 ? 1 : 0;
            middle = sum + carry;
            carries += Long.compareUnsigned(middle, carry) < 0 ? 1 : 0;
            high += third + carries;
        }
        CanonicalInteger.write(high, middle, low, term.position(records[at]), output);
    }

    /** The number that the limbs hold, in the record's unit. */
    static BigInteger value(long[] records, int at, Term term) {
        BigInteger value = BigInteger.ZERO;
        for (int i = term.limbs() - 1; i >= 0; i--) {
            value = value.shiftLeft(term.limbBits()).add(BigInteger.valueOf(records[at + i]));
        }
        return value;
    }
}
