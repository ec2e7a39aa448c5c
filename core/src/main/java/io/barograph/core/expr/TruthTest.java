package io.barograph.core.expr;

import io.barograph.core.column.Batch;
import io.barograph.core.column.BooleanColumn;
import io.barograph.core.column.Column;
import io.barograph.core.column.Validity;

/** {@code IS [NOT] TRUE} and {@code IS [NOT] FALSE}. */
final class TruthTest implements Kernel {
    private final boolean value;
    private final boolean negated;
    private final boolean[] out = new boolean[Batch.CAPACITY];

    TruthTest(boolean value, boolean negated) {
        this.value = value;
        this.negated = negated;
    }

    @Override
    public Column apply(Column[] arguments, int size, ResultValidity result) {
        BooleanColumn column = (BooleanColumn) arguments[0];
        boolean[] values = column.values();
        Validity validity = column.validity();
        for (int i = 0; i < size; i++) {
            out[i] = (validity.isPresent(i) & values[i] == value) ^ negated;
        }
        return new BooleanColumn(out, Validity.ALL);
    }
}
