package io.barograph.core.expr;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.DoubleColumn;

/** Elementary functions of two DOUBLE: {@code power} and {@code atan2}. */
final class ElementaryPair implements Kernel {
    enum Operator {
        POWER,
        ATAN2
    }

    private final Operator operator;
    private final double[] out = new double[Batch.CAPACITY];

    ElementaryPair(Operator operator) {
        this.operator = operator;
    }

    @Override
    public Column apply(Column[] arguments, int size, ResultValidity result) {
        double[] left = ((DoubleColumn) arguments[0]).values();
        double[] right = ((DoubleColumn) arguments[1]).values();
        for (int i = 0; i < size; i++) {
            double x = left[i];
            double y = right[i];
            if (operator == Operator.ATAN2) {
                out[i] = StrictMath.atan2(x, y);
                continue;
            }
            out[i] = ElementaryMath.power(x, y);
            if (!ElementaryMath.isDefined(x, y, out[i])) {
                result.undefined(i);
            }
        }
        return new DoubleColumn(out, result.validity());
    }
}
