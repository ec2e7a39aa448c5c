package io.barograph.core.expr;

import io.barograph.core.column.Batch;
import io.barograph.core.column.BooleanColumn;
import io.barograph.core.column.Column;
import io.barograph.core.column.LongColumn;

/** Compares two columns carried as long. */
final class LongComparison implements Kernel {
    private final Comparison comparison;
    private final boolean[] out = new boolean[Batch.CAPACITY];

    LongComparison(Comparison comparison) {
        this.comparison = comparison;
    }

    @Override
    public Column apply(Column[] arguments, int size, ResultValidity result) {
        long[] left = ((LongColumn) arguments[0]).values();
        long[] right = ((LongColumn) arguments[1]).values();
        boolean negated = comparison.negated();
        switch (comparison.shape()) {
            case EQUAL -> equal(left, right, negated, out, size);
            case LESS -> less(left, right, negated, out, size);
            case LESS_OR_EQUAL -> lessOrEqual(left, right, negated, out, size);
        }
        return new BooleanColumn(out, result.validity());
    }

    private static void equal(long[] left, long[] right, boolean negated, boolean[] out, int size) {
        for (int i = 0; i < size; i++) {
            out[i] = (left[i] == right[i]) ^ negated;
        }
    }

    private static void less(long[] left, long[] right, boolean negated, boolean[] out, int size) {
        for (int i = 0; i < size; i++) {
            out[i] = (left[i] < right[i]) ^ negated;
        }
    }

    private static void lessOrEqual(long[] left, long[] right, boolean negated, boolean[] out, int size) {
        for (int i = 0; i < size; i++) {
            out[i] = (left[i] <= right[i]) ^ negated;
        }
    }
}
