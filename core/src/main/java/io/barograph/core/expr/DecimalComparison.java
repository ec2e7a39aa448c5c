package io.barograph.core.expr;

import io.barograph.core.column.Batch;
import io.barograph.core.column.BooleanColumn;
import io.barograph.core.column.Column;
import io.barograph.core.column.DecimalColumn;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Type;
import io.barograph.core.decimal.Int128;
import java.math.BigDecimal;

/** Compares two columns of which one is a DECIMAL and the other any number, without rounding. */
final class DecimalComparison implements Kernel {
    private final Comparison comparison;
    private final Type left;
    private final Type right;
    private final boolean[] out = new boolean[Batch.CAPACITY];
    private final long[] leftHigh = new long[Batch.CAPACITY];
    private final long[] rightHigh = new long[Batch.CAPACITY];
    private final Int128 register = new Int128();

    DecimalComparison(Comparison comparison, Type left, Type right) {
        this.comparison = comparison;
        this.left = left;
        this.right = right;
    }

    @Override
    public Column apply(Column[] arguments, int size, ResultValidity result) {
        boolean negated = comparison.negated();
        boolean equality = comparison.shape() == Comparison.Shape.EQUAL;
        int bound = comparison.shape() == Comparison.Shape.LESS ? 0 : 1;
        if (left == Type.DOUBLE || right == Type.DOUBLE) {
            DecimalColumn decimals = (DecimalColumn) arguments[left == Type.DOUBLE ? 1 : 0];
            double[] doubles = ((DoubleColumn) arguments[left == Type.DOUBLE ? 0 : 1]).values();
            int sign = left == Type.DOUBLE ? -1 : 1;
            int scale = decimals.type().scale();
            for (int i = 0; i < size; i++) {
                int order = sign * order(decimals.high()[i], decimals.low()[i], scale, doubles[i]);
                out[i] = (equality ? order == 0 : order < bound) ^ negated;
            }
            return new BooleanColumn(out, result.validity());
        }
        long[] xLow = low(arguments[0]);
        long[] yLow = low(arguments[1]);
        long[] xHigh = high(arguments[0], leftHigh, size);
        long[] yHigh = high(arguments[1], rightHigh, size);
        int up = right.scale() - left.scale();
        for (int i = 0; i < size; i++) {
            int order = up >= 0
                    ? order(xHigh[i], xLow[i], up, yHigh[i], yLow[i])
                    : -order(yHigh[i], yLow[i], -up, xHigh[i], xLow[i]);
            out[i] = (equality ? order == 0 : order < bound) ^ negated;
        }
        return new BooleanColumn(out, result.validity());
    }

    private static long[] low(Column column) {
        return column instanceof DecimalColumn decimals ? decimals.low() : ((LongColumn) column).values();
    }

    private static long[] high(Column column, long[] scratch, int size) {
        if (column instanceof DecimalColumn decimals) {
            return decimals.high();
        }
        long[] values = ((LongColumn) column).values();
        for (int i = 0; i < size; i++) {
            scratch[i] = values[i] >> 63;
        }
        return scratch;
    }

    /** Orders {@code x · 10^up} and y. */
    private int order(long xHigh, long xLow, int up, long yHigh, long yLow) {
        if (up == 0) {
            return Int128.compare(xHigh, xLow, yHigh, yLow);
        }
        // What does not fit 128 bits is beyond every other value, on its side of zero.
        return register.set(xHigh, xLow).scaleUp(up)
                ? Int128.compare(register.high(), register.low(), yHigh, yLow)
                : xHigh < 0 ? -1 : 1;
    }

    /** Orders a decimal and a double: by the decimal's nearest double, unless that is the other. */
    private static int order(long high, long low, int scale, double value) {
        if (Double.isNaN(value)) {
            return -1;
        }
        double nearest = DecimalCast.toDouble(high, low, scale);
        if (nearest != value) {
            return nearest < value ? -1 : 1;
        }
        return DecimalColumn.number(high, low, scale).compareTo(new BigDecimal(value));
    }
}
