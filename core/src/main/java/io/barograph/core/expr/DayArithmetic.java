package io.barograph.core.expr;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Type;
import io.barograph.core.text.DateText;

/** Days and numbers of days: {@code date + n}, {@code date - n}. */
final class DayArithmetic implements Kernel {
    private final int day;
    private final int sign;
    private final long[] out = new long[Batch.CAPACITY];

    /**
     * @param day which argument is the DATE; the other is a BIGINT
     * @param sign 1 or -1: what the number is multiplied by
     */
    DayArithmetic(int day, int sign) {
        this.day = day;
        this.sign = sign;
    }

    @Override
    public Column apply(Column[] arguments, int size, ResultValidity result) {
        long[] days = ((LongColumn) arguments[day]).values();
        long[] numbers = ((LongColumn) arguments[1 - day]).values();
        for (int i = 0; i < size; i++) {
            // Beyond these limits no day is reached from any other; within them nothing overflows.
            long number = Math.max(-4 * DateText.MAX_DAY, Math.min(4 * DateText.MAX_DAY, numbers[i]));
            out[i] = days[i] + sign * number;
            if (!DateText.isInRange(out[i])) {
                result.undefined(i);
            }
        }
        return new LongColumn(Type.DATE, out, result.validity());
    }
}
