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

/** A sensor that says the same value again and again, although it used to move. */
public final class Stuck implements Detector {
    @Override
    public String name() {
        return "stuck";
    }

    @Override
    public String description() {
        return "Finds a series that used to move and now repeats one value, for longer than it ever did.";
    }

    @Override
    public String source() {
        return "The persistence test of meteorological quality control: WMO-No. 8, volume V, chapter 1; its limit is learned";
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                new Parameter("rows", "rows", 60, 2, 1e9, "Equal rows in a run that are no anomaly yet, at least."),
                new Parameter(
                        "factor", "", 5, 1, 1e6, "How many times as long as the longest run before a run must be."));
    }

    @Override
    public Track track(Settings settings, String metric, TimeScale scale) {
        return new Runs(settings.value("rows"), settings.value("factor"));
    }

    private static final class Runs implements Track {
        /** Runs that must have ended before anything is known of their length. */
        private static final int WARM_UP = 20;
        /** With each run that ends, older ones count a little less. */
        private static final double FORGET = 0.999;

        private final double rows;
        private final double factor;
        private double value = Double.NaN;
        private long run;
        private double longest;
        private int ended;

        Runs(double rows, double factor) {
            this.rows = rows;
            this.factor = factor;
        }

        @Override
        public double observe(long time, double observed) {
            if (observed == value) {
                run++;
            } else {
                if (run > 0) {
                    longest = Math.max(run, longest * FORGET);
                    ended = Math.min(WARM_UP, ended + 1);
                }
                value = observed;
                run = 1;
            }
            return ended < WARM_UP ? 0 : Track.score(run, Math.max(rows, factor * longest));
        }

        @Override
        public String reason() {
            return "stuck at " + Amounts.exactly(value) + " for " + Amounts.count(run)
                    + " rows; it never repeated a value for more than " + Amounts.count((long) Math.ceil(longest));
        }

        @Override
        public void write(StateOutput output) {
            States.writeDouble(output, value);
            output.writeVarint(run);
            States.writeDouble(output, longest);
            output.writeVarint(ended);
        }

        @Override
        public void read(StateInput input) {
            value = States.readDouble(input);
            run = input.readVarint();
            longest = States.readDouble(input);
            ended = States.readCount(input, WARM_UP);
        }

        @Override
        public long memoryBytes() {
            return 64;
        }
    }
}
