package io.barograph.core.expr;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Type;

/**
 * INTERVAL × DOUBLE: the interval is widened to DOUBLE, multiplied, and rounded to a nanosecond, ties to even. Undefined
 * where that is NaN or does not fit.
 */
final class IntervalScaling implements Kernel {
    private final int interval;
    private final int factor;
    private final long[] out = new long[Batch.CAPACITY];

    /** @param interval which argument is the interval; the other is {@code factor} */
    IntervalScaling(int interval, int factor) {
        this.interval = interval;
        this.factor = factor;
    }

    @Override
    public Column apply(Column[] arguments, int size, ResultValidity result) {
        long[] intervals = ((LongColumn) arguments[interval]).values();
        double[] factors = ((DoubleColumn) arguments[factor]).values();
        for (int i = 0; i < size; i++) {
            double product = Math.rint(intervals[i] * factors[i]);
            if (LongRange.contains(product)) {
                out[i] = (long) product;
            } else {
                result.undefined(i);
            }
        }
        return new LongColumn(Type.INTERVAL, out, result.validity());
    }
}
