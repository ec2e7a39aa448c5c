package io.barograph.core.expr;

import io.barograph.core.column.Batch;
import io.barograph.core.column.BooleanColumn;
import io.barograph.core.column.Column;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.LongColumn;

/** Compares a BIGINT column with a DOUBLE column without rounding: 2^53 + 1 is above 2^53. */
final class ExactComparison implements Kernel {
    private final Comparison comparison;
    private final int longIndex;
    private final int doubleIndex;
    private final boolean[] out = new boolean[Batch.CAPACITY];

    /** @param comparison with the BIGINT on its left side, whichever argument that is */
    ExactComparison(Comparison comparison, int longIndex, int doubleIndex) {
        this.comparison = comparison;
        this.longIndex = longIndex;
        this.doubleIndex = doubleIndex;
    }

    @Override
    public Column apply(Column[] arguments, int size, ResultValidity result) {
        long[] left = ((LongColumn) arguments[longIndex]).values();
        double[] right = ((DoubleColumn) arguments[doubleIndex]).values();
        boolean negated = comparison.negated();
        // order < bound: 0 asks for less, 1 for less or equal; equality looks at the order itself.
        boolean equality = comparison.shape() == Comparison.Shape.EQUAL;
        int bound = comparison.shape() == Comparison.Shape.LESS ? 0 : 1;
        for (int i = 0; i < size; i++) {
            int order = LongRange.compare(left[i], right[i]);
            out[i] = (equality ? order == 0 : order < bound) ^ negated;
        }
        return new BooleanColumn(out, result.validity());
    }
}
