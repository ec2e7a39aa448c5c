package io.barograph.core.expr;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Type;
import io.barograph.core.text.CivilDate;

/** {@code EXTRACT}: one loop for each kind of unit. */
final class Extraction implements Kernel {
    private static final long NANOS_PER_DAY = 86_400_000_000_000L;
    private static final long NANOS_PER_MINUTE = 60_000_000_000L;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final TimeUnit unit;
    private final long[] out = new long[Batch.CAPACITY];

    Extraction(TimeUnit unit) {
        this.unit = unit;
    }

    @Override
    public Column apply(Column[] arguments, int size, ResultValidity result) {
        long[] times = ((LongColumn) arguments[0]).values();
        switch (unit) {
            case HOUR -> cycle(times, 3_600_000_000_000L, 24, size);
            case MINUTE -> cycle(times, NANOS_PER_MINUTE, 60, size);
            case SECOND -> cycle(times, NANOS_PER_SECOND, 60, size);
            case MILLISECOND, MICROSECOND, NANOSECOND -> {
                long nanos = unit.nanos();
                cycle(times, nanos, NANOS_PER_MINUTE / nanos, size);
            }
            case EPOCH -> {
                for (int i = 0; i < size; i++) {
                    out[i] = Math.floorDiv(times[i], NANOS_PER_SECOND);
                }
            }
            default -> days(times, size);
        }
        return new LongColumn(Type.BIGINT, out, result.validity());
    }

    /**
     * How many units of so many nanoseconds have passed, modulo a count of them. Times come nearly in order: most fall into
     * the unit of the one before, [start, end), which saves two divisions.
     */
    private void cycle(long[] times, long nanos, long count, int size) {
        long start = 0;
        long end = 0;
        long value = 0;
        for (int i = 0; i < size; i++) {
            long time = times[i];
            if (time < start | time >= end) {
                long units = Math.floorDiv(time, nanos);
                value = Math.floorMod(units, count);
                start = startOf(units, nanos, time);
                end = endOf(units, nanos);
            }
            out[i] = value;
        }
    }

    /** Units of a day or longer; the day of the time before is remembered. */
    private void days(long[] times, int size) {
        long start = 0;
        long end = 0;
        long value = 0;
        for (int i = 0; i < size; i++) {
            long time = times[i];
            if (time < start | time >= end) {
                long day = Math.floorDiv(time, NANOS_PER_DAY);
                value = ofDay((int) day);
                start = startOf(day, NANOS_PER_DAY, time);
                end = endOf(day, NANOS_PER_DAY);
            }
            out[i] = value;
        }
    }

    /** The first time within a unit: the first of all where the unit began before it, and the product wrapped. */
    private static long startOf(long units, long nanos, long within) {
        long start = units * nanos;
        return start > within ? Long.MIN_VALUE : start;
    }

    /** The end of a unit, or the last time of all: that one is then never taken for remembered, which only costs time. */
    private static long endOf(long units, long nanos) {
        long end = (units + 1) * nanos;
        return units >= 0 && end < 0 ? Long.MAX_VALUE : end;
    }

    private int ofDay(int day) {
        int date = CivilDate.ofDays(day);
        return switch (unit) {
            case YEAR -> CivilDate.year(date);
            case QUARTER -> (CivilDate.month(date) + 2) / 3;
            case MONTH -> CivilDate.month(date);
            case DAY -> CivilDate.day(date);
            case DOW -> CivilDate.isoDayOfWeek(day) % 7;
            case ISODOW -> CivilDate.isoDayOfWeek(day);
            case DOY -> CivilDate.dayOfYear(day);
            case ISOYEAR -> CivilDate.isoYear(day);
            case WEEK -> CivilDate.isoWeek(day);
            default -> throw new IllegalStateException("not of a day: " + unit);
        };
    }
}
