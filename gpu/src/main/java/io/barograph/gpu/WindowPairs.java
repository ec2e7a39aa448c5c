package io.barograph.gpu;

import io.barograph.core.device.Device.Watch;
import io.barograph.core.pairs.ProfileArrays;
import io.barograph.core.pairs.ProfileTiles;

/** Runs {@code matrix_profile.cu}. */
final class WindowPairs {
    /**
     * Pairs that one launch takes: some milliseconds of a large GPU, and a tenth of a second of a small one, whose driver ends what takes
     * seconds where a display hangs on it.
     */
    static final long PAIRS_AT_ONCE = 1L << 31;

    private static final int MOST_BANDS = 65_535;

    private final ProfileArrays series;
    private final ProfileTiles tiles;
    private final long pairsAtOnce;

    /** @param pairsAtOnce that one launch takes, about */
    WindowPairs(ProfileArrays series, long pairsAtOnce) {
        this.series = series;
        this.tiles = series.tiles();
        this.pairsAtOnce = pairsAtOnce;
    }

    /** As {@code Device.compareWindows}. */
    void compare(double[] correlations, int[] neighbours, Watch watch) {
        int windows = tiles.windows();
        try (Kernels kernels = new Kernels("matrix_profile");
                Holdings arrays = new Holdings()) {
            long[] input = {
                arrays.copyOf(series.values()).address(),
                arrays.copyOf(series.means()).address(),
                arrays.copyOf(series.inverses()).address(),
                arrays.copyOf(series.rises()).address(),
                arrays.copyOf(series.sways()).address(),
            };
            DeviceArray greatest = arrays.allocate((long) Long.BYTES * windows);
            DeviceArray earliest = arrays.allocate((long) Integer.BYTES * windows);
            greatest.fill(0, 2L * windows);
            earliest.fill(-1, windows);
            long half = tiles.pairs() / 2;
            pass(kernels.find("find_greatest"), input, watch, 0, greatest.address());
            pass(kernels.find("find_earliest"), input, watch, half, greatest.address(), earliest.address());
            long[] bits = new long[windows];
            greatest.copyTo(bits);
            earliest.copyTo(neighbours);
            for (int i = 0; i < windows; i++) {
                correlations[i] = Double.longBitsToDouble(bits[i] < 0 ? bits[i] ^ Long.MIN_VALUE : ~bits[i]);
            }
        }
    }

    /** Launches over all tiles, some bands at once and, where bands are long, some tiles of them. */
    private void pass(Kernels.Kernel kernel, long[] input, Watch watch, long before, long... output) {
        int bands = tiles.bands();
        long tile = (long) ProfileTiles.DIAGONALS * tiles.rows();
        long done = 0;
        for (int band = 0; band < bands; ) {
            int across = tiles.tiles(band);
            int height = (int) clamp(pairsAtOnce / (tile * across), Math.min(MOST_BANDS, bands - band));
            int width = (int) clamp(pairsAtOnce / (tile * height), across);
            for (int from = 0; from < across; from += width) {
                int here = Math.min(width, across - from);
                kernel.run(here, height, ProfileTiles.DIAGONALS, arguments(input, band, from, output));
                done = Math.min(tiles.pairs(), done + tile * here * height);
                watch.done(before + done / 2);
            }
            band += height;
        }
    }

    private static long clamp(long wanted, int most) {
        return Math.max(1, Math.min(wanted, most));
    }

    private long[] arguments(long[] input, int band, int tile, long... output) {
        long[] arguments = new long[input.length + 6 + output.length];
        System.arraycopy(input, 0, arguments, 0, input.length);
        int at = input.length;
        arguments[at++] = tiles.windows();
        arguments[at++] = series.length();
        arguments[at++] = tiles.zone();
        arguments[at++] = tiles.rows();
        arguments[at++] = band;
        arguments[at++] = tile;
        System.arraycopy(output, 0, arguments, at, output.length);
        return arguments;
    }
}
