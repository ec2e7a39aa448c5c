package io.barograph.detect;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;

/**
 * What a detector has learned of one series, and its judgement of the next row. One thread uses it. Everything it says is a
 * function of the rows so far: it uses no function whose bits differ between JDKs.
 */
public interface Track {
    /** Rows with this score or more are anomalies. */
    double ALARM = 0.5;

    /**
     * Judges a row by what was learned before it, then learns from it.
     *
     * @param time in the unit of the series' {@link TimeScale}, no less than the row's before
     * @param value finite, of a magnitude that can be squared
     * @return from 0 to 1; {@link #ALARM} or more is an anomaly
     */
    double observe(long time, double value);

    /** The time behind which the series, if no row has come by then, is silent; {@link Long#MAX_VALUE} where it never is. */
    default long deadline() {
        return Long.MAX_VALUE;
    }

    /**
     * The {@link #deadline} has passed without a row. Called once for it; the deadline is then gone until the next row.
     *
     * @return the score
     */
    default double expire() {
        return 0;
    }

    /** Why the last score was at least {@link #ALARM}, in words and numbers. Asked right after it, and only then. */
    String reason();

    /** Writes what {@link #read} into a new track needs to go on with the same bits. */
    void write(StateOutput output);

    void read(StateInput input);

    /** Bytes of heap. */
    long memoryBytes();

    /** A score from evidence without bound: {@link #ALARM} at the threshold, 0.75 at three times as much. */
    static double score(double evidence, double threshold) {
        return evidence > Double.MAX_VALUE ? 1 : evidence <= 0 ? 0 : evidence / (evidence + threshold);
    }
}
