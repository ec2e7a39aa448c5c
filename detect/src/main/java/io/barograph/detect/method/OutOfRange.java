package io.barograph.detect.method;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.detect.Amounts;
import io.barograph.detect.Detector;
import io.barograph.detect.Parameter;
import io.barograph.detect.Settings;
import io.barograph.detect.TimeScale;
import io.barograph.detect.Track;
import java.util.List;
import java.util.Locale;

/** Values that the quantity cannot have. */
public final class OutOfRange implements Detector {
    @Override
    public String name() {
        return "out_of_range";
    }

    @Override
    public String description() {
        return "Finds values that the quantity cannot have. Without bounds they follow from the column's name: humidity and soil"
                + " moisture (hum, rh) 0 to 100 %, temperature (temp) -100 to 150 °C, pressure (pres) above 0; a column most of whose rows are beyond them, and more than 50,"
                + " has another unit, and no bounds.";
    }

    @Override
    public String source() {
        return "The range test of meteorological quality control: WMO-No. 8, volume V, chapter 1";
    }

    @Override
    public List<Parameter> parameters() {
        double most = Double.MAX_VALUE;
        return List.of(
                new Parameter("least", "the metric's", Double.NaN, -most, most, "The least value; else by the name."),
                new Parameter(
                        "most", "the metric's", Double.NaN, -most, most, "The greatest value; else by the name."));
    }

    @Override
    public void check(Settings settings) {
        double least = settings.value("least");
        double most = settings.value("most");
        if (least > most) {
            throw BarographException.ofArgument(
                    ErrorCode.INVALID_ARGUMENT,
                    "least",
                    "no value is at least " + Amounts.number(least) + " and at most " + Amounts.number(most)
                            + ": least of out_of_range must not be above most");
        }
    }

    @Override
    public Track track(Settings settings, String metric, TimeScale scale) {
        Quantity quantity = Quantity.of(metric);
        double least = settings.value("least");
        double most = settings.value("most");
        boolean isGiven = !Double.isNaN(least) || !Double.isNaN(most);
        return new Range(
                Double.isNaN(least) ? quantity.least : least, Double.isNaN(most) ? quantity.most : most, isGiven);
    }

    /** What columns are called whose quantity has bounds. */
    private enum Quantity {
        HUMIDITY(0, 100),
        /** Of the air, a room or an electronic part, in °C: a column in °F or K stays within unless it is broken, or warm. */
        TEMPERATURE(-100, 150),
        PRESSURE(Double.MIN_VALUE, Double.MAX_VALUE),
        ANY(-Double.MAX_VALUE, Double.MAX_VALUE);

        final double least;
        final double most;

        Quantity(double least, double most) {
            this.least = least;
            this.most = most;
        }

        static Quantity of(String metric) {
            String name = metric.toLowerCase(Locale.ROOT);
            if (name.startsWith("hum") || name.equals("rh") || name.endsWith("_rh") || name.contains("humidity")) {
                return HUMIDITY;
            }
            if (name.startsWith("temp") || name.endsWith("_temp") || name.contains("temperature")) {
                return TEMPERATURE;
            }
            return name.startsWith("pres") || name.contains("pressure") ? PRESSURE : ANY;
        }
    }

    private static final class Range implements Track {
        /** Rows beyond the bounds from which on, if most rows are, the column's unit is another than its name lets expect. */
        private static final int GRACE = 50;

        private final double least;
        private final double most;
        /** Whether somebody said what is possible: then it holds, however many rows are beyond it. */
        private final boolean isGiven;

        private long inside;
        private long outside;
        private double value;

        Range(double least, double most, boolean isGiven) {
            this.least = least;
            this.most = most;
            this.isGiven = isGiven;
        }

        @Override
        public double observe(long time, double observed) {
            value = observed;
            if (value >= least && value <= most) {
                inside++;
                return 0;
            }
            outside++;
            return isGiven || outside <= Math.max(inside, GRACE) ? 1 : 0;
        }

        @Override
        public String reason() {
            return value < least
                    ? Amounts.exactly(value) + " is below " + Amounts.number(least) + ", the least that it can be"
                    : Amounts.exactly(value) + " is above " + Amounts.number(most) + ", the most that it can be";
        }

        @Override
        public void write(StateOutput output) {
            output.writeVarint(inside);
            output.writeVarint(outside);
        }

        @Override
        public void read(StateInput input) {
            inside = input.readVarint();
            outside = input.readVarint();
        }

        @Override
        public long memoryBytes() {
            return 64;
        }
    }
}
