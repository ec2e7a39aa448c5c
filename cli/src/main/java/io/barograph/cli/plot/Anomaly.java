package io.barograph.cli.plot;

/**
 * An event that a detector found in a line: anomalies with short pauses.
 *
 * @param number by which the chart and the list beneath it name the event, from 1 in the order of time; 0 where it has none
 * @param panel index of the panel
 * @param series number of the line's key, as the line has it
 * @param label the key's name
 * @param start time of the first anomaly, in nanoseconds since 1970, as the other times
 * @param end time of the last one
 * @param peak time of the one with the highest score
 * @param value at the peak; NaN where there is none, since the line was silent
 * @param rows anomalies of the event
 * @param score the highest, from 0.5 to 1
 * @param reason of the peak, in words and numbers
 */
public record Anomaly(
        int number,
        int panel,
        int series,
        String label,
        long start,
        long end,
        long peak,
        double value,
        long rows,
        double score,
        String reason) {
    /** Whether there is a value to put a mark at. */
    public boolean hasValue() {
        return Double.isFinite(value);
    }

    Anomaly numbered(int given) {
        return new Anomaly(given, panel, series, label, start, end, peak, value, rows, score, reason);
    }
}
