package io.barograph.formats.csv;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Calendar minutes as nanoseconds, in the zone of the table. Remembers the last: sensors' times come in runs. */
final class Clock {
    /** The bytes are no {@code YYYY-MM-DD HH:MM}, or beyond the range of a TIMESTAMP. */
    static final long UNUSUAL = Long.MIN_VALUE;

    private static final long NANOS_PER_MINUTE = 60_000_000_000L;
    /** A minute less than the range, so that seconds may be added. */
    private static final long MAX_MINUTE = Long.MAX_VALUE / NANOS_PER_MINUTE - 1;

    private final ZoneId zone;
    private final boolean utc;

    private long lastLow;
    private long lastHigh;
    private long lastMinute = UNUSUAL;

    Clock(ZoneId zone) {
        this.zone = zone;
        this.utc = zone.normalized().equals(ZoneOffset.UTC);
    }

    boolean isUtc() {
        return utc;
    }

    ZoneId zone() {
        return zone;
    }

    /** The minute written in the 16 bytes at {@code start}, in nanoseconds UTC; or {@link #UNUSUAL}. */
    long minute(byte[] bytes, int start) {
        long low = Swar.word(bytes, start);
        long high = Swar.word(bytes, start + 8);
        if (low == lastLow && high == lastHigh) {
            return lastMinute;
        }
        long minute = parse(bytes, start);
        lastLow = low;
        lastHigh = high;
        lastMinute = minute;
        return minute;
    }

    private long parse(byte[] bytes, int at) {
        int year = pair(bytes, at) * 100 + pair(bytes, at + 2);
        int month = pair(bytes, at + 5);
        int day = pair(bytes, at + 8);
        int hour = pair(bytes, at + 11);
        int minute = pair(bytes, at + 14);
        boolean separated = bytes[at + 4] == '-'
                && bytes[at + 7] == '-'
                && (bytes[at + 10] == ' ' || bytes[at + 10] == 'T')
                && bytes[at + 13] == ':';
        // Where a pair is not of digits it is so far below zero that the sum of two stays there.
        if (!separated
                || year < 0
                || month < 1
                || month > 12
                || day < 1
                || day > daysOf(year, month)
                || hour < 0
                || hour > 23
                || minute < 0
                || minute > 59) {
            return UNUSUAL;
        }
        long minutes = epochDay(year, month, day) * 1440 + hour * 60 + minute;
        if (!utc) {
            LocalDateTime local = LocalDateTime.ofEpochSecond(minutes * 60, 0, ZoneOffset.UTC);
            long seconds = local.atZone(zone).toEpochSecond();
            return Math.abs(seconds / 60) > MAX_MINUTE ? UNUSUAL : seconds * 1_000_000_000L;
        }
        return Math.abs(minutes) > MAX_MINUTE ? UNUSUAL : minutes * NANOS_PER_MINUTE;
    }

    private static int pair(byte[] bytes, int at) {
        int tens = bytes[at] - '0';
        int ones = bytes[at + 1] - '0';
        return (tens | 9 - tens | ones | 9 - ones) < 0 ? -1_000_000 : tens * 10 + ones;
    }

    private static int daysOf(int year, int month) {
        if (month == 2) {
            return (year & 3) == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
        }
        // 31 and 30 alternate, with a break between July and August.
        return 30 + (month + (month >> 3) & 1);
    }

    /** Days since 1970 of a date of the Gregorian calendar, from year 0 on. */
    private static long epochDay(int year, int month, int day) {
        // Years begin in March, so that the leap day is their last.
        int shifted = month <= 2 ? year - 1 : year;
        int era = Math.floorDiv(shifted, 400);
        int yearOfEra = shifted - era * 400;
        int dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
        int dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        return era * 146_097L + dayOfEra - 719_468;
    }
}
