package io.barograph.core.expr;

import io.barograph.core.column.Batch;
import io.barograph.core.column.BooleanColumn;
import io.barograph.core.column.Column;
import io.barograph.core.column.DoubleColumn;

/**
 * Compares two DOUBLE columns, NaN being equal to NaN and above everything else. Against a constant that is a number,
 * IEEE's own comparisons say just that, since NaN is neither equal to it nor below it.
 */
final class DoubleComparison implements Kernel {
    private final Comparison comparison;
    private final boolean toConstant;
    private final double constant;
    private final boolean[] out = new boolean[Batch.CAPACITY];

    DoubleComparison(Comparison comparison) {
        this(comparison, false, 0);
    }

    /** Compares with a constant, which is a number; the second argument is not looked at. */
    DoubleComparison(Comparison comparison, double constant) {
        this(comparison, true, constant);
    }

    private DoubleComparison(Comparison comparison, boolean toConstant, double constant) {
        this.comparison = comparison;
        this.toConstant = toConstant;
        this.constant = constant;
    }

    @Override
    public Column apply(Column[] arguments, int size, ResultValidity result) {
        double[] left = ((DoubleColumn) arguments[0]).values();
        boolean negated = comparison.negated();
        if (toConstant) {
            switch (comparison.shape()) {
                case EQUAL -> equal(left, constant, negated, out, size);
                case LESS -> less(left, constant, negated, out, size);
                case LESS_OR_EQUAL -> lessOrEqual(left, constant, negated, out, size);
            }
        } else {
            double[] right = ((DoubleColumn) arguments[1]).values();
            switch (comparison.shape()) {
                case EQUAL -> equal(left, right, negated, out, size);
                case LESS -> less(left, right, negated, out, size);
                case LESS_OR_EQUAL -> lessOrEqual(left, right, negated, out, size);
            }
        }
        return new BooleanColumn(out, result.validity());
    }

    private static void equal(double[] left, double constant, boolean negated, boolean[] out, int size) {
        for (int i = 0; i < size; i++) {
            out[i] = (left[i] == constant) ^ negated;
        }
    }

    private static void less(double[] left, double constant, boolean negated, boolean[] out, int size) {
        for (int i = 0; i < size; i++) {
            out[i] = (left[i] < constant) ^ negated;
        }
    }

    private static void lessOrEqual(double[] left, double constant, boolean negated, boolean[] out, int size) {
        for (int i = 0; i < size; i++) {
            out[i] = (left[i] <= constant) ^ negated;
        }
    }

    private static void equal(double[] left, double[] right, boolean negated, boolean[] out, int size) {
        for (int i = 0; i < size; i++) {
            double x = left[i];
            double y = right[i];
            out[i] = (x == y | Double.isNaN(x) & Double.isNaN(y)) ^ negated;
        }
    }

    private static void less(double[] left, double[] right, boolean negated, boolean[] out, int size) {
        for (int i = 0; i < size; i++) {
            double x = left[i];
            double y = right[i];
            out[i] = (x < y | !Double.isNaN(x) & Double.isNaN(y)) ^ negated;
        }
    }

    private static void lessOrEqual(double[] left, double[] right, boolean negated, boolean[] out, int size) {
        for (int i = 0; i < size; i++) {
            double y = right[i];
            out[i] = (left[i] <= y | Double.isNaN(y)) ^ negated;
        }
    }
}
