package io.barograph.detect.method;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.detect.Amounts;
import io.barograph.detect.Detector;
import io.barograph.detect.Parameter;
import io.barograph.detect.Settings;
import io.barograph.detect.TimeScale;
import io.barograph.detect.Track;
import java.util.Arrays;
import java.util.List;

/** Values many robust deviations from the median of the rows before: what outliers among these cannot hide. */
public final class RobustZ implements Detector {
    /** What the median absolute deviation of a normal distribution is to be multiplied by to give its standard deviation. */
    private static final double NORMAL = 1.4826;

    @Override
    public String name() {
        return "robust_z";
    }

    @Override
    public String description() {
        return "Finds values far from the median of the rows before, in median absolute deviations, which outliers among these"
                + " cannot hide. However equal these are, a step as usual counts 3.5 deviations at most.";
    }

    @Override
    public String source() {
        return "Iglewicz and Hoaglin, How to Detect and Handle Outliers, 1993; Hampel, JASA 69, 1974";
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                new Parameter("rows", "rows", 288, 5, 10_000, "The rows before that a value is compared with."),
                new Parameter("threshold", "deviations", 6, 0.1, 1e6, "How many robust deviations are an anomaly."));
    }

    @Override
    public Track track(Settings settings, String metric, TimeScale scale) {
        return new Deviations(settings.rows("rows"), settings.value("threshold"));
    }

    private static final class Deviations implements Track {
        private final RecentValues window;
        private final Resolution resolution = new Resolution();
        /** The window's values in ascending order. */
        private final double[] sorted;

        private final double limit;
        private double median;
        private double deviations;

        Deviations(int rows, double limit) {
            this.window = new RecentValues(rows);
            this.sorted = new double[rows];
            this.limit = limit;
        }

        @Override
        public double observe(long time, double value) {
            deviations = 0;
            if (window.isFull()) {
                median = median();
                deviations = (value - median) / resolution.floor(NORMAL * medianDistance());
                replace(window.oldest(), value);
            } else {
                insert(value, window.size());
            }
            window.add(value);
            resolution.add(value);
            return Track.score(Math.abs(deviations), limit);
        }

        private double median() {
            int middle = sorted.length / 2;
            return sorted.length % 2 == 1 ? sorted[middle] : sorted[middle - 1] / 2 + sorted[middle] / 2;
        }

        /**
         * The median distance from the median: distances ascend on both sides of it, so the two sides are merged up to the middle. Where
         * more than half of the rows are equal it is 0; then the mean distance stands in for it.
         */
        private double medianDistance() {
            int high = sorted.length / 2;
            int low = high - 1;
            double distance = 0;
            for (int taken = 0; taken <= sorted.length / 2; taken++) {
                double below = low >= 0 ? median - sorted[low] : Double.POSITIVE_INFINITY;
                double above = high < sorted.length ? sorted[high] - median : Double.POSITIVE_INFINITY;
                distance = Math.min(below, above);
                if (below <= above) {
                    low--;
                } else {
                    high++;
                }
            }
            if (distance > 0) {
                return distance;
            }
            double sum = 0;
            for (double value : sorted) {
                sum += Math.abs(value - median);
            }
            return sum / sorted.length;
        }

        private void insert(double value, int size) {
            int at = place(value, size);
            System.arraycopy(sorted, at, sorted, at + 1, size - at);
            sorted[at] = value;
        }

        private void replace(double old, double value) {
            int from = place(old, sorted.length);
            System.arraycopy(sorted, from + 1, sorted, from, sorted.length - 1 - from);
            insert(value, sorted.length - 1);
        }

        private int place(double value, int size) {
            int at = Arrays.binarySearch(sorted, 0, size, value);
            return at < 0 ? -1 - at : at;
        }

        @Override
        public String reason() {
            return Reasons.deviations(deviations, "robust") + " the median of the last " + window.capacity() + " rows, "
                    + Amounts.number(median);
        }

        @Override
        public void write(StateOutput output) {
            window.write(output);
            resolution.write(output);
        }

        @Override
        public void read(StateInput input) {
            window.read(input);
            int size = window.size();
            for (int i = 0; i < size; i++) {
                sorted[i] = window.get(i);
            }
            Arrays.sort(sorted, 0, size);
            resolution.read(input);
        }

        @Override
        public long memoryBytes() {
            return 80 + Resolution.memoryBytes() + window.memoryBytes() + 8L * sorted.length;
        }
    }
}
