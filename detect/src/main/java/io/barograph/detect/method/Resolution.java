package io.barograph.detect.method;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.text.DoubleText;
import io.barograph.detect.States;
import java.math.BigDecimal;

/**
 * How finely a series tells its values apart, and so the deviation that it has at least, however many equal rows there were.
 *
 * <p>Readings that repeat do not show that nothing varies, only that it varies by less than the series can tell. A value that was rounded to
 * a step is off by up to half of it, evenly spread: a standard deviation of the step divided by the root of 12 (JCGM 100:2008, the
 * GUM, F.2.2.1). Without this floor the first row behind a stuck value would be infinitely many deviations off, by however little
 * it moved; with it, a usual step is 3.5 deviations, wherever it leads from.
 *
 * <p><b>The step</b> is the average of those from one row to the next that are not 0, over the last 2,000 of them. The smallest would be
 * that of a rounding sensor, but of one that does not round it would be next to nothing. In white noise the floor is a third of the
 * true deviation, so it decides nothing where a series moves. A large step counts three times the average at most, else a spike would
 * hide the next one.
 *
 * <p><b>A series that has never moved</b> has shown no step: it is the unit of the last digit that its value is written with, 0.1 of
 * 21.5, and 1 of whole numbers.
 */
final class Resolution {
    private static final double ROOT_OF_12 = 3.4641016151377544;
    private static final int STEPS = 2000;
    private static final double MOST = 3;
    /** Decimal digits that a DOUBLE holds for certain. */
    private static final int DIGITS = 15;
    /** A deviation of the greatest values that tracks see, by which these can be divided. */
    private static final double LEAST = 1e-150;

    private final Average step = new Average(STEPS);
    private double previous = Double.NaN;

    void add(double value) {
        double size = Math.abs(value - previous);
        if (size > 0) {
            step.add(step.rows() == 0 ? size : Math.min(size, MOST * step.mean()));
        }
        previous = value;
    }

    /** A deviation as it was computed of rows before, or the floor where it is less: never 0. */
    double floor(double deviation) {
        double size = step.rows() == 0 ? lastDigit(previous) : step.mean();
        return Math.max(deviation, Math.max(LEAST, size / ROOT_OF_12));
    }

    private static double lastDigit(double value) {
        int decimals =
                new BigDecimal(DoubleText.toString(value)).stripTrailingZeros().scale();
        return new BigDecimal(1)
                .movePointLeft(Math.max(0, Math.min(DIGITS, decimals)))
                .doubleValue();
    }

    void write(StateOutput output) {
        step.write(output);
        States.writeDouble(output, previous);
    }

    void read(StateInput input) {
        step.read(input);
        previous = States.readDouble(input);
    }

    /** Bytes of heap. */
    static long memoryBytes() {
        return 56;
    }
}
