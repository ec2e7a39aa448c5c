package io.barograph.local;

import io.barograph.core.aggregate.totals.RowsShape;
import io.barograph.core.aggregate.totals.TotalsShape;
import io.barograph.core.device.DeviceDescription;
import io.barograph.core.pairs.PairSum;
import io.barograph.core.pairs.ProfileTiles;
import java.util.Arrays;
import java.util.List;

/**
 * What a computation takes, for the choice between this machine's cores and a device.
 *
 * @param cpuSeconds of one thread
 * @param doubleOperations of the device
 * @param cacheBytes that the device reads from its first-level caches
 * @param movedBytes to the device and back
 */
record DeviceWork(double cpuSeconds, double doubleOperations, double cacheBytes, double movedBytes) {
    /** To load the driver, open the device and compile kernels; an assumption. */
    static final double START_SECONDS = 0.5;
    /** Over the bus, from memory that is not pinned; an assumption. */
    private static final double MOVED_BYTES_PER_SECOND = 6e9;

    /** Measured: docs/benchmarks.md, "Pairs". */
    private static final double CPU_SECONDS_PER_WINDOW_PAIR = 1.1e-9;
    /** Two passes of two fused ones, two products and a sum. */
    private static final int DOUBLES_PER_WINDOW_PAIR = 10;
    /** Two passes of four doubles of a column, and of four of a row, which a warp of 32 threads reads as one line of 128 bytes. */
    private static final int CACHE_BYTES_PER_WINDOW_PAIR = 2 * (4 * Double.BYTES + 4 * 128 / 32);
    /** Five arrays of doubles there, and one of longs and of ints back. */
    private static final int MOVED_BYTES_PER_WINDOW = 6 * Double.BYTES + Integer.BYTES;

    /** Measured there, too: of complete series, and of those with gaps. */
    private static final double CPU_SECONDS_PER_PRODUCT = 0.3e-9;

    private static final double CPU_SECONDS_PER_PRODUCT_WITH_GAPS = 1.4e-9;
    /** A warp reads eight lines of 128 bytes for 512 products. */
    private static final int CACHE_BYTES_PER_PRODUCT = 2;

    /** Measured: docs/benchmarks.md, "Where the time goes"; of sums and squares of a value, and of its ends. */
    private static final double CPU_SECONDS_PER_SUM = 7e-9;

    /** Of integers whose squares are not summed, truths among them: 1.1 ns were measured, of BIGINT beside their count, of truths less. */
    private static final double CPU_SECONDS_PER_INTEGER = 1e-9;

    private static final double CPU_SECONDS_PER_ENDS = 3e-9;
    /** Measured there, too: of finding the group of a row. */
    private static final double CPU_SECONDS_PER_KEY = 10e-9;
    /** Twice a value's sums: 11.4 ns were measured beside 5.5, of states of 100 groups by turns. */
    private static final double CPU_SECONDS_PER_PAIR = 2 * CPU_SECONDS_PER_SUM;
    /** Of a value's first four powers: 132 ns were measured beside 5.3 of its moments, on a machine that had other work, too. */
    private static final double CPU_SECONDS_PER_POWERS = 130e-9;
    /** Of a row: its place in the table and its group, written and read again, and the slots that it looks at. */
    private static final int GROUP_BYTES_PER_ROW = 32;

    /** The matrix profiles of series. */
    static DeviceWork ofProfiles(List<double[]> series, int length) {
        double pairs = 0;
        double windows = 0;
        for (double[] readings : series) {
            ProfileTiles tiles = ProfileTiles.of(readings.length, length);
            pairs += tiles.pairs();
            windows += tiles.windows();
        }
        return new DeviceWork(
                CPU_SECONDS_PER_WINDOW_PAIR * pairs,
                DOUBLES_PER_WINDOW_PAIR * pairs,
                CACHE_BYTES_PER_WINDOW_PAIR * pairs,
                MOVED_BYTES_PER_WINDOW * windows);
    }

    /** The correlations of all pairs of series of equal length. */
    static DeviceWork ofCorrelations(List<double[]> readings) {
        double series = readings.size();
        double times = readings.isEmpty() ? 0 : readings.get(0).length;
        boolean complete = readings.stream().flatMapToDouble(Arrays::stream).allMatch(Double::isFinite);
        double products = series * (series - 1) / 2 * times;
        int sums = complete ? 1 : PairSum.values().length;
        int factors = complete ? 1 : PairSum.Factor.values().length;
        return new DeviceWork(
                products * (complete ? CPU_SECONDS_PER_PRODUCT : CPU_SECONDS_PER_PRODUCT_WITH_GAPS),
                sums * products,
                CACHE_BYTES_PER_PRODUCT * sums * products,
                Double.BYTES * (factors * series * times + sums * series * series / 2));
    }

    /**
     * The rows of a merge, from their columns on.
     *
     * @param added how many the CPU adds up, a row once for each window that it falls into
     * @param windows how many of these a device makes of one that it is given
     * @param shape what they are made of, and what is added up
     */
    static DeviceWork ofMerge(double added, double windows, RowsShape shape) {
        double seconds = shape.keyWords() == 0 ? 0 : CPU_SECONDS_PER_KEY;
        for (RowsShape.Pick pick : shape.picks()) {
            TotalsShape totals = pick.totals();
            seconds += secondsPerSums(totals) + (totals.ends() || totals.bits() ? CPU_SECONDS_PER_ENDS : 0);
        }
        double bytes = shape.bytesPerRow();
        return new DeviceWork(
                added * seconds, 0, added / windows * (bytes + GROUP_BYTES_PER_ROW), added / windows * bytes);
    }

    private static double secondsPerSums(TotalsShape totals) {
        if (totals.powers() == TotalsShape.FOURTH_POWERS) {
            return CPU_SECONDS_PER_POWERS;
        }
        if (totals.integers() && totals.powers() == TotalsShape.SUMS && !totals.isWide()) {
            return CPU_SECONDS_PER_INTEGER;
        }
        return totals.isPair() ? CPU_SECONDS_PER_PAIR : totals.sums() ? CPU_SECONDS_PER_SUM : 0;
    }

    /** What this machine's cores take. */
    double cpuSeconds(int threads) {
        return cpuSeconds / threads;
    }

    /** What a device takes at best: until it has begun, all has been moved, and its arithmetic or its caches have done the rest. */
    double secondsOn(DeviceDescription device) {
        return START_SECONDS
                + movedBytes / MOVED_BYTES_PER_SECOND
                + Math.max(doubleOperations / device.doubleOperations(), cacheBytes / device.cacheBytes());
    }
}
