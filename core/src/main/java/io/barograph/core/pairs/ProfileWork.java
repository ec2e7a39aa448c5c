package io.barograph.core.pairs;

/**
 * The matrix profile of one series, tile by tile, on any number of workers: each asks for a {@link Worker}, runs tiles, no matter which
 * and in what order, and {@link Worker#finish}es; when all tiles were run, {@link #profile} is the answer, which depends on none of that.
 */
public final class ProfileWork {
    private final WindowedSeries series;
    private final ProfileTiles tiles;
    private final NearestWindows total;

    /**
     * @param readings in the order of time; NaN where one is missing; not kept
     * @param length of a window, from 3 to the number of readings
     */
    public ProfileWork(double[] readings, int length) {
        if (length < 3 || length > readings.length) {
            throw new IllegalArgumentException("windows of " + length + " of " + readings.length + " readings");
        }
        series = new WindowedSeries(readings, length);
        tiles = ProfileTiles.of(readings.length, length);
        total = new NearestWindows(series);
    }

    /** A worker of its own thread. */
    public Worker worker() {
        return new Worker();
    }

    /** What there is to compare, for who does so in place of workers, and {@link #take}s what was found. */
    public ProfileArrays arrays() {
        return new ProfileArrays(
                series.length(), tiles, series.values, series.means, series.inverses, series.rises, series.sways);
    }

    /**
     * Takes what another processor has found of all pairs.
     *
     * @param correlations by window, the greatest one
     * @param neighbours by window, the earliest one that it has with; -1 where it was compared with none
     */
    public void take(double[] correlations, int[] neighbours) {
        for (int i = 0; i < neighbours.length; i++) {
            if (neighbours[i] >= 0) {
                total.offer(i, correlations[i], neighbours[i]);
            }
        }
    }

    /** The answer, once: when all tiles were run and their workers have finished. */
    public MatrixProfile profile() {
        return MatrixProfile.of(series, total);
    }

    /** What one thread has seen of the pairs. */
    public final class Worker {
        private final ProfileTile tile = new ProfileTile(series, tiles);
        private final NearestWindows nearest = new NearestWindows(series);

        private Worker() {}

        /** Runs a tile. */
        public void run(int band, int number) {
            tile.run(band, number, nearest);
        }

        /** Adds what was seen to what others have. */
        public void finish() {
            synchronized (total) {
                total.merge(nearest);
            }
        }
    }
}
