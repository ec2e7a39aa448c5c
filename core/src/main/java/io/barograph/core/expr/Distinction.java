package io.barograph.core.expr;

import io.barograph.core.column.Batch;
import io.barograph.core.column.BooleanColumn;
import io.barograph.core.column.Column;
import io.barograph.core.column.Validity;

/** {@code IS [NOT] DISTINCT FROM}: equality in which NULL is a value. */
final class Distinction implements Kernel {
    private final Kernel equality;
    private final boolean distinct;
    private final boolean[] out = new boolean[Batch.CAPACITY];

    /** @param distinct whether true means different */
    Distinction(Kernel equality, boolean distinct) {
        this.equality = equality;
        this.distinct = distinct;
    }

    @Override
    public Column apply(Column[] arguments, int size, ResultValidity result) {
        boolean[] equal = ((BooleanColumn) equality.apply(arguments, size, result)).values();
        Validity left = arguments[0].validity();
        Validity right = arguments[1].validity();
        if (!left.hasNulls() && !right.hasNulls()) {
            for (int i = 0; i < size; i++) {
                out[i] = equal[i] ^ distinct;
            }
        } else {
            for (int i = 0; i < size; i++) {
                boolean same = left.isPresent(i) & right.isPresent(i) ? equal[i] : left.isNull(i) & right.isNull(i);
                out[i] = same ^ distinct;
            }
        }
        return new BooleanColumn(out, Validity.ALL);
    }
}
