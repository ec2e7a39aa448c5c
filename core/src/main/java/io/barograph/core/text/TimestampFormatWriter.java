package io.barograph.core.text;

import static io.barograph.core.text.TimestampText.NANOS_PER_SECOND;

import io.barograph.core.error.BarographException;
import io.barograph.core.text.TimestampFormat.Item;
import io.barograph.core.text.TimestampSpecifier.Part;

/**
 * Writes timestamps, always as UTC, in a format of the user's, such as {@code %d.%m.%Y %H:%M:%S}.
 *
 * <p>Numbers have their full width, with leading zeros ({@code %e}, {@code %k}, {@code %l}: spaces; {@code %-d}: neither).
 * {@code %f} has six digits, or nine where the time has nanoseconds, so that nothing is lost. {@code %z} is {@code +00}.
 * {@code %s} are whole seconds since 1970, rounded down; {@code %s.%f} is one decimal number. {@code %u} and {@code %w} are
 * the weekday (Monday 1, Sunday 0), {@code %V} and {@code %G} the ISO week and its year.
 *
 * <p>No allocation per value. Not thread-safe: one for each writer.
 */
public final class TimestampFormatWriter {
    private static final long NANOS_PER_DAY = 86_400 * NANOS_PER_SECOND;
    /** No specifier's text is longer. */
    private static final int MOST_PER_ITEM = 12;
    /** What writing digits may overwrite behind them. */
    private static final int SPARE = 8;

    private final Item[] items;
    private final boolean epochHasFraction;
    private final int maxBytes;

    private int days;
    private int date;
    private int secondOfDay;
    private int nanos;
    private long epoch;
    private boolean negative;

    /**
     * Compiles a format.
     *
     * @param function who asks, for messages
     * @throws BarographException INVALID_ARGUMENT for an unknown specifier, with those that there are
     */
    public TimestampFormatWriter(String function, String format) {
        TimestampFormat compiled = TimestampFormat.forWriting(function, format);
        items = compiled.items();
        epochHasFraction = compiled.has(Part.EPOCH) && compiled.has(Part.FRACTION);
        int bytes = SPARE;
        for (Item item : items) {
            bytes += Math.max(MOST_PER_ITEM, item.text.length);
        }
        maxBytes = bytes;
    }

    /** Free bytes that {@link #print} needs at its position. */
    public int maxBytes() {
        return maxBytes;
    }

    /**
     * Writes a value.
     *
     * @param at where to write; {@link #maxBytes} must be free there, and those behind the text may be overwritten
     * @return the position behind the text
     */
    public int print(long time, byte[] out, int at) {
        take(time);
        int next = at;
        for (Item item : items) {
            next = print(item, out, next);
        }
        return next;
    }

    private void take(long time) {
        days = (int) Math.floorDiv(time, NANOS_PER_DAY);
        date = CivilDate.ofDays(days);
        secondOfDay = (int) (Math.floorMod(time, NANOS_PER_DAY) / NANOS_PER_SECOND);
        nanos = (int) Math.floorMod(time, NANOS_PER_SECOND);
        negative = time < 0;
        epoch = Math.abs(Math.floorDiv(time, NANOS_PER_SECOND));
        if (epochHasFraction && negative && nanos > 0) {
            // A decimal number has its sign before both.
            epoch--;
            nanos = (int) NANOS_PER_SECOND - nanos;
        }
    }

    private int print(Item item, byte[] out, int at) {
        int hour = secondOfDay / 3600;
        return switch (item.specifier) {
            case LITERAL, SPACE -> put(item.text, item.text.length, out, at);
            case YEAR -> number(item, CivilDate.year(date), out, at);
            case YEAR_OF_CENTURY -> number(item, CivilDate.year(date) % 100, out, at);
            case MONTH -> number(item, CivilDate.month(date), out, at);
            case MONTH_SHORT -> put(month(), CalendarNames.SHORT, out, at);
            case MONTH_NAME -> put(month(), month().length, out, at);
            case DAY -> number(item, CivilDate.day(date), out, at);
            case DAY_OF_YEAR -> number(item, CivilDate.dayOfYear(days), out, at);
            case WEEKDAY_SHORT -> put(weekday(), CalendarNames.SHORT, out, at);
            case WEEKDAY_NAME -> put(weekday(), weekday().length, out, at);
            case HOUR -> number(item, hour, out, at);
            case HOUR_OF_HALF_DAY -> number(item, (hour + 11) % 12 + 1, out, at);
            case HALF_DAY -> {
                out[at] = (byte) (hour < 12 ? 'A' : 'P');
                out[at + 1] = 'M';
                yield at + 2;
            }
            case MINUTE -> number(item, secondOfDay / 60 % 60, out, at);
            case SECOND -> number(item, secondOfDay % 60, out, at);
            case FRACTION -> nanos % 1000 == 0 ? Digits.put(out, at, nanos / 1000, 6) : Digits.put(out, at, nanos, 9);
            case OFFSET -> {
                out[at] = '+';
                yield Digits.put(out, at + 1, 0, 2);
            }
            case EPOCH -> {
                out[at] = '-';
                yield Digits.put(out, negative ? at + 1 : at, epoch, Digits.count(epoch));
            }
            case ISO_WEEKDAY -> number(item, CivilDate.isoDayOfWeek(days), out, at);
            case WEEKDAY_NUMBER -> number(item, CivilDate.isoDayOfWeek(days) % 7, out, at);
            case ISO_WEEK -> number(item, CivilDate.isoWeek(days), out, at);
            case ISO_YEAR -> number(item, CivilDate.isoYear(days), out, at);
        };
    }

    private byte[] month() {
        return CalendarNames.MONTHS[CivilDate.month(date) - 1];
    }

    private byte[] weekday() {
        return CalendarNames.WEEKDAYS[CivilDate.isoDayOfWeek(days) - 1];
    }

    private static int put(byte[] text, int length, byte[] out, int at) {
        System.arraycopy(text, 0, out, at, length);
        return at + length;
    }

    private static int number(Item item, int value, byte[] out, int at) {
        int count = Digits.count(value);
        if (item.padding == 0) {
            return Digits.put(out, at, value, count);
        }
        int next = Digits.put(out, at, value, item.specifier.width);
        for (int i = at; i < next - count; i++) {
            out[i] = item.padding;
        }
        return next;
    }
}
