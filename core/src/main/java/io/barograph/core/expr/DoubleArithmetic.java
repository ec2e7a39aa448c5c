package io.barograph.core.expr;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.DoubleColumn;

/** {@code + - * / %} of two DOUBLE columns: IEEE 754, rounded once; a zero divisor is undefined. */
final class DoubleArithmetic implements Kernel {
    enum Operator {
        ADD,
        SUBTRACT,
        MULTIPLY,
        DIVIDE,
        REMAINDER
    }

    private final Operator operator;
    private final double[] out = new double[Batch.CAPACITY];

    DoubleArithmetic(Operator operator) {
        this.operator = operator;
    }

    @Override
    public Column apply(Column[] arguments, int size, ResultValidity result) {
        double[] left = ((DoubleColumn) arguments[0]).values();
        double[] right = ((DoubleColumn) arguments[1]).values();
        boolean zeroDivisor = switch (operator) {
            case ADD -> add(left, right, out, size);
            case SUBTRACT -> subtract(left, right, out, size);
            case MULTIPLY -> multiply(left, right, out, size);
            case DIVIDE -> divide(left, right, out, size);
            case REMAINDER -> remainder(left, right, out, size);
        };
        if (zeroDivisor) {
            for (int i = 0; i < size; i++) {
                if (right[i] == 0) {
                    result.undefined(i);
                }
            }
        }
        return new DoubleColumn(out, result.validity());
    }

    private static boolean add(double[] left, double[] right, double[] out, int size) {
        for (int i = 0; i < size; i++) {
            out[i] = left[i] + right[i];
        }
        return false;
    }

    private static boolean subtract(double[] left, double[] right, double[] out, int size) {
        for (int i = 0; i < size; i++) {
            out[i] = left[i] - right[i];
        }
        return false;
    }

    private static boolean multiply(double[] left, double[] right, double[] out, int size) {
        for (int i = 0; i < size; i++) {
            out[i] = left[i] * right[i];
        }
        return false;
    }

    private static boolean divide(double[] left, double[] right, double[] out, int size) {
        boolean zero = false;
        for (int i = 0; i < size; i++) {
            zero |= right[i] == 0;
            out[i] = left[i] / right[i];
        }
        return zero;
    }

    private static boolean remainder(double[] left, double[] right, double[] out, int size) {
        boolean zero = false;
        for (int i = 0; i < size; i++) {
            zero |= right[i] == 0;
            out[i] = left[i] % right[i];
        }
        return zero;
    }
}
