package io.barograph.core.expr;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Type;
import io.barograph.core.text.DateText;

/** Casts between DATE and TIMESTAMP: a day is the time of its midnight, a time is the day that it lies in. */
final class DayConversion implements Kernel {
    private final Type to;
    private final long[] out = new long[Batch.CAPACITY];

    /** @param to DATE or TIMESTAMP */
    DayConversion(Type to) {
        this.to = to;
    }

    @Override
    public Column apply(Column[] arguments, int size, ResultValidity result) {
        long[] values = ((LongColumn) arguments[0]).values();
        if (to == Type.TIMESTAMP) {
            for (int i = 0; i < size; i++) {
                out[i] = values[i] * DateText.NANOS_PER_DAY;
            }
            return new LongColumn(to, out, result.validity());
        }
        for (int i = 0; i < size; i++) {
            out[i] = Math.floorDiv(values[i], DateText.NANOS_PER_DAY);
            // The day of the very first timestamps began before there were any.
            if (!DateText.isInRange(out[i])) {
                result.undefined(i);
            }
        }
        return new LongColumn(to, out, result.validity());
    }
}
