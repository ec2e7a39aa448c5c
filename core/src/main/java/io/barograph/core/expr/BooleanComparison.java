package io.barograph.core.expr;

import io.barograph.core.column.Batch;
import io.barograph.core.column.BooleanColumn;
import io.barograph.core.column.Column;

/** Compares two BOOLEAN columns, false being below true. */
final class BooleanComparison implements Kernel {
    private final Comparison comparison;
    private final boolean[] out = new boolean[Batch.CAPACITY];

    BooleanComparison(Comparison comparison) {
        this.comparison = comparison;
    }

    @Override
    public Column apply(Column[] arguments, int size, ResultValidity result) {
        boolean[] left = ((BooleanColumn) arguments[0]).values();
        boolean[] right = ((BooleanColumn) arguments[1]).values();
        boolean negated = comparison.negated();
        switch (comparison.shape()) {
            case EQUAL -> {
                for (int i = 0; i < size; i++) {
                    out[i] = left[i] ^ right[i] ^ !negated;
                }
            }
            case LESS -> {
                for (int i = 0; i < size; i++) {
                    out[i] = (!left[i] & right[i]) ^ negated;
                }
            }
            case LESS_OR_EQUAL -> {
                for (int i = 0; i < size; i++) {
                    out[i] = (!left[i] | right[i]) ^ negated;
                }
            }
        }
        return new BooleanColumn(out, result.validity());
    }
}
