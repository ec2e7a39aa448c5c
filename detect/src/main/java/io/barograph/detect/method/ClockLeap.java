package io.barograph.detect.method;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.detect.Amounts;
import io.barograph.detect.Detector;
import io.barograph.detect.Parameter;
import io.barograph.detect.Settings;
import io.barograph.detect.States;
import io.barograph.detect.TimeScale;
import io.barograph.detect.Track;
import java.util.List;

/** Clocks that leap, run back or were never set, in a TIMESTAMP column along the order in which rows were sent. */
public final class ClockLeap implements Detector {
    private static final double SECOND = 1e9;

    @Override
    public String name() {
        return "clock_leap";
    }

    @Override
    public String description() {
        return "Finds clocks that leap ahead, run back or were never set: for a metric of type TIMESTAMP, along rows that are ordered"
                + " by something else, such as a message's number that never starts over. What such metrics are judged by in any case.";
    }

    @Override
    public String source() {
        return "Barograph's own rule for watermarks (max-leap), applied to a column";
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                new Parameter("ahead", "s", 86_400, 0, 1e12, "How far the clock may go from one row to the next."),
                new Parameter("back", "s", 60, 0, 1e12, "How far the clock may be put back."),
                new Parameter(
                        "earliest",
                        "s",
                        946_684_800,
                        -1e12,
                        1e12,
                        "Seconds since 1970 before which no clock was set: 2000-01-01."));
    }

    @Override
    public Track track(Settings settings, String metric, TimeScale scale) {
        return new Clock(
                settings.value("ahead") * SECOND, settings.value("back") * SECOND, settings.value("earliest") * SECOND);
    }

    private static final class Clock implements Track {
        private final double ahead;
        private final double back;
        private final double earliest;
        private double previous = Double.NaN;
        private double before;
        private double present;

        Clock(double ahead, double back, double earliest) {
            this.ahead = ahead;
            this.back = back;
            this.earliest = earliest;
        }

        @Override
        public double observe(long time, double clock) {
            before = previous;
            present = clock;
            previous = clock;
            if (clock < earliest) {
                return 1;
            }
            double leap = clock - before;
            return leap > ahead ? Track.score(leap, ahead) : -leap > back ? Track.score(-leap, back) : 0;
        }

        @Override
        public String reason() {
            if (present < earliest) {
                return "the clock stands at " + Amounts.time((long) present) + ", before it can have been set";
            }
            return "the clock " + (present < before ? "runs back " : "leaps ahead ")
                    + Amounts.duration(Math.abs(present - before)) + ", from " + Amounts.time((long) before) + " to "
                    + Amounts.time((long) present);
        }

        @Override
        public void write(StateOutput output) {
            States.writeDouble(output, previous);
        }

        @Override
        public void read(StateInput input) {
            previous = States.readDouble(input);
        }

        @Override
        public long memoryBytes() {
            return 64;
        }
    }
}
