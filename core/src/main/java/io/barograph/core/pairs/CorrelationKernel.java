package io.barograph.core.pairs;

/**
 * The loop of sums of products of one series with many.
 *
 * <p><b>Contract.</b> Times are cut into chunks of {@link #TIMES}. In a chunk each sum begins as 0 and takes {@code fma(left, right,
 * sum)} for one time after another, from the first up; the sums of chunks are added in their order ({@link #flush}). Every operation is
 * one of IEEE 754 doubles, rounded to nearest. Zeros behind the last time change nothing.
 *
 * <p>Four times are taken at once so that a sum is loaded and stored once for four products. All arrays are read and written at the same
 * positions, which lets the JDK 17 compiler make vector instructions of it.
 */
final class CorrelationKernel {
    /** Times of a chunk, a multiple of {@link #AT_ONCE}. */
    static final int TIMES = 256;
    /** Times that one call takes. */
    static final int AT_ONCE = 4;

    private CorrelationKernel() {}

    /**
     * Adds the products of four times that follow each other.
     *
     * @param left values of the one series
     * @param at the first of the four times in {@code left}
     * @param right by time, from the same one on, the many series' values by position
     * @param row the first of the four times in {@code right}
     * @param sums by position
     */
    static void add(double[] left, int at, double[][] right, int row, double[] sums, int width) {
        double left0 = left[at];
        double left1 = left[at + 1];
        double left2 = left[at + 2];
        double left3 = left[at + 3];
        double[] right0 = right[row];
        double[] right1 = right[row + 1];
        double[] right2 = right[row + 2];
        double[] right3 = right[row + 3];
        for (int k = 0; k < width; k++) {
            double sum = Math.fma(left0, right0[k], sums[k]);
            sum = Math.fma(left1, right1[k], sum);
            sum = Math.fma(left2, right2[k], sum);
            sums[k] = Math.fma(left3, right3[k], sum);
        }
    }

    /** Adds the sums of a chunk to those of the chunks before it, and sets them to 0. */
    static void flush(double[] sums, double[] totals, int width) {
        for (int k = 0; k < width; k++) {
            totals[k] += sums[k];
            sums[k] = 0;
        }
    }
}
