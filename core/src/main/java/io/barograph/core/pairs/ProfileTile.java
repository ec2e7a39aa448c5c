package io.barograph.core.pairs;

import java.util.Arrays;

/**
 * A worker's room for one tile at a time of {@link ProfileTiles}. Columns are copied here, so that a tile works on few memory pages,
 * and kernels find all at the same positions: position p is window {@code first + p}. For one thread.
 */
final class ProfileTile {
    /** Rows between two looks at what exceeded its threshold. */
    private static final int GROUP = 8;
    /** Keeps arrays that are used together from lying a multiple of 4 KiB apart, which some processors mistake for the same place. */
    private static final int STAGGER = 40;

    private final WindowedSeries series;
    private final ProfileTiles tiles;
    private final double[] values;
    private final double[] means;
    private final double[] inverses;
    private final double[] rises;
    private final double[] sways;
    private final double[] covariances;
    private final double[][] correlations = new double[GROUP][];
    private final double[] thresholds;
    private final double[] excesses;

    ProfileTile(WindowedSeries series, ProfileTiles tiles) {
        this.series = series;
        this.tiles = tiles;
        int positions = Math.min(tiles.windows(), tiles.rows() + ProfileTiles.DIAGONALS) + STAGGER;
        values = new double[positions];
        means = new double[positions];
        inverses = new double[positions];
        rises = new double[positions];
        sways = new double[positions];
        covariances = new double[positions];
        thresholds = new double[positions];
        excesses = new double[positions];
        for (int i = 0; i < GROUP; i++) {
            correlations[i] = new double[positions];
        }
    }

    /** Offers the pairs of a tile to both of their windows. */
    void run(int band, int tile, NearestWindows nearest) {
        int diagonal = tiles.diagonal(band);
        int firstRow = tile * tiles.rows();
        int first = firstRow + diagonal;
        int endRow = (int) Math.min((long) firstRow + tiles.rows(), tiles.windows() - diagonal);
        int columns = (int) Math.min((long) endRow + diagonal + ProfileTiles.DIAGONALS, tiles.windows()) - first;
        System.arraycopy(series.means, first, means, 0, columns);
        System.arraycopy(series.inverses, first, inverses, 0, columns);
        System.arraycopy(series.rises, first, rises, 0, columns);
        System.arraycopy(series.sways, first, sways, 0, columns);
        begin(firstRow, first);
        for (int row = firstRow; row < endRow; row += GROUP) {
            int rows = Math.min(GROUP, endRow - row);
            int from = row - firstRow;
            int width = Math.min(ProfileTiles.DIAGONALS + rows - 1, columns - from);
            setThresholds(row, rows, first, from, width, nearest);
            for (int i = 0; i < rows; i++) {
                go(firstRow, row + i, correlations[i], Math.min(ProfileTiles.DIAGONALS, columns - from - i));
            }
            for (int position = from; position < from + width; position++) {
                if (excesses[position] > 0) {
                    offer(row, rows, first, position, diagonal, nearest);
                }
                excesses[position] = 0;
            }
        }
    }

    private void begin(int row, int first) {
        int width = Math.min(ProfileTiles.DIAGONALS, tiles.windows() - first);
        Arrays.fill(covariances, 0, width, 0);
        for (int t = 0; t < series.length(); t++) {
            System.arraycopy(series.values, first + t, values, 0, width);
            MatrixProfileKernel.begin(series.values[row + t] - series.means[row], values, means, covariances, 0, width);
        }
    }

    /** A pair is looked at where it exceeds the threshold of either of its windows: of the least of the rows', or the column's. */
    private void setThresholds(int row, int rows, int first, int from, int width, NearestWindows nearest) {
        double least = nearest.thresholds[row];
        for (int i = 1; i < rows; i++) {
            least = Math.min(least, nearest.thresholds[row + i]);
        }
        System.arraycopy(nearest.thresholds, first + from, thresholds, from, width);
        MatrixProfileKernel.bound(thresholds, least, thresholds, from, width);
    }

    private void go(int firstRow, int row, double[] into, int width) {
        int from = row - firstRow;
        if (from == 0) {
            MatrixProfileKernel.correlate(
                    series.inverses[row], inverses, covariances, into, thresholds, excesses, from, width);
            return;
        }
        // A diagonal's next pair stands one position further.
        System.arraycopy(covariances, from - 1, covariances, from, width);
        MatrixProfileKernel.advance(
                series.rises[row],
                series.sways[row],
                series.inverses[row],
                rises,
                sways,
                inverses,
                covariances,
                into,
                thresholds,
                excesses,
                from,
                width);
    }

    /** Offers the pairs of a column with a group's rows. */
    private void offer(int row, int rows, int first, int position, int diagonal, NearestWindows nearest) {
        int column = first + position;
        if (!series.isCompared(column)) {
            return;
        }
        for (int i = 0; i < rows; i++) {
            int apart = column - row - i;
            if (apart < diagonal) {
                return;
            }
            if (apart < diagonal + ProfileTiles.DIAGONALS && series.isCompared(row + i)) {
                double correlation = correlations[i][position];
                nearest.offer(row + i, correlation, column);
                nearest.offer(column, correlation, row + i);
            }
        }
    }
}
