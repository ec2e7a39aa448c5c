package io.barograph.server.chart;

/**
 * Which column of pixels a time is drawn in.
 *
 * @param from the first time, in nanoseconds since 1970
 * @param to the last
 * @param width columns, at least one
 */
record PixelColumns(long from, long to, int width) {
    /** From 0 up to {@link #width}. */
    int of(long time) {
        // The stretch may be longer than a signed long holds.
        long length = Long.divideUnsigned(to - from, width) + 1;
        return (int) Long.divideUnsigned(time - from, length);
    }
}
