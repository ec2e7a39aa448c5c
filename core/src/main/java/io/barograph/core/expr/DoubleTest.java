package io.barograph.core.expr;

import io.barograph.core.column.Batch;
import io.barograph.core.column.BooleanColumn;
import io.barograph.core.column.Column;
import io.barograph.core.column.DoubleColumn;
import java.util.function.DoublePredicate;

/** What kind of number a DOUBLE is. */
final class DoubleTest implements Kernel {
    private final DoublePredicate test;
    private final boolean[] out = new boolean[Batch.CAPACITY];

    DoubleTest(DoublePredicate test) {
        this.test = test;
    }

    @Override
    public Column apply(Column[] arguments, int size, ResultValidity result) {
        double[] values = ((DoubleColumn) arguments[0]).values();
        for (int i = 0; i < size; i++) {
            out[i] = test.test(values[i]);
        }
        return new BooleanColumn(out, result.validity());
    }
}
