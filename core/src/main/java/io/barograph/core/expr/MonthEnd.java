package io.barograph.core.expr;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Type;
import io.barograph.core.text.CivilDate;
import io.barograph.core.text.DateText;

/** {@code last_day}: the last day of the month that a TIMESTAMP lies in, a DATE; undefined where there is no such DATE. */
final class MonthEnd implements Kernel {
    private final long[] out = new long[Batch.CAPACITY];

    @Override
    public Column apply(Column[] arguments, int size, ResultValidity result) {
        long[] times = ((LongColumn) arguments[0]).values();
        for (int i = 0; i < size; i++) {
            int day = (int) Math.floorDiv(times[i], DateText.NANOS_PER_DAY);
            int date = CivilDate.ofDays(day);
            int length = CivilDate.lengthOfMonth(CivilDate.year(date), CivilDate.month(date));
            out[i] = (long) day + length - CivilDate.day(date);
            if (!DateText.isInRange(out[i])) {
                result.undefined(i);
            }
        }
        return new LongColumn(Type.DATE, out, result.validity());
    }
}
