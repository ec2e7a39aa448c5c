package io.barograph.core.window;

import io.barograph.core.text.IntervalText;

/**
 * How long something lasts: elapsed time, or calendar units whose length depends on where they stand. Exactly one of the
 * three is not 0.
 *
 * @param nanos elapsed nanoseconds
 * @param days days of a zone's calendar, from midnight to midnight: 23 to 25 hours
 * @param months months of a zone's calendar
 */
public record Length(long nanos, int days, int months) {
    private static final long DAY = 86_400_000_000_000L;
    /** Days of a zone last up to 25 hours. */
    private static final long LONGEST_DAY = DAY + DAY / 24;

    /** In days. */
    static final int LONGEST_MONTH = 31;

    /** Elapsed time. */
    public static Length elapsed(long nanos) {
        return new Length(nanos, 0, 0);
    }

    public static Length ofDays(int days) {
        return new Length(0, days, 0);
    }

    public static Length ofMonths(int months) {
        return new Length(0, 0, months);
    }

    /** Whether its nanoseconds depend on where it stands. */
    public boolean isCalendar() {
        return nanos == 0;
    }

    /** The same in days of a calendar, where it is elapsed time of whole days; else as it is. */
    public Length inDays() {
        return nanos > 0 && nanos % DAY == 0 ? ofDays((int) (nanos / DAY)) : this;
    }

    /** About how long it is, in nanoseconds, for estimates only. */
    public double estimate() {
        return nanos + (double) DAY * days + 30.4 * DAY * months;
    }

    /** It is never longer, in nanoseconds; {@link Long#MAX_VALUE} where no long holds that. */
    public long longest() {
        if (!isCalendar()) {
            return nanos;
        }
        long unit = days > 0 ? LONGEST_DAY : LONGEST_DAY * LONGEST_MONTH;
        long count = Math.max(days, months);
        return count > Long.MAX_VALUE / unit ? Long.MAX_VALUE : unit * count;
    }

    /** As people read it: {@code 00:01:00}, {@code 2 days}. {@link #toString} is for plans. */
    public String forPeople() {
        return isCalendar() ? toString() : IntervalText.toString(nanos);
    }

    @Override
    public String toString() {
        return isCalendar() ? days > 0 ? days + " days" : months + " months" : nanos + " ns";
    }
}
