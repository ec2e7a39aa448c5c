package io.barograph.core.expr;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Type;
import io.barograph.core.text.CivilDate;

/** {@code DATE_TRUNC}. Undefined where the unit begins before TIMESTAMP's range. */
final class Truncation implements Kernel {
    private static final long NANOS_PER_DAY = 86_400_000_000_000L;
    /** The first day that begins within TIMESTAMP's range: 1677-09-22. */
    private static final int FIRST_DAY = (int) (Long.MIN_VALUE / NANOS_PER_DAY);

    private final TimeUnit unit;
    private final long[] out = new long[Batch.CAPACITY];

    Truncation(TimeUnit unit) {
        this.unit = unit;
    }

    @Override
    public Column apply(Column[] arguments, int size, ResultValidity result) {
        long[] times = ((LongColumn) arguments[0]).values();
        if (unit.nanos() > 0) {
            // Weeks begin on Monday, and the epoch on the fourth day of one.
            toMultiple(times, unit.nanos(), unit == TimeUnit.WEEK ? 3 * NANOS_PER_DAY : 0, size, result);
        } else {
            int months = unit == TimeUnit.YEAR ? 12 : unit == TimeUnit.QUARTER ? 3 : 1;
            for (int i = 0; i < size; i++) {
                int date = CivilDate.ofDays((int) Math.floorDiv(times[i], NANOS_PER_DAY));
                int month = (CivilDate.month(date) - 1) / months * months + 1;
                int day = CivilDate.toDays(CivilDate.year(date), month, 1);
                out[i] = day * NANOS_PER_DAY;
                if (day < FIRST_DAY) {
                    result.undefined(i);
                }
            }
        }
        return new LongColumn(Type.TIMESTAMP, out, result.validity());
    }

    /** @param lead how long before the epoch a unit began, less than a unit */
    private void toMultiple(long[] times, long nanos, long lead, int size, ResultValidity result) {
        boolean wrapped = false;
        for (int i = 0; i < size; i++) {
            long time = times[i];
            long into = Math.floorMod(time, nanos) + lead;
            long start = time - (into >= nanos ? into - nanos : into);
            wrapped |= start > time;
            out[i] = start;
        }
        if (wrapped) {
            for (int i = 0; i < size; i++) {
                if (out[i] > times[i]) {
                    result.undefined(i);
                }
            }
        }
    }
}
