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

/** Small shifts that last: deviations from the mean, summed until they are too much. */
public final class Cusum implements Detector {
    /** The mean absolute deviation of a normal distribution times this is its standard deviation. */
    private static final double NORMAL = 1.2533141373155;

    @Override
    public String name() {
        return "cusum";
    }

    @Override
    public String description() {
        return "Finds small shifts of the mean that last, by summing what each row deviates beyond a slack, up and down.";
    }

    @Override
    public String source() {
        return "Page, Continuous Inspection Schemes, Biometrika 41, 1954; with a running mean it is the Page–Hinkley test:"
                + " Hinkley, Biometrika 58, 1971";
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                new Parameter("rows", "rows", 2000, 30, 1e9, "How far back mean and deviation look."),
                new Parameter("slack", "deviations", 0.5, 0, 100, "What a row may deviate without being counted."),
                new Parameter("threshold", "deviations", 20, 1, 1e9, "The sum that is an anomaly."));
    }

    @Override
    public Track track(Settings settings, String metric, TimeScale scale) {
        return new Sums(settings);
    }

    private static final class Sums implements Track {
        private static final int WARM_UP = 60;

        private final Average mean;
        private final Average spread;
        private final Resolution resolution = new Resolution();
        private final double slack;
        private final double limit;
        private double up;
        private double down;
        private double shown;
        private long upRows;
        private long downRows;
        private double center;

        Sums(Settings settings) {
            mean = new Average(settings.rows("rows"));
            spread = new Average(settings.rows("rows"));
            slack = settings.value("slack");
            limit = settings.value("threshold");
        }

        @Override
        public double observe(long time, double value) {
            center = mean.rows() == 0 ? value : mean.mean();
            double distance = value - center;
            double deviations = spread.rows() < WARM_UP ? 0 : distance / resolution.floor(NORMAL * spread.mean());
            up = Math.max(0, up + deviations - slack);
            down = Math.max(0, down - deviations - slack);
            upRows = up > 0 ? upRows + 1 : 0;
            downRows = down > 0 ? downRows + 1 : 0;
            shown = up >= down ? up : -down;
            double score = Track.score(Math.abs(shown), limit);
            if (score >= ALARM) {
                restart();
            }
            mean.add(value);
            spread.add(Math.abs(distance));
            resolution.add(value);
            return score;
        }

        /** The shift is told; from here on the next one is looked for. */
        private void restart() {
            up = 0;
            down = 0;
        }

        @Override
        public String reason() {
            long rows = shown < 0 ? downRows : upRows;
            return "for " + Amounts.count(rows) + (rows == 1 ? " row " : " rows ") + (shown < 0 ? "below" : "above")
                    + " the mean " + Amounts.number(center) + ", together by "
                    + Amounts.number(Math.abs(shown)) + " deviations more than the slack";
        }

        @Override
        public void write(StateOutput output) {
            mean.write(output);
            spread.write(output);
            resolution.write(output);
            States.writeDouble(output, up);
            States.writeDouble(output, down);
            output.writeVarint(upRows);
            output.writeVarint(downRows);
        }

        @Override
        public void read(StateInput input) {
            mean.read(input);
            spread.read(input);
            resolution.read(input);
            up = States.readDouble(input);
            down = States.readDouble(input);
            upRows = input.readVarint();
            downRows = input.readVarint();
        }

        @Override
        public long memoryBytes() {
            return 160 + Resolution.memoryBytes();
        }
    }
}
