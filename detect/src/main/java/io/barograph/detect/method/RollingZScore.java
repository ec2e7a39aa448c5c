package io.barograph.detect.method;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.detect.Amounts;
import io.barograph.detect.Detector;
import io.barograph.detect.Parameter;
import io.barograph.detect.Settings;
import io.barograph.detect.TimeScale;
import io.barograph.detect.Track;
import java.util.List;

/** Values many standard deviations from the mean of the rows before. */
public final class RollingZScore implements Detector {
    @Override
    public String name() {
        return "z_score";
    }

    @Override
    public String description() {
        return "Finds values many standard deviations from the mean of the rows before. However equal these are, a step as usual counts 3.5"
                + " deviations at most.";
    }

    @Override
    public String source() {
        return "Shewhart, Economic Control of Quality of Manufactured Product, 1931; on a rolling window";
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                new Parameter("rows", "rows", 60, 3, 10_000, "The rows before that a value is compared with."),
                new Parameter("threshold", "deviations", 5, 0.1, 1e6, "How many standard deviations are an anomaly."));
    }

    @Override
    public Track track(Settings settings, String metric, TimeScale scale) {
        return new Deviations(settings.rows("rows"), settings.value("threshold"));
    }

    private static final class Deviations implements Track {
        private final RecentValues window;
        private final Resolution resolution = new Resolution();
        private final double limit;
        private double mean;
        private double deviations;

        Deviations(int rows, double limit) {
            this.window = new RecentValues(rows);
            this.limit = limit;
        }

        @Override
        public double observe(long time, double value) {
            deviations = 0;
            if (window.isFull()) {
                mean = window.mean();
                deviations = (value - mean) / resolution.floor(window.standardDeviation(mean));
            }
            window.add(value);
            resolution.add(value);
            return Track.score(Math.abs(deviations), limit);
        }

        @Override
        public String reason() {
            return Reasons.deviations(deviations, "standard") + " the mean of the last " + window.capacity() + " rows, "
                    + Amounts.number(mean);
        }

        @Override
        public void write(StateOutput output) {
            window.write(output);
            resolution.write(output);
        }

        @Override
        public void read(StateInput input) {
            window.read(input);
            resolution.read(input);
        }

        @Override
        public long memoryBytes() {
            return 64 + window.memoryBytes() + Resolution.memoryBytes();
        }
    }
}
