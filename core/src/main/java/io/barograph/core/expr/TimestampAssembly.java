package io.barograph.core.expr;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Type;
import io.barograph.core.text.CivilDate;

/** {@code MAKE_TIMESTAMP}: year, month, day, and perhaps hour, minute and second (BIGINT or DOUBLE). */
final class TimestampAssembly implements Kernel {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final int FIRST_YEAR = 1677;
    private static final int LAST_YEAR = 2262;

    private final long[] out = new long[Batch.CAPACITY];
    private final long[] zeros = new long[Batch.CAPACITY];

    @Override
    public Column apply(Column[] arguments, int size, ResultValidity result) {
        long[] years = part(arguments, 0);
        long[] months = part(arguments, 1);
        long[] days = part(arguments, 2);
        long[] hours = part(arguments, 3);
        long[] minutes = part(arguments, 4);
        boolean fraction = arguments.length > 5 && arguments[5] instanceof DoubleColumn;
        long[] seconds = fraction ? zeros : part(arguments, 5);
        for (int i = 0; i < size; i++) {
            long second = seconds[i];
            long nanos = 0;
            if (fraction) {
                double value = ((DoubleColumn) arguments[5]).values()[i];
                double whole = Math.floor(value);
                // NaN becomes second 0 by the cast: made invalid here.
                second = Double.isNaN(value) ? -1 : (long) whole;
                nanos = (long) Math.rint((value - whole) * NANOS_PER_SECOND);
            }
            if (!isTimeOfDay(hours[i], minutes[i], second) || !isDate(years[i], months[i], days[i])) {
                result.undefined(i);
                continue;
            }
            long day = CivilDate.toDays((int) years[i], (int) months[i], (int) days[i]);
            long total = ((day * 24 + hours[i]) * 60 + minutes[i]) * 60 + second;
            long high = Math.multiplyHigh(total, NANOS_PER_SECOND);
            long base = total * NANOS_PER_SECOND;
            if (high == base >> 63 && base <= Long.MAX_VALUE - nanos) {
                out[i] = base + nanos;
            } else {
                result.undefined(i);
            }
        }
        return new LongColumn(Type.TIMESTAMP, out, result.validity());
    }

    private long[] part(Column[] arguments, int index) {
        return index < arguments.length ? ((LongColumn) arguments[index]).values() : zeros;
    }

    private static boolean isTimeOfDay(long hour, long minute, long second) {
        return hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second < 60;
    }

    private static boolean isDate(long year, long month, long day) {
        return year >= FIRST_YEAR
                && year <= LAST_YEAR
                && month >= 1
                && month <= 12
                && day >= 1
                && day <= 31
                && CivilDate.isValid((int) year, (int) month, (int) day);
    }
}
