package io.barograph.core.pairs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The matrix profile of a series (self-join): by window, the z-normalised Euclidean distance to the window nearest to it, and which
 * one that is. Windows that lie no more than a quarter of their length apart, rounded up, are not compared. A window that is far even from its
 * nearest one is a discord: nothing else in the series looks like it (Yeh et al., "Matrix Profile I", ICDM 2016).
 *
 * <p><b>Defined for every series.</b> A window with a missing or infinite reading is compared with none. Of two windows whose readings
 * are all equal the distance is 0; of one such and another it is √length, as in STUMPY. Of equally near windows the earliest is
 * the neighbour. The neighbour is found by correlations that are rounded as {@link MatrixProfileKernel} says; the distance to it is
 * computed anew from its readings: 0 where windows are equal.
 *
 * @param distances by window; NaN where it was compared with none. Not copied
 * @param neighbours by window; -1 where it was compared with none. Not copied
 */
public record MatrixProfile(double[] distances, int[] neighbours) {
    /** The correlation that a distance of √length stands for. */
    private static final double OF_CONSTANT = 0.5;

    /** A series' profile of what was seen of all of its tiles. */
    static MatrixProfile of(WindowedSeries series, NearestWindows nearest) {
        int windows = series.windows();
        double[] distances = new double[windows];
        int[] neighbours = new int[windows];
        EarliestWindows constant = new EarliestWindows(windows, series::isConstant, ProfileTiles.zone(series.length()));
        EarliestWindows present = new EarliestWindows(windows, window -> !series.isMissing(window), constant.zone());
        for (int i = 0; i < windows; i++) {
            distances[i] = Double.NaN;
            neighbours[i] = -1;
            int level = constant.earliestFarFrom(i);
            if (series.isConstant(i)) {
                neighbours[i] = level >= 0 ? level : present.earliestFarFrom(i);
                if (neighbours[i] >= 0) {
                    distances[i] = level >= 0 ? 0 : Math.sqrt(series.length());
                }
            } else if (series.isCompared(i)) {
                if (level >= 0) {
                    nearest.offer(i, OF_CONSTANT, level);
                }
                neighbours[i] = nearest.neighbours[i];
                if (neighbours[i] >= 0) {
                    distances[i] = distance(series, i, neighbours[i]);
                }
            }
        }
        return new MatrixProfile(distances, neighbours);
    }

    /** √(length · Σ (u − v)²), u and v being the readings less their mean, by the root of their squares' sum. */
    private static double distance(WindowedSeries series, int window, int neighbour) {
        if (series.isConstant(neighbour)) {
            return Math.sqrt(series.length());
        }
        double sum = 0;
        for (int t = 0; t < series.length(); t++) {
            double u = (series.values[window + t] - series.means[window]) * series.inverses[window];
            double v = (series.values[neighbour + t] - series.means[neighbour]) * series.inverses[neighbour];
            sum = Math.fma(u - v, u - v, sum);
        }
        return Math.sqrt(series.length() * sum);
    }

    /**
     * The windows that are furthest from their nearest one, the furthest first and of equal ones the earliest; none within the zone
     * of one before it.
     *
     * @param length of the windows, in readings
     * @param most how many at most
     */
    public List<Integer> discords(int length, int most) {
        boolean[] taken = new boolean[distances.length];
        List<Integer> discords = new ArrayList<>();
        int zone = ProfileTiles.zone(length);
        while (discords.size() < most) {
            int furthest = -1;
            for (int i = 0; i < distances.length; i++) {
                if (!taken[i] && neighbours[i] >= 0 && (furthest < 0 || distances[i] > distances[furthest])) {
                    furthest = i;
                }
            }
            if (furthest < 0) {
                break;
            }
            discords.add(furthest);
            Arrays.fill(taken, Math.max(0, furthest - zone), Math.min(taken.length, furthest + zone + 1), true);
        }
        return discords;
    }
}
