package io.barograph.core.expr;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Type;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * {@code round}: to nearest, ties away from zero. Digits are decided on the exact binary value, and the result is the
 * double nearest to the decimal found.
 */
final class Rounding {
    /** At and above it every double is whole. */
    private static final double WHOLE = 0x1p52;
    /** Powers of ten that are exact doubles. */
    private static final double[] POWERS = new double[23];
    /** No double has more decimal digits behind the point than these. */
    private static final int MOST_DIGITS = 1074;

    static {
        for (int i = 0; i < POWERS.length; i++) {
            POWERS[i] = Double.parseDouble("1e" + i);
        }
    }

    private Rounding() {}

    private static double toInteger(double value) {
        double magnitude = Math.abs(value);
        if (!(magnitude < WHOLE)) {
            return value;
        }
        double floor = Math.floor(magnitude);
        return Math.copySign(magnitude - floor >= 0.5 ? floor + 1 : floor, value);
    }

    private static double toDigits(double value, long digits) {
        double magnitude = Math.abs(value);
        if (!(magnitude <= Double.MAX_VALUE) || digits >= 0 && magnitude >= WHOLE || digits > MOST_DIGITS) {
            return value;
        }
        if (digits >= 0 && digits < POWERS.length) {
            double power = POWERS[(int) digits];
            double scaled = magnitude * power;
            double nearest = toInteger(scaled);
            // The product is off by half an ulp at most: far enough from a tie that does not matter, and an integer
            // divided by an exact power is rounded once.
            if (scaled < WHOLE && Math.abs(scaled - Math.floor(scaled) - 0.5) > 2 * Math.ulp(scaled)) {
                return Math.copySign(nearest / power, value);
            }
        }
        if (digits < -Double.MAX_EXPONENT) {
            return Math.copySign(0, value);
        }
        double rounded = new BigDecimal(magnitude)
                .setScale((int) digits, RoundingMode.HALF_UP)
                .doubleValue();
        return Math.copySign(rounded, value);
    }

    /** {@code round(DOUBLE)}. */
    static final class ToInteger implements Kernel {
        private final double[] out = new double[Batch.CAPACITY];

        @Override
        public Column apply(Column[] arguments, int size, ResultValidity result) {
            double[] values = ((DoubleColumn) arguments[0]).values();
            for (int i = 0; i < size; i++) {
                out[i] = toInteger(values[i]);
            }
            return new DoubleColumn(out, result.validity());
        }
    }

    /** {@code round(DOUBLE, BIGINT)}. */
    static final class ToDigits implements Kernel {
        private final double[] out = new double[Batch.CAPACITY];

        @Override
        public Column apply(Column[] arguments, int size, ResultValidity result) {
            double[] values = ((DoubleColumn) arguments[0]).values();
            long[] digits = ((LongColumn) arguments[1]).values();
            for (int i = 0; i < size; i++) {
                out[i] = result.inputsPresent(i) ? toDigits(values[i], digits[i]) : 0;
            }
            return new DoubleColumn(out, result.validity());
        }
    }

    /** {@code round(BIGINT, BIGINT)}. */
    static final class LongToDigits implements Kernel {
        private static final int LONG_DIGITS = 19;
        private final long[] out = new long[Batch.CAPACITY];

        @Override
        public Column apply(Column[] arguments, int size, ResultValidity result) {
            long[] values = ((LongColumn) arguments[0]).values();
            long[] digits = ((LongColumn) arguments[1]).values();
            for (int i = 0; i < size; i++) {
                if (digits[i] >= 0) {
                    out[i] = values[i];
                } else if (digits[i] < -LONG_DIGITS) {
                    out[i] = 0;
                } else {
                    BigDecimal rounded = BigDecimal.valueOf(values[i]).setScale((int) digits[i], RoundingMode.HALF_UP);
                    out[i] = rounded.longValue();
                    if (rounded.toBigInteger().bitLength() > 63) {
                        result.undefined(i);
                    }
                }
            }
            return new LongColumn(Type.BIGINT, out, result.validity());
        }
    }
}
