package io.barograph.core.text;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Slow, exact answers about doubles and decimals, in integers of any size. */
final class DecimalOracle {
    private static final BigDecimal TWO = BigDecimal.valueOf(2);
    /** 2^1024, what would follow the largest double. */
    private static final BigDecimal BEYOND = TWO.pow(1024);

    private DecimalOracle() {}

    /** Whether this non-negative double is the one nearest to a non-negative decimal, ties to even. */
    static boolean isNearest(BigDecimal decimal, double value) {
        boolean even = (Double.doubleToRawLongBits(value) & 1) == 0;
        if (value == Double.POSITIVE_INFINITY) {
            return decimal.compareTo(middle(Double.MAX_VALUE)) >= 0;
        }
        int above = decimal.compareTo(middle(value));
        if (above > 0 || above == 0 && !even) {
            return false;
        }
        if (value == 0) {
            return true;
        }
        int below = decimal.compareTo(middle(Math.nextDown(value)));
        return below > 0 || below == 0 && even;
    }

    /**
     * Whether no decimal with fewer digits rounds to this positive, finite double, and none of as many digits that does
     * is nearer to it.
     */
    static boolean isShortest(double value, BigDecimal printed) {
        BigDecimal exact = new BigDecimal(value);
        int digits = printed.stripTrailingZeros().precision();
        if (digits > 1
                && (inside(neighbour(exact, digits - 1, false), value)
                        || inside(neighbour(exact, digits - 1, true), value))) {
            return false;
        }
        BigDecimal distance = printed.subtract(exact).abs();
        for (boolean up : new boolean[] {false, true}) {
            BigDecimal other = neighbour(exact, digits, up);
            if (inside(other, value) && other.subtract(exact).abs().compareTo(distance) < 0) {
                return false;
            }
        }
        return isNearest(printed, value);
    }

    /** The decimal in the middle between a double and the next one. Doubles themselves are integers times 2^-1074. */
    static BigDecimal middle(double value) {
        double next = Math.nextUp(value);
        BigDecimal upper = next == Double.POSITIVE_INFINITY ? BEYOND : new BigDecimal(next);
        return new BigDecimal(value).add(upper).divide(TWO);
    }

    private static boolean inside(BigDecimal decimal, double value) {
        return decimal.signum() > 0 && isNearest(decimal, value);
    }

    private static BigDecimal neighbour(BigDecimal exact, int digits, boolean up) {
        return exact.round(new MathContext(digits, up ? RoundingMode.UP : RoundingMode.DOWN));
    }
}
