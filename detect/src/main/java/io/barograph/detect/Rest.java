package io.barograph.detect;

/**
 * When an event is over. Anomalies with pauses shorter than the rest between them are one event, and so one alarm. The rest grows
 * with what is known of a series, as a share of its rows up to a limit: what is rare in a day is not rare in a year.
 *
 * @param share of the rows so far, from 0 to 1
 * @param rows the longest rest
 */
public record Rest(double share, int rows) {
    /** A fortieth of the series, 500 rows at most. */
    public static final Rest STANDARD = new Rest(0.025, 500);

    /** The rest after a row, in rows. */
    long after(long row) {
        return Math.min(rows, (long) (share * row));
    }
}
