package io.barograph.core.expr;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Type;
import io.barograph.core.text.CivilDate;

/** {@code ADD_MONTHS}: keeps the day of the month, or takes the last where there is none such. */
final class MonthAddition implements Kernel {
    private static final long NANOS_PER_DAY = 86_400_000_000_000L;
    /** More months than the range of TIMESTAMP has. */
    private static final long MOST_MONTHS = 12 * 600;

    /** No day of the range is further from 1970. */
    private static final long MOST_DAYS = 106_752;

    private final long[] out = new long[Batch.CAPACITY];

    @Override
    public Column apply(Column[] arguments, int size, ResultValidity result) {
        long[] times = ((LongColumn) arguments[0]).values();
        long[] months = ((LongColumn) arguments[1]).values();
        for (int i = 0; i < size; i++) {
            if (months[i] > MOST_MONTHS || months[i] < -MOST_MONTHS) {
                result.undefined(i);
                continue;
            }
            long days = Math.floorDiv(times[i], NANOS_PER_DAY);
            long newDays = CivilDate.plusMonths((int) days, (int) months[i]);
            long moved = newDays * NANOS_PER_DAY + Math.floorMod(times[i], NANOS_PER_DAY);
            out[i] = moved;
            // Days at either end of the range lie partly outside: there the sum has wrapped to the other sign.
            if (Math.abs(newDays) > MOST_DAYS || moved < 0 != newDays < 0) {
                result.undefined(i);
            }
        }
        return new LongColumn(Type.TIMESTAMP, out, result.validity());
    }
}
