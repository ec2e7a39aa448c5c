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

/** Steps from one row to the next that the series has not shown before. */
public final class RateOfChange implements Detector {
    @Override
    public String name() {
        return "rate_of_change";
    }

    @Override
    public String description() {
        return "Finds steps from one row to the next, for the time between them, that the series has not shown before.";
    }

    @Override
    public String source() {
        return "The step test of meteorological quality control: WMO-No. 8, volume V, chapter 1; its limit is the tail of the"
                + " series' own steps, as in extreme_value";
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(new Parameter(
                "threshold",
                "digits",
                4.5,
                1.7,
                Tail.GREATEST,
                "How improbable a step must be: the decimal digits of its chance."));
    }

    @Override
    public Track track(Settings settings, String metric, TimeScale scale) {
        return new Steps(settings.value("threshold"), scale);
    }

    private static final class Steps implements Track {
        private static final int ROWS = 2000;
        private static final double SHARE = 0.001;

        private final double limit;
        private final TimeScale scale;
        private final Tail tail = new Tail();
        private final Average interval = new Average(ROWS);
        private final Average mean = new Average(ROWS);
        /** The usual distance from the mean. */
        private final Average distance = new Average(ROWS);

        private double previous;
        private long previousTime;
        private boolean begun;
        private double step;
        private double elapsed;
        /** Of the steps before one that may be an alarm; NaN behind others, which hardly change it. */
        private double percentile = Double.NaN;

        Steps(double limit, TimeScale scale) {
            this.limit = limit;
            this.scale = scale;
        }

        @Override
        public double observe(long time, double value) {
            double score = 0;
            if (begun) {
                step = value - previous;
                elapsed = Elapsed.between(previousTime, time);
                // Over a longer pause than usual a larger step is usual too.
                double usual = interval.mean();
                double change = elapsed > usual && usual > 0 ? Math.abs(step) * usual / elapsed : Math.abs(step);
                score = tail.score(change, limit) * weight(Math.abs(step));
                // What it is compared with holds no part of it.
                percentile = score < Track.ALARM ? Double.NaN : tail.exceededBy(SHARE);
                tail.add(change);
                interval.add(elapsed);
                distance.add(Math.abs(value - mean.mean()));
            }
            mean.add(value);
            begun = true;
            previous = value;
            previousTime = time;
            return score;
        }

        /**
         * What a step counts: all, where it is no smaller than the series' usual distance from its mean; else it leads from one usual
         * value to another, and counts in proportion.
         */
        private double weight(double size) {
            double usual = distance.mean();
            return size < usual ? size / usual : 1;
        }

        @Override
        public String reason() {
            return (step < 0 ? "falls " : "rises ") + Amounts.number(Math.abs(step)) + " in "
                    + scale.duration(elapsed) + "; the 99.9th percentile is "
                    + Amounts.number(Double.isNaN(percentile) ? tail.exceededBy(SHARE) : percentile);
        }

        @Override
        public void write(StateOutput output) {
            tail.write(output);
            interval.write(output);
            mean.write(output);
            distance.write(output);
            output.writeByte(begun ? 1 : 0);
            States.writeDouble(output, previous);
            output.writeLong(previousTime);
        }

        @Override
        public void read(StateInput input) {
            tail.read(input);
            interval.read(input);
            mean.read(input);
            distance.read(input);
            begun = input.readByte() != 0;
            previous = States.readDouble(input);
            previousTime = input.readLong();
        }

        @Override
        public long memoryBytes() {
            return 192 + Tail.memoryBytes();
        }
    }
}
