package io.barograph.core.device;

import io.barograph.core.aggregate.totals.RowsShape;
import io.barograph.core.pairs.CorrelationWork;
import io.barograph.core.pairs.ProfileArrays;

/**
 * A processor beside this machine's cores. Its methods give the bits that their twins in {@code core} give, or throw a {@code
 * BarographException}: {@code OUT_OF_MEMORY} where its memory is too small, {@code UNAVAILABLE} where it, or its driver, failed. A
 * device that failed is only good for closing. For one thread, that which opened it, but for {@link #openGroups}.
 */
public interface Device extends AutoCloseable {
    DeviceDescription description();

    /**
     * Compares all pairs of a series' windows; the twin of {@link io.barograph.core.pairs.ProfileWork}'s workers.
     *
     * @param correlations takes by window the greatest one; undefined where it was compared with none
     * @param neighbours takes by window the earliest one that it has with; -1 where it was compared with none
     */
    void compareWindows(ProfileArrays arrays, double[] correlations, int[] neighbours, Watch watch);

    /**
     * Sums the products of all pairs of series, and lets the work take them; the twin of its workers.
     *
     * @param watch is told of pairs
     */
    void sumProducts(CorrelationWork work, Watch watch);

    /**
     * Begins to bring rows into groups and to add them up; the twin is {@link io.barograph.core.aggregate.totals.KeyedTotals}. From any
     * thread, several beside each other; to be closed before this device is.
     *
     * @param shape what rows are made of
     * @param groups so many there is to be room for, at least 1
     */
    DeviceGroups openGroups(RowsShape shape, int groups);

    /** Is told how far a computation is, some times in a second, and may end it by throwing. */
    @FunctionalInterface
    interface Watch {
        /** @param pairs of all that are done */
        void done(long pairs);
    }

    /** Gives back all that it holds. */
    @Override
    void close();
}
