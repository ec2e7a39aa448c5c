package io.barograph.detect;

import io.barograph.core.text.TimestampText;
import java.math.BigDecimal;
import java.math.MathContext;

/** Numbers, durations and times as reasons say them: short, and the same in every locale. */
public final class Amounts {
    private static final MathContext DIGITS = new MathContext(4);
    private static final long[] UNITS = {
        86_400_000_000_000L, 3_600_000_000_000L, 60_000_000_000L, 1_000_000_000L, 1_000_000L
    };
    private static final String[] UNIT_NAMES = {"days", "h", "min", "s", "ms"};

    private Amounts() {}

    /** Four significant digits; whole numbers below a billion in full. */
    public static String number(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return io.barograph.core.text.DoubleText.toString(value);
        }
        if (value == Math.rint(value) && Math.abs(value) < 1e9) {
            return Long.toString((long) value);
        }
        BigDecimal rounded = new BigDecimal(value).round(DIGITS).stripTrailingZeros();
        double magnitude = Math.abs(value);
        return magnitude >= 1e-4 && magnitude < 1e9 ? rounded.toPlainString() : rounded.toString();
    }

    /** As the row has it: all digits that tell it from its neighbours. */
    public static String exactly(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : io.barograph.core.text.DoubleText.toString(value);
    }

    /** A number of rows, its thousands apart. */
    public static String count(long value) {
        String digits = Long.toString(value);
        StringBuilder text = new StringBuilder(digits);
        for (int at = digits.length() - 3; at > (value < 0 ? 1 : 0); at -= 3) {
            text.insert(at, ',');
        }
        return text.toString();
    }

    /** A duration in the largest unit that it fills. */
    public static String duration(double nanos) {
        for (int i = 0; i < UNITS.length; i++) {
            if (Math.abs(nanos) >= UNITS[i]) {
                return number(nanos / UNITS[i]) + " " + UNIT_NAMES[i];
            }
        }
        return number(nanos) + " ns";
    }

    public static String time(long nanos) {
        return TimestampText.toString(nanos);
    }
}
