package io.barograph.cli.plot;

import io.barograph.core.text.DoubleText;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * An axis of values, upwards.
 *
 * @param least the value at the bottom
 * @param most the value at the top, greater
 */
public record ValueScale(double least, double most) {
    private static final BigDecimal[] STEPS = {
        BigDecimal.ONE, BigDecimal.valueOf(2), BigDecimal.valueOf(5), BigDecimal.TEN,
    };
    /** Numbers from here on are written with an exponent. */
    private static final int MOST_DIGITS = 15;

    private static final int MOST_DECIMALS = 9;

    /** A round value and how it is written. */
    public record Tick(double value, String label) {}

    /** An axis over these values; around a single one there is room. */
    static ValueScale of(double least, double most) {
        if (least < most) {
            return new ValueScale(least, most);
        }
        double room = Math.max(0.5, Math.abs(least) / 20);
        return new ValueScale(Math.max(-Double.MAX_VALUE, least - room), Math.min(Double.MAX_VALUE, most + room));
    }

    /** How far a value is from the top: 0 there, 1 at the bottom. */
    double depth(double value) {
        double span = most - least;
        // A span beyond the greatest double is halved, which no other one may be: half of the smallest double is zero.
        return Double.isInfinite(span) ? (most / 2 - value / 2) / (most / 2 - least / 2) : (most - value) / span;
    }

    /** The pixel of a value, counted from the top, on so many. */
    int pixel(double value, int pixels) {
        return (int) Math.round(depth(value) * (pixels - 1));
    }

    /** Round values on the axis, ascending, with at most so many steps between them. */
    public List<Tick> ticks(int atMost) {
        // As they are written: 0.1 is a tenth here, which its bits are not.
        BigDecimal low = new BigDecimal(DoubleText.toString(least));
        BigDecimal high = new BigDecimal(DoubleText.toString(most));
        BigDecimal rough = high.subtract(low).divide(BigDecimal.valueOf(Math.max(1, atMost)), MathContext.DECIMAL64);
        int exponent = rough.precision() - rough.scale() - 1;
        BigDecimal step = BigDecimal.ONE.scaleByPowerOfTen(exponent + 1);
        for (BigDecimal times : STEPS) {
            BigDecimal candidate = times.scaleByPowerOfTen(exponent);
            if (candidate.compareTo(rough) >= 0) {
                step = candidate;
                break;
            }
        }
        List<Tick> ticks = new ArrayList<>();
        BigDecimal at = low.divide(step, 0, RoundingMode.CEILING).multiply(step);
        for (; at.compareTo(high) <= 0; at = at.add(step)) {
            ticks.add(new Tick(at.doubleValue(), label(at, step)));
        }
        return ticks;
    }

    private static String label(BigDecimal value, BigDecimal step) {
        int decimals = Math.max(0, step.stripTrailingZeros().scale());
        int digits = value.precision() - value.scale();
        if (value.signum() != 0 && (decimals > MOST_DECIMALS || digits > MOST_DIGITS)) {
            return value.stripTrailingZeros().toString().replace("E+", "e").replace('E', 'e');
        }
        return value.signum() == 0
                ? "0"
                : value.setScale(decimals, RoundingMode.HALF_EVEN).toPlainString();
    }
}
