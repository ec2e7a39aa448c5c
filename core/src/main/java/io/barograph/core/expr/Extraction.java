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
            default -> {
                for (int i = 0; i < size; i++) {
                    out[i] = ofDay((int) Math.floorDiv(times[i], NANOS_PER_DAY));
                }
            }
        }
        return new LongColumn(Type.BIGINT, out, result.validity());
    }

    /** How many units of so many nanoseconds have passed, modulo a count of them. */
    private void cycle(long[] times, long nanos, long count, int size) {
        for (int i = 0; i < size; i++) {
            out[i] = Math.floorMod(Math.floorDiv(times[i], nanos), count);
        }
    }

    private int ofDay(int day) {
        int date = CivilDate.ofDays(day);
        return switch (unit) {
            case YEAR -> CivilDate.year(date);
            case QUARTER -> (CivilDate.month(date) + 2) / 3;
            case MONTH -> CivilDate.month(date);
            case DAY -> CivilDate.day(date);
            case DOW -> isoDayOfWeek(day) % 7;
            case ISODOW -> isoDayOfWeek(day);
            case DOY -> day - CivilDate.toDays(CivilDate.year(date), 1, 1) + 1;
            case ISOYEAR -> CivilDate.year(CivilDate.ofDays(thursday(day)));
            case WEEK -> {
                int thursday = thursday(day);
                int year = CivilDate.year(CivilDate.ofDays(thursday));
                yield (thursday - CivilDate.toDays(year, 1, 1)) / 7 + 1;
            }
            default -> throw new IllegalStateException("not of a day: " + unit);
        };
    }

    /** Monday 1 to Sunday 7; 1970-01-01 was a Thursday. */
    private static int isoDayOfWeek(int day) {
        return Math.floorMod(day + 3, 7) + 1;
    }

    /** The Thursday of a day's week: an ISO week belongs to the year that its Thursday lies in. */
    private static int thursday(int day) {
        return day - isoDayOfWeek(day) + 4;
    }
}
