package io.barograph.cli.plot;

/**
 * What a line's rows in one column of a {@link TimeGrid} come down to: drawn by these four values, the line has the same pixels
 * as drawn by every row (Jugel et al., "M4: a visualization-oriented time series data aggregation", VLDB 2014).
 *
 * @param column of the grid
 * @param count values
 * @param first value; of several at the first time the smallest
 * @param last value; of several at the last time the greatest
 * @param least value
 * @param most the greatest value
 * @param firstTime in nanoseconds since 1970, as the other times
 * @param lastTime of the last value
 * @param leastTime of the least value, where it was asked for; else that of the first
 * @param mostTime of the greatest value, where it was asked for; else that of the last
 */
public record Bucket(
        int column,
        long count,
        double first,
        double last,
        double least,
        double most,
        long firstTime,
        long lastTime,
        long leastTime,
        long mostTime) {
    /** A single value. */
    public static Bucket of(int column, long time, double value) {
        return new Bucket(column, 1, value, value, value, value, time, time, time, time);
    }
}
