package io.barograph.core.expr;

import io.barograph.core.column.Batch;
import io.barograph.core.column.BooleanColumn;
import io.barograph.core.column.Column;
import io.barograph.core.column.Validity;
import java.util.Arrays;

/** {@code IS [NOT] NULL}. */
final class NullTest implements Kernel {
    private final boolean isNull;
    private final boolean[] out = new boolean[Batch.CAPACITY];

    NullTest(boolean isNull) {
        this.isNull = isNull;
    }

    @Override
    public Column apply(Column[] arguments, int size, ResultValidity result) {
        Validity validity = arguments[0].validity();
        if (validity.hasNulls()) {
            for (int i = 0; i < size; i++) {
                out[i] = validity.isNull(i) == isNull;
            }
        } else {
            Arrays.fill(out, 0, size, !isNull);
        }
        return new BooleanColumn(out, Validity.ALL);
    }
}
