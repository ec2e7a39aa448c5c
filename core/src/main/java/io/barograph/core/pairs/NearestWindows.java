package io.barograph.core.pairs;

import java.util.Arrays;

/**
 * By window, the one that correlates most with it among the pairs seen so far: of equal correlations the earliest window. That is a
 * maximum in a total order, so pairs may be offered in any order, to any number of these, and be merged in any order. For one
 * thread.
 */
final class NearestWindows {
    /** Below every correlation, however it was rounded. */
    static final double NONE = Double.NEGATIVE_INFINITY;
    /** A threshold below which every correlation is of interest, and from which it can be subtracted. */
    private static final double EVERYTHING = -Double.MAX_VALUE / 4;
    /** A threshold that no correlation exceeds. */
    private static final double NOTHING = Double.MAX_VALUE / 4;

    final double[] correlations;
    final int[] neighbours;
    /** By window, what a pair's correlation has to exceed to change anything. */
    final double[] thresholds;

    /** Nothing seen yet of these windows; those that are not compared never take a neighbour. */
    NearestWindows(WindowedSeries series) {
        int windows = series.windows();
        correlations = new double[windows];
        neighbours = new int[windows];
        thresholds = new double[windows];
        Arrays.fill(correlations, NONE);
        Arrays.fill(neighbours, -1);
        for (int i = 0; i < windows; i++) {
            thresholds[i] = series.isCompared(i) ? EVERYTHING : NOTHING;
        }
    }

    /** Offers a pair to one of its windows, which is compared. */
    void offer(int window, double correlation, int neighbour) {
        if (correlation > correlations[window]
                || correlation == correlations[window] && neighbour < neighbours[window]) {
            correlations[window] = correlation;
            neighbours[window] = neighbour;
            // An equal one is of interest, too: it may be earlier.
            thresholds[window] = Math.nextDown(correlation);
        }
    }

    /** Takes what another has seen of the same windows. */
    void merge(NearestWindows other) {
        for (int i = 0; i < correlations.length; i++) {
            if (other.neighbours[i] >= 0) {
                offer(i, other.correlations[i], other.neighbours[i]);
            }
        }
    }
}
