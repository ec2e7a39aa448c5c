package io.barograph.cli.plot;

/**
 * A range of event time, cut into columns of equal length: all rows of a column are drawn at the same place across.
 *
 * @param start of the first column, in units since 1970
 * @param unitNanos nanoseconds of a unit: 1, or 1,000 where the range has too many nanoseconds for a BIGINT
 * @param length of a column, in units
 * @param columns how many there are
 */
public record TimeGrid(long start, long unitNanos, long length, int columns) {
    private static final long NANOS_PER_MICRO = 1_000;

    /**
     * The grid of a range.
     *
     * @param first nanosecond since 1970
     * @param last nanosecond that belongs to the range, not before the first
     * @param most columns; there are fewer where the range has fewer nanoseconds
     */
    public static TimeGrid of(long first, long last, int most) {
        long unit = last - first < 0 ? NANOS_PER_MICRO : 1;
        long start = Math.floorDiv(first, unit);
        long span = Math.floorDiv(last, unit) - start;
        long length = span / most + 1;
        return new TimeGrid(start, unit, length, (int) (span / length) + 1);
    }

    /** The SQL expression of the column of a time that lies in the range. */
    String sql(String time) {
        String function = unitNanos == 1 ? "epoch_ns" : "epoch_us";
        return "(" + function + "(" + time + ") - (" + start + ")) / " + length;
    }

    /** The column of a time that lies in the range. */
    public int column(long nanos) {
        return (int) ((Math.floorDiv(nanos, unitNanos) - start) / length);
    }

    /** Where a column is drawn on so many pixels: in the middle of its share of them. */
    public int pixel(int column, int pixels) {
        return (int) ((2L * column + 1) * pixels / (2L * columns));
    }

    /** The first nanosecond of the range, as near as units tell. */
    public long firstNanos() {
        return start < Long.MIN_VALUE / unitNanos ? Long.MIN_VALUE : start * unitNanos;
    }

    /** The last nanosecond of the last column, or the last one that there is. */
    public long lastNanos() {
        double last = ((double) start + (double) length * columns) * unitNanos;
        // Near the end of time, the last column may reach beyond it.
        return last >= Long.MAX_VALUE - Math.ulp(last) ? Long.MAX_VALUE : (start + length * columns) * unitNanos - 1;
    }

    /** How long a column is, in nanoseconds, or the longest time that there is. */
    public long columnNanos() {
        return length > Long.MAX_VALUE / unitNanos ? Long.MAX_VALUE : length * unitNanos;
    }
}
