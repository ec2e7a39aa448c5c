package io.barograph.core.aggregate.exact;

import io.barograph.core.aggregate.LongPages;

/**
 * Finds means, variances and deviations of many groups from their records' limbs by floating arithmetic of some hundred bits, and
 * proves them to be the nearest doubles, or does not: {@link #isProven}.
 *
 * <p><b>Why it is right.</b> A number is the sum of two doubles here, a high one and a low one of at most some units in the other's
 * last place. {@code a + b} and, by a fused multiplication, {@code a * b} leave remainders that are doubles too, so that only low ones
 * are rounded: by less than 2^-104 of the number at each step. A quotient or root is the one of high doubles, and a correction from
 * what it leaves of the number. The true value lies within value + correction ± bound; where both ends round to the same double,
 * it rounds to that one as well, since rounding never turns two numbers around. Bounds are more than what the steps' errors add up
 * to. Every machine decides alike, as each step is one of IEEE 754's.
 *
 * <p>So not proven are ties, what lies within the bound of one, and spreads of which some fifty bits cancel, a constant's among them.
 * These are left to {@link Numerator}.
 *
 * <p>One step at a time is done for a block of groups, so that its loop is one over arrays of doubles, which several lanes of a
 * processor share. For one thread.
 */
final class ProvenDoubles {
    /** Groups at a time: few enough that the arrays stay in the nearest cache. */
    static final int BLOCK = 128;

    /** With at most this many rows, n² is a double without loss. */
    private static final long MAX_ROWS = 1L << 26;
    /** Results, and what is on the way to them, stay normal doubles. */
    private static final int MOST_EXPONENT = 800;
    /** Whole numbers below are doubles without loss. */
    private static final double WHOLE = 0x1p53;
    /** A quotient's bound in units of it, where the numerator is known to some 2^-104 of it. */
    private static final double QUOTIENT_BOUND = 0x1p-98;
    /** A spread's, in units of the minuend nΣx²: the error of that and of (Σx)² together is below 2^-101 of it. */
    private static final double SPREAD_BOUND = 0x1p-99;

    private final boolean isMean;
    private final boolean isRoot;
    private final boolean isSum;
    private final int fewer;

    /** n. */
    private final long[] counts = new long[BLOCK];
    /** Σx. */
    private final double[] sums = new double[BLOCK];

    private final double[] sumsLow = new double[BLOCK];
    /** By what is divided, and multiplied then: NaN where nothing is found. */
    private final double[] divisors = new double[BLOCK];

    private final double[] scales = new double[BLOCK];
    /** n as a double; of spreads alone, as are all below. */
    private final double[] rows;
    /** Σx², of three parts. */
    private final double[] squares;

    private final double[] squaresMiddle;
    private final double[] squaresLow;
    /** Both ends of what the results may be. */
    private final double[] least = new double[BLOCK];

    private final double[] most = new double[BLOCK];

    ProvenDoubles(Finish kind) {
        isSum = kind == Finish.SUM;
        isMean = isSum || kind == Finish.AVG;
        isRoot = kind == Finish.STDDEV_POP || kind == Finish.STDDEV_SAMP;
        fewer = kind == Finish.VAR_SAMP || kind == Finish.STDDEV_SAMP ? 1 : 0;
        int ofSpread = isMean ? 0 : BLOCK;
        rows = new double[ofSpread];
        squares = new double[ofSpread];
        squaresMiddle = new double[ofSpread];
        squaresLow = new double[ofSpread];
    }

    /**
     * Finds results from what records hold, without regard to {@link Outliers}.
     *
     * @param count how many groups, at most {@link #BLOCK}
     */
    void find(LongPages records, int[] groups, int from, int count) {
        if (isMean) {
            loadSums(records, groups, from, count);
            divide(sums, sumsLow, sums, divisors, scales, least, most, count);
        } else {
            loadMoments(records, groups, from, count);
            subtract(sums, sumsLow, squares, squaresMiddle, squaresLow, rows, count);
            if (isRoot) {
                findRoots(sums, sumsLow, squares, divisors, scales, least, most, count);
            } else {
                divide(sums, sumsLow, squares, divisors, scales, least, most, count);
            }
        }
    }

    /** How many rows a group of the block has. */
    long count(int index) {
        return counts[index];
    }

    /** Whether the result of a group of the block was found. */
    boolean isProven(int index) {
        return least[index] == most[index];
    }

    /** The result of a group of the block, where it was found. */
    double result(int index) {
        return least[index];
    }

    private void loadSums(LongPages records, int[] groups, int from, int count) {
        long[][] pages = records.pages();
        double[] high = sums;
        double[] low = sumsLow;
        for (int i = 0; i < count; i++) {
            long[] page = pages[groups[from + i] >> LongPages.SHIFT];
            int at = records.at(groups[from + i]);
            long n = page[at] & Record.COUNT_MASK;
            long limb = page[at + 1];
            double upper = page[at + 2] + (limb >> Record.SUM_LIMB_BITS);
            double lower = limb & Record.SUM_LIMB;
            double sum = upper * 0x1p32 + lower;
            high[i] = sum;
            low[i] = lower - (sum - upper * 0x1p32);
            counts[i] = n;
            divisors[i] = isSum ? 1 : n;
            boolean fits = n <= MAX_ROWS && Math.abs(upper) < WHOLE;
            scales[i] = scale(Record.windowOfX(page[at]) - Record.INTEGER_WINDOW, fits);
        }
    }

    private void loadMoments(LongPages records, int[] groups, int from, int count) {
        long[][] pages = records.pages();
        int powers = isRoot ? 1 : 2;
        int less = fewer;
        double[] high = sums;
        double[] low = sumsLow;
        for (int i = 0; i < count; i++) {
            long[] page = pages[groups[from + i] >> LongPages.SHIFT];
            int at = records.at(groups[from + i]);
            long n = page[at] & Record.COUNT_MASK;
            long limb = page[at + 1];
            double upper = page[at + 2] + (limb >> Record.SUM_LIMB_BITS);
            double lower = limb & Record.SUM_LIMB;
            double sum = upper * 0x1p32 + lower;
            high[i] = sum;
            low[i] = lower - (sum - upper * 0x1p32);
            long limb0 = page[at + 3];
            long limb1 = page[at + 4] + (limb0 >> Record.PRODUCT_LIMB_BITS);
            double top = page[at + 5] + (limb1 >> Record.PRODUCT_LIMB_BITS);
            squares[i] = top * 0x1p84;
            squaresMiddle[i] = (limb1 & Record.PRODUCT_LIMB) * 0x1p42;
            squaresLow[i] = limb0 & Record.PRODUCT_LIMB;
            counts[i] = n;
            rows[i] = n;
            divisors[i] = n * (n - less);
            boolean fits = n <= MAX_ROWS && Math.abs(upper) < WHOLE && top < WHOLE;
            scales[i] = scale(powers * (Record.windowOfX(page[at]) - Record.INTEGER_WINDOW), fits);
        }
    }

    /** A power of two, or NaN where that lies too far out or the numbers do not fit. */
    private static double scale(int power, boolean fits) {
        return fits && Math.abs(power) <= MOST_EXPONENT
                ? Double.longBitsToDouble((long) (power + 1023) << 52)
                : Double.NaN;
    }

    /** nΣx² − (Σx)², in place of Σx; nΣx² in place of Σx². */
    private static void subtract(
            double[] sums,
            double[] sumsLow,
            double[] squares,
            double[] squaresMiddle,
            double[] squaresLow,
            double[] rows,
            int count) {
        for (int i = 0; i < count; i++) {
            // Each of the three is zero or not below the next, so that a remainder takes two subtractions.
            double upper = squares[i] + squaresMiddle[i];
            double rest = squaresMiddle[i] - (upper - squares[i]);
            double lower = rest + squaresLow[i];
            double square = upper + lower;
            double squareLow = lower - (square - upper) + (squaresLow[i] - (lower - rest));
            double minuend = square * rows[i];
            double minuendLow = Math.fma(squareLow, rows[i], Math.fma(square, rows[i], -minuend));
            double subtrahend = sums[i] * sums[i];
            double subtrahendLow = Math.fma(2 * sums[i], sumsLow[i], Math.fma(sums[i], sums[i], -subtrahend));
            double difference = minuend - subtrahend;
            double differenceLow = minuend - difference - subtrahend + (minuendLow - subtrahendLow);
            double spread = difference + differenceLow;
            sums[i] = spread;
            sumsLow[i] = differenceLow - (spread - difference);
            squares[i] = minuend;
        }
    }

    private static void divide(
            double[] highs,
            double[] lows,
            double[] minuends,
            double[] divisors,
            double[] scales,
            double[] least,
            double[] most,
            int count) {
        for (int i = 0; i < count; i++) {
            double value = highs[i] / divisors[i];
            double correction = (Math.fma(-value, divisors[i], highs[i]) + lows[i]) / divisors[i];
            double bound = Math.abs(value) * QUOTIENT_BOUND + Math.abs(minuends[i]) / divisors[i] * SPREAD_BOUND;
            least[i] = (value + (correction - bound)) * scales[i];
            most[i] = (value + (correction + bound)) * scales[i];
        }
    }

    private static void findRoots(
            double[] highs,
            double[] lows,
            double[] minuends,
            double[] divisors,
            double[] scales,
            double[] least,
            double[] most,
            int count) {
        for (int i = 0; i < count; i++) {
            double value = Math.sqrt(highs[i] / divisors[i]);
            double square = value * value;
            double squareLow = Math.fma(value, value, -square);
            double product = square * divisors[i];
            double productLow = Math.fma(square, divisors[i], -product);
            double left = highs[i] - product + (lows[i] - productLow - squareLow * divisors[i]);
            // By how much the root grows when the spread does by one.
            double steps = 0.5 / (value * divisors[i]);
            double bound = value * QUOTIENT_BOUND + minuends[i] * steps * SPREAD_BOUND;
            least[i] = (value + (left * steps - bound)) * scales[i];
            most[i] = (value + (left * steps + bound)) * scales[i];
        }
    }
}
