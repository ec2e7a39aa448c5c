package io.barograph.core.expr;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Type;
import io.barograph.core.text.CivilDate;

/** {@code DATE_CEIL}: the first start of a unit that is not before the time. Undefined where it is after TIMESTAMP's range. */
final class UpwardRounding implements Kernel {
    private static final long NANOS_PER_DAY = 86_400_000_000_000L;
    /** The last day that begins within TIMESTAMP's range: 2262-04-11. */
    private static final long LAST_DAY = Long.MAX_VALUE / NANOS_PER_DAY;

    private final TimeUnit unit;
    private final long[] out = new long[Batch.CAPACITY];

    UpwardRounding(TimeUnit unit) {
        this.unit = unit;
    }

    @Override
    public Column apply(Column[] arguments, int size, ResultValidity result) {
        long[] times = ((LongColumn) arguments[0]).values();
        if (unit.nanos() > 0) {
            // Weeks begin on Monday, and the epoch on the fourth day of one.
            toMultiple(times, unit.nanos(), unit == TimeUnit.WEEK ? 3 * NANOS_PER_DAY : 0, size, result);
        } else {
            toMonths(times, unit == TimeUnit.YEAR ? 12 : unit == TimeUnit.QUARTER ? 3 : 1, size, result);
        }
        return new LongColumn(Type.TIMESTAMP, out, result.validity());
    }

    /** @param lead how long before the epoch a unit began, less than a unit */
    private void toMultiple(long[] times, long nanos, long lead, int size, ResultValidity result) {
        for (int i = 0; i < size; i++) {
            long into = (Math.floorMod(times[i], nanos) + lead) % nanos;
            out[i] = into == 0 ? times[i] : times[i] + (nanos - into);
            if (out[i] < times[i]) {
                result.undefined(i);
            }
        }
    }

    private void toMonths(long[] times, int months, int size, ResultValidity result) {
        for (int i = 0; i < size; i++) {
            long day = Math.floorDiv(times[i], NANOS_PER_DAY);
            int date = CivilDate.ofDays((int) day);
            boolean within = CivilDate.day(date) > 1
                    || (CivilDate.month(date) - 1) % months > 0
                    || times[i] > day * NANOS_PER_DAY;
            if (!within) {
                out[i] = times[i];
                continue;
            }
            int next = CivilDate.year(date) * 12 + ((CivilDate.month(date) - 1) / months + 1) * months;
            long start = CivilDate.toDays(Math.floorDiv(next, 12), Math.floorMod(next, 12) + 1, 1);
            out[i] = start * NANOS_PER_DAY;
            if (start > LAST_DAY) {
                result.undefined(i);
            }
        }
    }
}
