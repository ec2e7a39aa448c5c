package io.barograph.core.text;

import static io.barograph.core.text.TimestampText.INVALID;
import static io.barograph.core.text.TimestampText.NANOS_PER_SECOND;

import io.barograph.core.error.BarographException;
import io.barograph.core.text.TimestampFormat.Item;
import io.barograph.core.text.TimestampSpecifier.Part;
import java.util.Arrays;

/**
 * Reads timestamps that are written in one format of the reader's, such as {@code %d.%m.%Y %H:%M:%S}, as UTC.
 *
 * <p><b>Accepted.</b> Numbers of one digit up to their full width, of which they take as many as they find, so that
 * {@code %Y%m%d%H} needs no separators; before those of {@code %e}, {@code %k} and {@code %l} also a space. {@code %f} is
 * one to nine digits behind a point. {@code %z} is {@code Z}, {@code UTC}, {@code +HH}, {@code +HHMM} or {@code +HH:MM}.
 * {@code %b} and {@code %B} take the English months in full and in short, whatever the case, {@code %a} and {@code %A} the
 * weekdays, which are not compared with the date. {@code %s} are seconds since 1970, also negative; {@code %s.%f} is one
 * decimal number. Whitespace in the format stands for any run of whitespace; around the text it is skipped.
 *
 * <p>Hour 24 with nothing behind it is the next day's midnight. With {@code %p}, hours of {@code %H} from 1 to 12 are those
 * of the half day; others must lie in it.
 *
 * <p><b>Missing.</b> A format without year, month or day has those of 1900-01-01 (as DuckDB and Python have), one without
 * hour, minute or second has 0.
 *
 * <p><b>Refused.</b> Texts with something left over, dates that the calendar does not have, leap seconds ({@code :60}), and
 * what lies beyond the range of TIMESTAMP.
 *
 * <p>No allocation per text. Not thread-safe: one for each reader.
 */
public final class TimestampFormatReader {
    private static final int EPOCH_DIGITS = 10;
    private static final int DEFAULT_YEAR = 1900;
    private static final int NONE = -1;

    private final Item[] items;
    private final boolean hasDayOfYear;
    private final boolean hasEpoch;
    private final boolean hasHalfDay;
    private final boolean countsHalfDay;

    /** The text's end. */
    private int end;
    /** The number read last. */
    private long number;

    private int year;
    private int month;
    private int day;
    private int hour;
    private int half;
    private int minute;
    private int second;
    private long nanos;
    private int offset;
    private long epoch;
    private boolean beforeEpoch;

    /**
     * Compiles a format.
     *
     * @param function who asks, for messages
     * @throws BarographException INVALID_ARGUMENT for an unknown specifier, with those that there are, and for formats that
     *     tell no time or contradict themselves
     */
    public TimestampFormatReader(String function, String format) {
        TimestampFormat compiled = TimestampFormat.forReading(function, format);
        items = compiled.items();
        hasDayOfYear = compiled.has(Part.DAY_OF_YEAR);
        hasEpoch = compiled.has(Part.EPOCH);
        hasHalfDay = compiled.has(Part.HALF_DAY);
        countsHalfDay = compiled.has(TimestampSpecifier.HOUR_OF_HALF_DAY);
    }

    /** The nanoseconds UTC that a range means, or {@link TimestampText#INVALID}. */
    public long parse(byte[] bytes, int from, int to) {
        int at = from;
        end = to;
        while (at < end && TimestampFormat.isSpace(bytes[at])) {
            at++;
        }
        while (at < end && TimestampFormat.isSpace(bytes[end - 1])) {
            end--;
        }
        reset();
        for (Item item : items) {
            at = read(item, bytes, at);
            if (at < 0) {
                return INVALID;
            }
        }
        return at != end ? INVALID : hasEpoch ? sinceEpoch() : time();
    }

    private void reset() {
        year = DEFAULT_YEAR;
        month = 1;
        day = 1;
        hour = 0;
        half = NONE;
        minute = 0;
        second = 0;
        nanos = 0;
        offset = 0;
        epoch = 0;
        beforeEpoch = false;
    }

    /** Reads an item; the position behind it, or negative where the text has something else. */
    private int read(Item item, byte[] bytes, int at) {
        return switch (item.specifier) {
            case LITERAL -> literal(item.text, bytes, at);
            case SPACE -> space(bytes, at);
            case MONTH_SHORT, MONTH_NAME -> {
                int found = CalendarNames.find(CalendarNames.MONTHS, bytes, at, end);
                month = found + 1;
                yield found < 0 ? NONE : at + CalendarNames.width(CalendarNames.MONTHS[found], bytes, at, end);
            }
            case WEEKDAY_SHORT, WEEKDAY_NAME -> {
                int found = CalendarNames.find(CalendarNames.WEEKDAYS, bytes, at, end);
                yield found < 0 ? NONE : at + CalendarNames.width(CalendarNames.WEEKDAYS[found], bytes, at, end);
            }
            case HALF_DAY -> halfDay(bytes, at);
            case FRACTION -> {
                int next = digits(bytes, at, 9);
                nanos = next < 0 ? 0 : number * Digits.POWERS[9 - (next - at)];
                yield next;
            }
            case OFFSET -> offset(bytes, at);
            case EPOCH -> {
                beforeEpoch = at < end && bytes[at] == '-';
                int next = digits(bytes, beforeEpoch ? at + 1 : at, EPOCH_DIGITS);
                epoch = number;
                yield next;
            }
            default -> number(item, bytes, at);
        };
    }

    private int literal(byte[] text, byte[] bytes, int at) {
        int next = at + text.length;
        return next <= end && Arrays.equals(text, 0, text.length, bytes, at, next) ? next : NONE;
    }

    private int space(byte[] bytes, int at) {
        int next = at;
        while (next < end && TimestampFormat.isSpace(bytes[next])) {
            next++;
        }
        return next == at ? NONE : next;
    }

    private int halfDay(byte[] bytes, int at) {
        if (end - at < 2 || (bytes[at + 1] | 0x20) != 'm') {
            return NONE;
        }
        int letter = bytes[at] | 0x20;
        half = letter == 'p' ? 1 : 0;
        return letter == 'p' || letter == 'a' ? at + 2 : NONE;
    }

    private int offset(byte[] bytes, int at) {
        int next = at;
        if (at < end && (bytes[at] == '+' || bytes[at] == '-')) {
            next += 3;
            if (next < end && (bytes[next] == ':' || isDigit(bytes[next]))) {
                next += bytes[next] == ':' ? 3 : 2;
            }
        } else if (at < end) {
            next += (bytes[at] | 0x20) == 'z' ? 1 : 3;
        }
        if (next > end || next == at) {
            return NONE;
        }
        offset = TimestampParser.offset(bytes, at, next);
        return offset == TimestampParser.NO_OFFSET ? NONE : next;
    }

    private int number(Item item, byte[] bytes, int at) {
        int first = item.padding == ' ' && at < end && bytes[at] == ' ' ? at + 1 : at;
        TimestampSpecifier specifier = item.specifier;
        int next = digits(bytes, first, specifier.width - (first - at));
        if (next < 0 || number < specifier.least || number > specifier.most) {
            return NONE;
        }
        int value = (int) number;
        switch (specifier) {
            case YEAR -> year = value;
            case YEAR_OF_CENTURY -> year = value < 69 ? 2000 + value : 1900 + value;
            case MONTH -> month = value;
            case DAY, DAY_OF_YEAR -> day = value;
            case HOUR, HOUR_OF_HALF_DAY -> hour = value;
            case MINUTE -> minute = value;
            case SECOND -> second = value;
            default -> throw new IllegalStateException("not read as a number: " + specifier);
        }
        return next;
    }

    /** Reads one digit or more into {@link #number}; the position behind them, or negative for none. */
    private int digits(byte[] bytes, int at, int most) {
        int limit = Math.min(end, at + most);
        int next = at;
        long value = 0;
        while (next < limit && isDigit(bytes[next])) {
            value = value * 10 + (bytes[next] - '0');
            next++;
        }
        number = value;
        return next == at ? NONE : next;
    }

    private static boolean isDigit(byte character) {
        return character >= '0' && character <= '9';
    }

    private long sinceEpoch() {
        if (!beforeEpoch) {
            return TimestampText.toNanos(epoch, nanos);
        }
        return nanos == 0
                ? TimestampText.toNanos(-epoch, 0)
                : TimestampText.toNanos(-epoch - 1, NANOS_PER_SECOND - nanos);
    }

    private long time() {
        if (hasHalfDay && !enterHalfDay() || hour == 24 && (minute | second | nanos) != 0) {
            return INVALID;
        }
        int days;
        if (hasDayOfYear) {
            if (day == 366 && !CivilDate.isLeap(year)) {
                return INVALID;
            }
            days = CivilDate.toDays(year, 1, 1) + day - 1;
        } else {
            if (!CivilDate.isValid(year, month, day)) {
                return INVALID;
            }
            days = CivilDate.toDays(year, month, day);
        }
        long seconds = days * 86_400L + hour * 3600 + minute * 60 + second;
        return TimestampText.toNanos(seconds - offset, nanos);
    }

    /** Makes the hour one of the day; false where it does not lie in the half day named. */
    private boolean enterHalfDay() {
        if (countsHalfDay || hour >= 1 && hour <= 12) {
            hour = hour % 12 + 12 * half;
            return true;
        }
        return hour < 24 && hour / 12 == half;
    }
}
