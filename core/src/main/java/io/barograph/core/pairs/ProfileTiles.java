package io.barograph.core.pairs;

/**
 * How the pairs of a series' windows are cut: diagonals into bands of {@link #DIAGONALS}, each band into tiles of {@link #rows} rows.
 * Covariances begin anew in each tile, so tiles are part of the answer, and are cut by the window's length alone.
 *
 * @param windows of the series
 * @param zone pairs of windows no further apart than this do not count
 * @param rows of a tile
 */
public record ProfileTiles(int windows, int zone, int rows) {
    /** Side by side: many enough for vectors, few enough that a tile stays in a core's cache. */
    public static final int DIAGONALS = 512;

    /** Many enough that what begins a tile costs little, few enough that rounding does not add up. */
    private static final int LEAST_ROWS = 1024;
    /** A tile's beginning takes as long as a row for each reading of a window. */
    private static final int ROWS_PER_READING = 4;

    /**
     * The tiles of a series.
     *
     * @param readings of the series
     * @param length of a window in readings, at least 3
     */
    public static ProfileTiles of(int readings, int length) {
        int rows = LEAST_ROWS;
        while (rows < (long) ROWS_PER_READING * length && rows < 1 << 30) {
            rows <<= 1;
        }
        return new ProfileTiles(Math.max(0, readings - length + 1), zone(length), rows);
    }

    /** A quarter of the window, rounded up, as in STUMPY. */
    static int zone(int length) {
        return (length + 3) / 4;
    }

    /** How many bands of diagonals there are. */
    public int bands() {
        return (Math.max(0, windows - zone - 1) + DIAGONALS - 1) / DIAGONALS;
    }

    /** The first diagonal of a band: how far the windows of its first pairs lie apart. */
    int diagonal(int band) {
        return zone + 1 + band * DIAGONALS;
    }

    /** How many tiles a band has; they are numbered from the first row down. */
    public int tiles(int band) {
        return (windows - diagonal(band) + rows - 1) / rows;
    }

    /** How many pairs of windows there are. */
    public long pairs() {
        long diagonals = Math.max(0, windows - zone - 1);
        return diagonals * (diagonals + 1) / 2;
    }

    /** How many tiles there are. */
    public long count() {
        long count = 0;
        for (int band = 0; band < bands(); band++) {
            count += tiles(band);
        }
        return count;
    }
}
