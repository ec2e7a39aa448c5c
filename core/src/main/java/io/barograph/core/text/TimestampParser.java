package io.barograph.core.text;

import static io.barograph.core.text.TimestampText.INVALID;
import static io.barograph.core.text.TimestampText.NANOS_PER_SECOND;

import io.barograph.core.zone.Zone;

/**
 * Reads timestamps of one column. Remembers the last minute that it read: files are nearly in time order, so that most
 * texts begin with the same sixteen bytes and only their seconds are left to read.
 *
 * <p><b>Accepted.</b> A date {@code 2023-01-31} or {@code 2023/01/31} (months and days also with one digit), then nothing
 * (midnight) or a space or {@code T} and {@code HH:MM[:SS[.fraction]]} (hours also with one digit; a comma is a point).
 * Also the compact {@code 20230131T235959[.fraction]}. A time may be followed by its zone, perhaps after a space:
 * {@code Z}, {@code UTC}, {@code +09}, {@code +0900}, {@code +09:00}, up to 18 hours either way.
 *
 * <p><b>Refused.</b> Dates that the calendar does not have, hour 24, leap seconds ({@code :60}), spaces around the text,
 * and what lies beyond the range of TIMESTAMP.
 *
 * <p><b>Fractions</b> may have any number of digits; those behind the ninth are cut off, so that an instant is put into the
 * nanosecond that contains it. <b>Zone.</b> A text without zone is local time of the parser's zone; where clocks are
 * turned back the earlier of its two meanings, where they skip it the same time span after the gap (both as
 * {@code java.time} does).
 *
 * <p>Not thread-safe: one for each reader.
 */
public final class TimestampParser {
    private static final int PREFIX = 16;
    /** Minutes further from the epoch than this are not remembered, so that adding seconds never overflows. */
    private static final long CACHE_LIMIT = 9_223_000_000L;

    /** What {@link #offset} answers for a range that names no zone. */
    static final int NO_OFFSET = Integer.MIN_VALUE;

    private final Zone zone;
    /** The zone's offset in seconds where it has only one. */
    private final int fixedOffset;

    private final boolean fixed;

    /** The first sixteen bytes, {@code YYYY-MM-DD HH:MM}, of the minute remembered. */
    private long prefix0;

    private long prefix1;
    /** The minute's first nanosecond, were it UTC. */
    private long minuteUtc;
    /** The minute's first nanosecond as a local time of the zone. */
    private long minuteLocal;

    /** A parser for texts in this zone, unless they name another. */
    public TimestampParser(Zone zone) {
        this.zone = zone;
        this.fixed = zone.isFixed();
        this.fixedOffset = fixed ? zone.offsetAt(0) : 0;
        byte[] any = "2000-01-01 00:00".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        parse(any, 0, any.length);
    }

    /** A parser for texts in UTC, unless they name another zone. */
    public TimestampParser() {
        this(Zone.UTC);
    }

    /** The nanoseconds UTC that a range means, or {@link TimestampText#INVALID}. */
    public long parse(byte[] bytes, int from, int to) {
        if (to - from >= PREFIX
                && (long) Digits.LONG.get(bytes, from) == prefix0
                && (long) Digits.LONG.get(bytes, from + 8) == prefix1) {
            int at = from + PREFIX;
            if (at == to) {
                return minuteLocal;
            }
            if (to - at < 3 || bytes[at] != ':') {
                return withOffset(bytes, at, to, 0);
            }
            int second = two(bytes, at + 1);
            if (second < 0 || second > 59) {
                return INVALID;
            }
            long nanos = second * NANOS_PER_SECOND;
            at += 3;
            if (at == to) {
                return minuteLocal + nanos;
            }
            int width = to - at - 1;
            if (bytes[at] == '.' && width > 0 && width <= 8 && at + 9 <= bytes.length) {
                long values = ((long) Digits.LONG.get(bytes, at + 1) ^ Digits.ZEROS) << 64 - 8 * width;
                if (Digits.nonDigits(values) == 0) {
                    return minuteLocal + nanos + Digits.join(values) * Digits.POWERS[9 - width];
                }
            }
            int end = endOfFraction(bytes, at, to);
            if (end < 0) {
                return INVALID;
            }
            nanos += fraction(bytes, at + 1, end);
            return end == to ? minuteLocal + nanos : withOffset(bytes, end, to, nanos);
        }
        return parseAnew(bytes, from, to);
    }

    /** The rest of a text whose minute is remembered is its zone. */
    private long withOffset(byte[] bytes, int at, int to, long nanos) {
        int offset = offset(bytes, at, to);
        return offset == NO_OFFSET ? INVALID : minuteUtc + nanos - offset * NANOS_PER_SECOND;
    }

    private long parseAnew(byte[] bytes, int from, int to) {
        int at = from + 4;
        if (at >= to) {
            return INVALID;
        }
        int high = two(bytes, from);
        int low = two(bytes, from + 2);
        if ((high | low) < 0) {
            return INVALID;
        }
        int year = high * 100 + low;
        byte separator = bytes[at];
        if (separator != '-' && separator != '/') {
            return compact(bytes, at, to, year);
        }
        at++;
        int month = oneOrTwo(bytes, at, to);
        at += width(bytes, at, to);
        if (at >= to || bytes[at] != separator) {
            return INVALID;
        }
        at++;
        int day = oneOrTwo(bytes, at, to);
        at += width(bytes, at, to);
        if (!CivilDate.isValid(year, month, day)) {
            return INVALID;
        }
        long midnight = CivilDate.toDays(year, month, day) * 86_400L;
        if (at == to) {
            return local(midnight, 0);
        }
        if (!isTimeSeparator(bytes[at])) {
            return INVALID;
        }
        at++;
        int hour = oneOrTwo(bytes, at, to);
        at += width(bytes, at, to);
        if (hour < 0 || hour > 23 || to - at < 3 || bytes[at] != ':') {
            return INVALID;
        }
        int minute = two(bytes, at + 1);
        if (minute < 0 || minute > 59) {
            return INVALID;
        }
        at += 3;
        long second = midnight + hour * 3600 + minute * 60;
        if (at - from == PREFIX) {
            remember(bytes, from, second);
        }
        if (at < to && bytes[at] == ':') {
            return seconds(bytes, at + 1, to, second);
        }
        return rest(bytes, at, to, second, 0);
    }

    /** Reads what follows the year of {@code YYYYMMDDTHHMM[SS[.fraction]][zone]}. */
    private long compact(byte[] bytes, int from, int to, int year) {
        if (to - from < 9 || !isTimeSeparator(bytes[from + 4])) {
            return INVALID;
        }
        int month = two(bytes, from);
        int day = two(bytes, from + 2);
        int hour = two(bytes, from + 5);
        int minute = two(bytes, from + 7);
        if (!CivilDate.isValid(year, month, day) || hour < 0 || hour > 23 || minute < 0 || minute > 59) {
            return INVALID;
        }
        long second = CivilDate.toDays(year, month, day) * 86_400L + hour * 3600 + minute * 60;
        int at = from + 9;
        if (at < to && bytes[at] >= '0' && bytes[at] <= '9') {
            return seconds(bytes, at, to, second);
        }
        return rest(bytes, at, to, second, 0);
    }

    /** Reads {@code SS[.fraction][zone]} of a minute that begins at {@code minute}. */
    private long seconds(byte[] bytes, int from, int to, long minute) {
        int second = to - from < 2 ? -1 : two(bytes, from);
        if (second < 0 || second > 59) {
            return INVALID;
        }
        int at = from + 2;
        int end = endOfFraction(bytes, at, to);
        return end < 0 ? INVALID : rest(bytes, end, to, minute + second, fraction(bytes, at + 1, end));
    }

    private long rest(byte[] bytes, int at, int to, long second, long nanos) {
        if (at == to) {
            return local(second, nanos);
        }
        int offset = offset(bytes, at, to);
        return offset == NO_OFFSET ? INVALID : TimestampText.toNanos(second - offset, nanos);
    }

    private long local(long second, long nanos) {
        return TimestampText.toNanos(second - offsetAt(second), nanos);
    }

    /** The zone's offset at a local second. */
    private int offsetAt(long second) {
        return fixed ? fixedOffset : (int) (second - zone.instantOf(second));
    }

    private void remember(byte[] bytes, int from, long second) {
        int offset = offsetAt(second);
        // Some zones of old changed their clocks within a minute.
        if (Math.abs(second) < CACHE_LIMIT && (fixed || offset == offsetAt(second + 59))) {
            prefix0 = (long) Digits.LONG.get(bytes, from);
            prefix1 = (long) Digits.LONG.get(bytes, from + 8);
            minuteUtc = second * NANOS_PER_SECOND;
            minuteLocal = minuteUtc - offset * NANOS_PER_SECOND;
        }
    }

    /** The position behind a point and its digits; {@code at} itself where there is no point; -1 for a bare point. */
    private static int endOfFraction(byte[] bytes, int at, int to) {
        if (at >= to || bytes[at] != '.' && bytes[at] != ',') {
            return at;
        }
        int end = at + 1;
        while (end < to && bytes[end] >= '0' && bytes[end] <= '9') {
            end++;
        }
        return end == at + 1 ? -1 : end;
    }

    /** The nanoseconds that these digits, at least none, are behind a point. */
    private static long fraction(byte[] bytes, int from, int end) {
        long nanos = 0;
        int taken = Math.min(9, end - from);
        for (int i = 0; i < taken; i++) {
            nanos = nanos * 10 + (bytes[from + i] - '0');
        }
        return taken <= 0 ? 0 : nanos * Digits.POWERS[9 - taken];
    }

    /** The seconds east of UTC that a range, at least one byte, names; or {@link #NO_OFFSET}. */
    static int offset(byte[] bytes, int from, int to) {
        int at = bytes[from] == ' ' ? from + 1 : from;
        int length = to - at;
        if (length == 1 && (bytes[at] | 0x20) == 'z') {
            return 0;
        }
        if (length == 3 && bytes[at] == 'U' && bytes[at + 1] == 'T' && bytes[at + 2] == 'C') {
            return 0;
        }
        boolean colon = length == 6 && bytes[at + 3] == ':';
        if (length != 3 && length != 5 && !colon || bytes[at] != '+' && bytes[at] != '-') {
            return NO_OFFSET;
        }
        int hours = two(bytes, at + 1);
        int minutes = length == 3 ? 0 : two(bytes, to - 2);
        int seconds = hours * 3600 + minutes * 60;
        if (hours < 0 || minutes < 0 || minutes > 59 || seconds > 18 * 3600) {
            return NO_OFFSET;
        }
        return bytes[at] == '-' ? -seconds : seconds;
    }

    private static boolean isTimeSeparator(byte character) {
        return character == ' ' || character == 'T' || character == 't';
    }

    /** The number that two bytes spell, or a negative one. */
    private static int two(byte[] bytes, int at) {
        int tens = bytes[at] - '0';
        int ones = bytes[at + 1] - '0';
        return (tens | ones | 9 - tens | 9 - ones) < 0 ? -1 : tens * 10 + ones;
    }

    private static int oneOrTwo(byte[] bytes, int at, int to) {
        return switch (width(bytes, at, to)) {
            case 1 -> bytes[at] - '0';
            case 2 -> two(bytes, at);
            default -> -1;
        };
    }

    /** How many of the next two bytes are digits. */
    private static int width(byte[] bytes, int at, int to) {
        int width = 0;
        while (width < 2 && at + width < to && bytes[at + width] >= '0' && bytes[at + width] <= '9') {
            width++;
        }
        return width;
    }
}
