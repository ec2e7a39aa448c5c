package io.barograph.core.expr;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Type;

/** {@code WIDTH_BUCKET(value, from, to, count)}: which of so many equal buckets a value falls into. */
final class WidthBucket implements Kernel {
    private final long[] out = new long[Batch.CAPACITY];

    @Override
    public Column apply(Column[] arguments, int size, ResultValidity result) {
        double[] values = ((DoubleColumn) arguments[0]).values();
        double[] starts = ((DoubleColumn) arguments[1]).values();
        double[] ends = ((DoubleColumn) arguments[2]).values();
        long[] counts = ((LongColumn) arguments[3]).values();
        for (int i = 0; i < size; i++) {
            double span = ends[i] - starts[i];
            if (Double.isNaN(values[i])
                    || !Double.isFinite(span)
                    || span == 0
                    || counts[i] <= 0
                    || counts[i] >= 1L << 53) {
                result.undefined(i);
                continue;
            }
            // Above 0, also where the range runs downwards.
            double share = (values[i] - starts[i]) / span;
            out[i] = share < 0 ? 0 : share >= 1 ? counts[i] + 1 : Math.min(counts[i], (long) (share * counts[i]) + 1);
        }
        return new LongColumn(Type.BIGINT, out, result.validity());
    }
}
