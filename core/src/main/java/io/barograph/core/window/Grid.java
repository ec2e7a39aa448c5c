package io.barograph.core.window;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.text.CivilDate;
import io.barograph.core.zone.Zone;
import io.barograph.core.zone.Zones;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Cuts time into cells, one behind the other, numbered by consecutive integers: cell {@code i} is
 * {@code [boundary(i), boundary(i + 1))}. Immutable.
 *
 * <p>Cells of elapsed time are all of one length. Those of days and months run between midnights of a zone, so that a day
 * has 23 to 25 hours, and a day that a zone skipped is empty.
 */
public sealed interface Grid {
    /** What {@link #boundary} gives for a time that TIMESTAMP cannot hold. */
    long NO_TIME = Long.MIN_VALUE;

    /**
     * The cells that a length makes unless more is said: elapsed time from 1970, whole weeks from a Monday; days and months of a
     * calendar from midnight, as {@link Calendar#of} has them.
     *
     * @param zone by its name, for days and months; null for UTC
     * @param first from the time at which a cell begins, in local time where there is a zone, to the one at which one shall
     * @throws BarographException INVALID_ARGUMENT where elapsed time is given a zone
     */
    static Grid aligned(Length length, @Nullable String zone, LongUnaryOperator first) {
        if (length.isCalendar()) {
            Calendar usual = Calendar.of(length, zone == null ? Zone.UTC.name() : zone);
            long local = first.applyAsLong(usual.originDay() * Elapsed.DAY);
            return new Calendar(length, usual.zone(), (int) Math.floorDiv(local, Elapsed.DAY), (int)
                    (Math.floorMod(local, Elapsed.DAY) / Calendar.SECOND));
        }
        if (zone != null) {
            throw new BarographException(
                    ErrorCode.INVALID_ARGUMENT,
                    "steps that are not whole days are elapsed time, the same in every zone; leave the zone away, or shift them with"
                            + " offset => INTERVAL '30' MINUTE");
        }
        boolean weeks = length.nanos() % (7 * Elapsed.DAY) == 0;
        return new Elapsed(length.nanos(), first.applyAsLong(weeks ? Calendar.FIRST_MONDAY * Elapsed.DAY : 0));
    }

    /** The number of the cell that a time, in nanoseconds since 1970, lies in. */
    long index(long time);

    /** The time at which a cell begins, or {@link #NO_TIME} where it lies outside of TIMESTAMP's range. */
    long boundary(long index);

    /** A cell's length. */
    Length length();

    /**
     * Where something ends that begins at a boundary of this grid, or {@link #NO_TIME}. Calendar lengths are counted on the
     * calendar of the grid's zone.
     *
     * @param times how many lengths, one behind the other
     */
    long after(long boundary, Length length, long times);

    /**
     * Cells of elapsed time.
     *
     * @param nanos above 0
     * @param origin a time at which a cell begins
     */
    record Elapsed(long nanos, long origin) implements Grid {
        private static final long DAY = 86_400_000_000_000L;

        public Elapsed {
            if (nanos <= 0) {
                throw new IllegalArgumentException("a window's length must be above 0: " + nanos);
            }
        }

        /** From the origin's remainder, so that neither the origin nor a time can overflow the difference. */
        @Override
        public long index(long time) {
            long phase = Math.floorMod(origin, nanos);
            long whole = Math.floorDiv(time, nanos);
            return Math.floorMod(time, nanos) < phase ? whole - 1 : whole;
        }

        /** The greatest boundary at or before a time, or {@link #NO_TIME}; as {@code boundary(index(time))}, by one division. */
        long start(long time) {
            long into = Math.floorMod(time, nanos) - Math.floorMod(origin, nanos);
            long start = time - (into < 0 ? into + nanos : into);
            return start > time ? NO_TIME : start;
        }

        @Override
        public long boundary(long index) {
            long phase = Math.floorMod(origin, nanos);
            long high = Math.multiplyHigh(index, nanos);
            long low = index * nanos;
            if (high != low >> 63) {
                return NO_TIME;
            }
            long start = low + phase;
            return start < low ? NO_TIME : start;
        }

        @Override
        public Length length() {
            return Length.elapsed(nanos);
        }

        @Override
        public long after(long boundary, Length length, long times) {
            if (length.isCalendar()) {
                throw new IllegalArgumentException("elapsed time has no calendar: " + length);
            }
            return after(boundary, length.nanos(), times);
        }

        private static long after(long start, long nanos, long times) {
            long end = start + nanos * times;
            return Math.multiplyHigh(nanos, times) != 0 || end < start ? NO_TIME : end;
        }

        @Override
        public String toString() {
            return nanos + " ns" + (origin == 0 ? "" : " from " + origin);
        }
    }

    /**
     * Cells of whole days or months of a zone's calendar. Each begins at one time of day, mostly midnight; where clocks skip
     * that time, where they go on.
     *
     * @param length in days or months
     * @param zone by its name
     * @param originDay a local day, in days since 1970-01-01, on which a cell begins; of months its day of the month counts,
     *     or the month's last where it is shorter
     * @param secondOfDay the local time at which cells begin
     */
    record Calendar(Length length, String zone, int originDay, int secondOfDay) implements Grid {
        private static final long SECOND = 1_000_000_000L;
        private static final long LAST_SECOND = Long.MAX_VALUE / SECOND;
        /** 1970-01-05. */
        private static final int FIRST_MONDAY = 4;

        private static final int EPOCH_YEAR = 1970;

        public Calendar {
            if (!length.isCalendar() || length.days() < 0 || length.months() < 0) {
                throw new IllegalArgumentException("no length of a calendar: " + length);
            }
        }

        /** Cells from midnight; weeks, that is days by sevens, from Monday, months from their first, counted from 1970. */
        public static Calendar of(Length length, String zone) {
            return new Calendar(length, zone, length.days() > 0 && length.days() % 7 == 0 ? FIRST_MONDAY : 0, 0);
        }

        private Zone rules() {
            return Zones.of(zone);
        }

        @Override
        public long index(long time) {
            int day = rules().dayAt(Math.floorDiv(time, SECOND));
            long index = length.days() > 0
                    ? Math.floorDiv(day - originDay, length.days())
                    : Math.floorDiv(month(day) - month(originDay), length.months());
            // The day may be before the time of day at which cells begin, or one that calendars show a second time,
            // since
            // clocks were set back over midnight.
            while (isAfter(boundary(index), time)) {
                index--;
            }
            while (!isAfter(boundary(index + 1), time)) {
                index++;
            }
            return index;
        }

        /** Whether a boundary is behind a time; those out of range are, on their side. */
        private static boolean isAfter(long boundary, long time) {
            return boundary == NO_TIME ? time > 0 : boundary > time;
        }

        @Override
        public long boundary(long index) {
            long day = length.days() > 0
                    ? originDay + index * length.days()
                    : dayOfMonth(
                            month(originDay) + index * length.months(), CivilDate.day(CivilDate.ofDays(originDay)));
            return instant(day);
        }

        @Override
        public long after(long boundary, Length added, long times) {
            if (!added.isCalendar()) {
                return Elapsed.after(boundary, added.nanos(), times);
            }
            int day = rules().dayAt(Math.floorDiv(boundary, SECOND));
            return added.days() > 0
                    ? instant(day + added.days() * times)
                    : instant(dayOfMonth(month(day) + added.months() * times, CivilDate.day(CivilDate.ofDays(day))));
        }

        /** A day of a month counted from January 1970, or the month's last where it is shorter. */
        private static long dayOfMonth(long month, int dayOfMonth) {
            long year = EPOCH_YEAR + Math.floorDiv(month, 12L);
            if (Math.abs(year) > 10_000) {
                return NO_TIME;
            }
            int ofYear = (int) Math.floorMod(month, 12L) + 1;
            int day = Math.min(dayOfMonth, CivilDate.lengthOfMonth((int) year, ofYear));
            return CivilDate.toDays((int) year, ofYear, day);
        }

        /** Months from January 1970 to the month of a day. */
        private static int month(int day) {
            int date = CivilDate.ofDays(day);
            return (CivilDate.year(date) - EPOCH_YEAR) * 12 + CivilDate.month(date) - 1;
        }

        /** When cells of a local day begin. */
        private long instant(long day) {
            if (Math.abs(day) > LAST_SECOND / Zone.SECONDS_PER_DAY) {
                return NO_TIME;
            }
            Zone rules = rules();
            long second = secondOfDay == 0
                    ? rules.startOfDay((int) day)
                    : rules.instantOf(day * Zone.SECONDS_PER_DAY + secondOfDay);
            return Math.abs(second) > LAST_SECOND ? NO_TIME : second * SECOND;
        }

        @Override
        public String toString() {
            return length + " of " + zone + " from day " + originDay + (secondOfDay == 0 ? "" : " at " + secondOfDay);
        }
    }
}
