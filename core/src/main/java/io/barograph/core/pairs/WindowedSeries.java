package io.barograph.core.pairs;

import io.barograph.core.aggregate.Slide;
import io.barograph.core.aggregate.exact.Finish;
import io.barograph.core.aggregate.exact.MomentsState;
import io.barograph.core.column.Column;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import java.util.Arrays;

/**
 * A series and its windows of one length, ready to be compared.
 *
 * <p>Values are {@link Readings#scaled}, since z-normalised distances do not change by it; where a reading is missing, the one before it
 * lets covariances pass, and windows that it lies in are never compared.
 *
 * <p>Means and deviations of windows are true ones, rounded once. Immutable; threads may share it.
 */
final class WindowedSeries {
    /** A deviation below this share of the greatest value is none: its square would be lost. */
    private static final double LEAST_DEVIATION = 0x1p-400;

    private static final int CHUNK = 1024;

    /** What a window is compared as. */
    private enum Kind {
        VARYING,
        CONSTANT,
        MISSING
    }

    private final int length;
    private final Kind[] kinds;
    /** By reading. */
    final double[] values;
    /** By window, so are those below. */
    final double[] means;
    /** 1 / √Σ(x − mean)², or 0 for a window that is not compared. */
    final double[] inverses;
    /** Half of what a window's last reading is above the one before its first; 0 for the first window. */
    final double[] rises;
    /** How far both readings, together, are from the means of their windows. */
    final double[] sways;

    /**
     * @param readings in the order of time; NaN where one is missing; not kept
     * @param length of a window, from 3 to the number of readings
     */
    WindowedSeries(double[] readings, int length) {
        this.length = length;
        int windows = readings.length - length + 1;
        values = Readings.scaled(readings, readings.length);
        means = new double[windows];
        inverses = new double[windows];
        rises = new double[windows];
        sways = new double[windows];
        kinds = kinds(readings, length, windows);
        fillMoments();
        for (int i = 1; i < windows; i++) {
            double enters = values[i + length - 1];
            double leaves = values[i - 1];
            rises[i] = (enters - leaves) * 0.5;
            sways[i] = enters - means[i] + (leaves - means[i - 1]);
        }
    }

    int length() {
        return length;
    }

    int windows() {
        return means.length;
    }

    /** Whether a window's correlations mean anything: all readings are there, and they differ. */
    boolean isCompared(int window) {
        return kinds[window] == Kind.VARYING;
    }

    boolean isConstant(int window) {
        return kinds[window] == Kind.CONSTANT;
    }

    boolean isMissing(int window) {
        return kinds[window] == Kind.MISSING;
    }

    private static Kind[] kinds(double[] readings, int length, int windows) {
        Kind[] kinds = new Kind[windows];
        Arrays.fill(kinds, Kind.VARYING);
        int lastMissing = -1;
        for (int at = 0; at < readings.length; at++) {
            if (!Double.isFinite(readings[at])) {
                lastMissing = at;
            }
            int window = at - length + 1;
            if (window >= 0 && lastMissing >= window) {
                kinds[window] = Kind.MISSING;
            }
        }
        return kinds;
    }

    private void fillMoments() {
        double root = Math.sqrt(length);
        MomentsState state = new MomentsState(Type.DOUBLE);
        Slide slide = state.slide(false);
        slide.begin(0);
        double[] deviations = new double[CHUNK];
        double[] averages = new double[CHUNK];
        long[] starts = new long[CHUNK];
        long[] ends = new long[CHUNK];
        int[] groups = new int[CHUNK];
        long[] validity = Validity.allPresent(CHUNK);
        Arrays.setAll(groups, i -> i + 1);
        Column[] arguments = {new DoubleColumn(values, Validity.ALL)};
        for (int from = 0; from < means.length; from += CHUNK) {
            int count = Math.min(CHUNK, means.length - from);
            for (int i = 0; i < count; i++) {
                starts[i] = (long) from + i;
                ends[i] = starts[i] + length;
            }
            slide.move(arguments, 0, starts, ends, count);
            state.finish(Finish.AVG, groups, count, averages, validity);
            state.finish(Finish.STDDEV_POP, groups, count, deviations, validity);
            for (int i = 0; i < count; i++) {
                means[from + i] = averages[i];
                if (kinds[from + i] == Kind.VARYING && deviations[i] < LEAST_DEVIATION) {
                    kinds[from + i] = Kind.CONSTANT;
                }
                inverses[from + i] = kinds[from + i] == Kind.VARYING ? 1 / (deviations[i] * root) : 0;
            }
        }
    }
}
