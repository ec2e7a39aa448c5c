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

/** Shifts of level: a short moving average that leaves a long one. */
public final class Ewma implements Detector {
    @Override
    public String name() {
        return "ewma";
    }

    @Override
    public String description() {
        return "Finds shifts of level that no single row shows: an exponential average of few rows leaves that of many.";
    }

    @Override
    public String source() {
        return "Roberts, Control Chart Tests Based on Geometric Moving Averages, Technometrics 1, 1959; judged by the series' own"
                + " tail, as in extreme_value, since readings of sensors are neither independent nor normal";
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                new Parameter("short", "rows", 16, 1, 1e9, "How far back the short average looks."),
                new Parameter("long", "rows", 2000, 2, 1e9, "How far back the long average looks."),
                ExtremeValue.THRESHOLD);
    }

    @Override
    public Track track(Settings settings, String metric, TimeScale scale) {
        return new Shifts(settings.rows("short"), settings.rows("long"), settings.value("threshold"));
    }

    private static final class Shifts implements Track {
        private final int shortRows;
        private final Average recent;
        private final Average usual;
        private final Tail tail = new Tail();
        private final double limit;

        Shifts(int shortRows, int longRows, double limit) {
            this.shortRows = shortRows;
            this.recent = new Average(shortRows);
            this.usual = new Average(longRows);
            this.limit = limit;
        }

        @Override
        public double observe(long time, double value) {
            double before = usual.rows() == 0 ? value : usual.mean();
            recent.add(value);
            usual.add(value);
            double deviation = Math.abs(recent.mean() - before);
            double score = tail.score(deviation, limit);
            tail.add(deviation);
            return score;
        }

        @Override
        public String reason() {
            double shift = recent.mean() - usual.mean();
            return "the average of the last " + shortRows + " rows is " + Amounts.number(recent.mean()) + ", "
                    + Amounts.number(Math.abs(shift)) + (shift < 0 ? " below" : " above") + " the long-run "
                    + Amounts.number(usual.mean()) + "; " + Reasons.threshold(tail);
        }

        @Override
        public void write(StateOutput output) {
            recent.write(output);
            usual.write(output);
            tail.write(output);
        }

        @Override
        public void read(StateInput input) {
            recent.read(input);
            usual.read(input);
            tail.read(input);
        }

        @Override
        public long memoryBytes() {
            return 112 + Tail.memoryBytes();
        }
    }
}
