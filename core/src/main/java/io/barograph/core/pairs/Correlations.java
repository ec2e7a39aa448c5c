package io.barograph.core.pairs;

/**
 * Pearson's correlation of every pair of some series, over the times at which both have a reading.
 *
 * @param series how many there are
 * @param counts by pair, at how many times both have a reading
 * @param coefficients by pair, within [−1, 1]; NaN where there are fewer than two such times, or one of both is constant in them
 */
public record Correlations(int series, int[] counts, double[] coefficients) {
    /** The most series whose pairs an array has room for. */
    public static final int MOST_SERIES = 65_535;

    /** None computed yet. */
    static Correlations of(int series) {
        if (series > MOST_SERIES) {
            throw new IllegalArgumentException(series + " series");
        }
        int pairs = (int) ((long) series * (series - 1) / 2);
        return new Correlations(series, new int[pairs], new double[pairs]);
    }

    /** How many pairs there are. */
    public int pairs() {
        return counts.length;
    }

    /** Where a pair stands: those of the first series first, in the order of the other one. */
    public int pair(int one, int other) {
        return (int) ((long) one * (2L * series - one - 1) / 2 + other - one - 1);
    }
}
