package io.barograph.core.expr;

import io.barograph.core.column.Batch;
import io.barograph.core.column.BooleanColumn;
import io.barograph.core.column.Column;

/** {@code NOT}. */
final class Negation implements Kernel {
    private final boolean[] out = new boolean[Batch.CAPACITY];

    @Override
    public Column apply(Column[] arguments, int size, ResultValidity result) {
        boolean[] values = ((BooleanColumn) arguments[0]).values();
        for (int i = 0; i < size; i++) {
            out[i] = !values[i];
        }
        return new BooleanColumn(out, result.validity());
    }
}
