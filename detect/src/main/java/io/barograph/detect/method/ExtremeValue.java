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

/** Values farther from the mean than the series' own tail allows. */
public final class ExtremeValue implements Detector {
    /** The threshold of all detectors that judge by a {@link Tail}. */
    static final Parameter THRESHOLD = new Parameter(
            "threshold",
            "digits",
            2.5,
            1.7,
            Tail.GREATEST,
            "How improbable a row must be: the decimal digits of its chance, so that 3 is one in a thousand; in series of more than"
                    + " 2,000 rows as many more as the series is longer.");

    @Override
    public String name() {
        return "extreme_value";
    }

    @Override
    public String description() {
        return "Finds values farther from the mean than the series' own tail allows.";
    }

    @Override
    public String source() {
        return "Peaks over a threshold: Siffer, Fouque, Termier, Largouët, Anomaly Detection in Streams with Extreme Value Theory,"
                + " KDD 2017; tail index: Hill, Annals of Statistics 3, 1975";
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(new Parameter("rows", "rows", 2000, 10, 1e9, "How far back the mean looks."), THRESHOLD);
    }

    @Override
    public Track track(Settings settings, String metric, TimeScale scale) {
        return new Extremes(settings.rows("rows"), settings.value("threshold"));
    }

    private static final class Extremes implements Track {
        private final Average mean;
        private final Tail tail = new Tail();
        private final double limit;
        private double value;
        private double center;

        Extremes(int rows, double limit) {
            this.mean = new Average(rows);
            this.limit = limit;
        }

        @Override
        public double observe(long time, double observed) {
            value = observed;
            center = mean.rows() == 0 ? observed : mean.mean();
            double deviation = Math.abs(value - center);
            double score = tail.score(deviation, limit);
            tail.add(deviation);
            mean.add(value);
            return score;
        }

        @Override
        public String reason() {
            return Amounts.exactly(value) + " is " + Amounts.number(Math.abs(value - center))
                    + (value < center ? " below" : " above") + " the mean " + Amounts.number(center) + "; "
                    + Reasons.threshold(tail);
        }

        @Override
        public void write(StateOutput output) {
            mean.write(output);
            tail.write(output);
        }

        @Override
        public void read(StateInput input) {
            mean.read(input);
            tail.read(input);
        }

        @Override
        public long memoryBytes() {
            return 80 + Tail.memoryBytes();
        }
    }
}
