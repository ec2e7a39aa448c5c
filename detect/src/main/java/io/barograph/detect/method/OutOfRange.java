package io.barograph.detect.method;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.detect.Amounts;
import io.barograph.detect.Detector;
import io.barograph.detect.Parameter;
import io.barograph.detect.Settings;
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
                + " moisture (hum, rh) 0 to 100 %, temperature (temp) -100 to 150 °C, pressure (pres) above 0.";
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
    public Track track(Settings settings, String metric) {
        Quantity quantity = Quantity.of(metric);
        double least = settings.value("least");
        double most = settings.value("most");
        return new Range(Double.isNaN(least) ? quantity.least : least, Double.isNaN(most) ? quantity.most : most);
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
        private final double least;
        private final double most;
        private double value;

        Range(double least, double most) {
            this.least = least;
            this.most = most;
        }

        @Override
        public double observe(long time, double observed) {
            value = observed;
            return value < least || value > most ? 1 : 0;
        }

        @Override
        public String reason() {
            return value < least
                    ? Amounts.exactly(value) + " is below " + Amounts.number(least) + ", the least that it can be"
                    : Amounts.exactly(value) + " is above " + Amounts.number(most) + ", the most that it can be";
        }

        @Override
        public void write(StateOutput output) {}

        @Override
        public void read(StateInput input) {}

        @Override
        public long memoryBytes() {
            return 40;
        }
    }
}
