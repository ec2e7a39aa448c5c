package io.barograph.server.chart;

/** Which column of pixels a time is drawn in. Used by one thread. */
final class PixelColumns {
    private final long from;
    private final int width;
    /** Nanoseconds of a column, unsigned: all of them together may be more than a signed long holds. */
    private final long length;

    /** The column last found: times that come together are mostly in one. */
    private int last;

    /** Nanoseconds from the first time to the begin of the column last found, unsigned. */
    private long lastBegin;

    /**
     * @param from the first time, in nanoseconds since 1970
     * @param to the last
     * @param width columns, at least one
     */
    PixelColumns(long from, long to, int width) {
        this.from = from;
        this.width = width;
        this.length = Long.divideUnsigned(to - from, width) + 1;
    }

    /** The first time. */
    long from() {
        return from;
    }

    /** How many columns there are. */
    int width() {
        return width;
    }

    /** From 0 up to {@link #width}. */
    int of(long time) {
        long since = time - from;
        if (Long.compareUnsigned(since - lastBegin, length) >= 0) {
            last = (int) Long.divideUnsigned(since, length);
            lastBegin = last * length;
        }
        return last;
    }
}
