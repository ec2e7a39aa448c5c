package io.barograph.core.text;

/**
 * Days since 1970-01-01 and dates of the proleptic Gregorian calendar, in integer arithmetic (H. Hinnant,
 * "chrono-Compatible Low-Level Date Algorithms", 2021). A date is packed into an {@code int}: no object per value.
 */
public final class CivilDate {
    private static final int DAYS_PER_ERA = 146_097;
    /** From 0000-03-01, where eras of 400 years begin, to 1970-01-01. */
    private static final int DAYS_TO_EPOCH = 719_468;

    private CivilDate() {}

    /** The days from 1970-01-01 to a valid date. */
    public static int toDays(int year, int month, int day) {
        int shifted = month <= 2 ? year - 1 : year; // years begin in March, so that the leap day ends one
        int era = Math.floorDiv(shifted, 400);
        int yearOfEra = shifted - era * 400;
        int dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
        int dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        return era * DAYS_PER_ERA + dayOfEra - DAYS_TO_EPOCH;
    }

    /** The date so many days after 1970-01-01, packed: ask {@link #year}, {@link #month}, {@link #day}. */
    public static int ofDays(int days) {
        int shifted = days + DAYS_TO_EPOCH;
        int era = Math.floorDiv(shifted, DAYS_PER_ERA);
        int dayOfEra = shifted - era * DAYS_PER_ERA;
        int yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int shiftedMonth = (5 * dayOfYear + 2) / 153;
        int day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1;
        int month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
        int year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
        return year << 9 | month << 5 | day;
    }

    /** The year of a packed date. */
    public static int year(int packed) {
        return packed >> 9;
    }

    /** The month of a packed date, 1 to 12. */
    public static int month(int packed) {
        return packed >> 5 & 15;
    }

    /** The day of a packed date, from 1. */
    public static int day(int packed) {
        return packed & 31;
    }

    /** Whether the calendar has this date. */
    public static boolean isValid(int year, int month, int day) {
        return month >= 1 && month <= 12 && day >= 1 && (day <= 28 || day <= lengthOfMonth(year, month));
    }

    /** The days of a month. */
    public static int lengthOfMonth(int year, int month) {
        return month == 2 ? (isLeap(year) ? 29 : 28) : 30 + ((month ^ month >> 3) & 1);
    }

    /** The same day so many months later, or the month's last day where it is shorter; both as days since 1970. */
    public static int plusMonths(int days, int months) {
        int date = ofDays(days);
        int month = year(date) * 12 + month(date) - 1 + months;
        int year = Math.floorDiv(month, 12);
        int monthOfYear = Math.floorMod(month, 12) + 1;
        return toDays(year, monthOfYear, Math.min(day(date), lengthOfMonth(year, monthOfYear)));
    }

    /** Whether a year has a 29th of February. */
    public static boolean isLeap(int year) {
        return (year & 3) == 0 && (year % 100 != 0 || year % 400 == 0);
    }

    /** The day of the year, from 1. */
    public static int dayOfYear(int days) {
        return days - toDays(year(ofDays(days)), 1, 1) + 1;
    }

    /** The day of the week, Monday 1 to Sunday 7. 1970-01-01 was a Thursday. */
    public static int isoDayOfWeek(int days) {
        return Math.floorMod(days + 3, 7) + 1;
    }

    /** The number of a day's week in its {@link #isoYear}, from 1; weeks begin on Monday. */
    public static int isoWeek(int days) {
        return (dayOfYear(thursday(days)) - 1) / 7 + 1;
    }

    /** The year that a day's week belongs to. */
    public static int isoYear(int days) {
        return year(ofDays(thursday(days)));
    }

    /** The Thursday of a day's week: an ISO week belongs to the year that its Thursday lies in. */
    private static int thursday(int days) {
        return days - isoDayOfWeek(days) + 4;
    }
}
