package io.barograph.detect;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.text.DoubleText;

/** One metric of one key: its detector's track, and the events that its anomalies make up. */
final class MetricTrack {
    /** Greater magnitudes count as this one: its square, and sums of many, are finite. */
    private static final double GREATEST = 1e150;

    private final Track track;
    private final Rest rest;
    private long rows;
    private long events;
    /** The row behind which the present event is over; 0 while there has been none. */
    private long restEnds;

    private double value;

    MetricTrack(Track track, Rest rest) {
        this.track = track;
        this.rest = rest;
    }

    /** The score of a value, which is not NULL. */
    double observe(long time, double observed) {
        value = observed;
        rows++;
        double score =
                Double.isFinite(observed) ? track.observe(time, Math.max(-GREATEST, Math.min(GREATEST, observed))) : 1;
        note(score);
        return score;
    }

    long deadline() {
        return track.deadline();
    }

    /** The score of the silence whose {@link #deadline} has passed. */
    double expire() {
        value = 0;
        double score = track.expire();
        note(score);
        return score;
    }

    private void note(double score) {
        if (score >= Track.ALARM) {
            if (restEnds == 0 || rows > restEnds) {
                events++;
            }
            restEnds = rows + rest.after(rows);
        }
    }

    /** The number of the event that the last anomaly belongs to, from 1. */
    long event() {
        return events;
    }

    String reason() {
        return Double.isFinite(value) ? track.reason() : DoubleText.toString(value) + " is no measurement";
    }

    void write(StateOutput output) {
        output.writeVarint(rows);
        output.writeVarint(events);
        output.writeVarint(restEnds);
        track.write(output);
    }

    void read(StateInput input) {
        rows = input.readVarint();
        events = input.readVarint();
        restEnds = input.readVarint();
        track.read(input);
    }

    long memoryBytes() {
        return 64 + track.memoryBytes();
    }
}
