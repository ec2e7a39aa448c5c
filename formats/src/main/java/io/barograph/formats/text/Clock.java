package io.barograph.formats.text;

import io.barograph.core.text.TimestampParser;
import io.barograph.core.text.TimestampText;
import io.barograph.core.zone.Zone;

/**
 * Calendar times in the zone of a table. Beside whole texts it reads their first sixteen bytes alone, for callers that do
 * not know yet where the text ends, and remembers the last: sensors' times come in runs.
 */
public final class Clock {
    /** The bytes are no {@code YYYY-MM-DD HH:MM} that seconds may be added to. */
    private static final long UNUSUAL = Long.MIN_VALUE;

    /** Further from the epoch, adding seconds might overflow. */
    private static final long LIMIT = Long.MAX_VALUE - 120_000_000_000L;

    private static final long NANOS_PER_MINUTE = 60_000_000_000L;
    private static final long NANOS_PER_DAY = 1440 * NANOS_PER_MINUTE;

    private static final int COLON = ':' ^ '0';
    private static final int POINT = '.' ^ '0';

    private final TimestampParser parser;
    private final boolean utc;

    private long lastLow;
    private long lastHigh;
    private long lastMinute = UNUSUAL;

    public Clock(Zone zone) {
        this.parser = new TimestampParser(zone);
        this.utc = zone.isFixed() && zone.offsetAt(0) == 0;
    }

    /** A whole text in nanoseconds UTC, or {@link TimestampText#INVALID}. */
    public long parse(byte[] bytes, int from, int to) {
        return parser.parse(bytes, from, to);
    }

    /**
     * Reads {@code YYYY-MM-DD HH:MM:SS[.digits][Z]} of up to nine digits, looking for its end; gives it, or
     * {@link ShortNumbers#UNUSUAL}.
     */
    public int parse(byte[] bytes, int start, long[] values, int row) {
        long minute = minute(bytes, start);
        // ":SS" and what follows. Tens of seconds end at five.
        long digits = Swar.values(Swar.word(bytes, start + 16));
        long marks = Swar.nonDigits(digits, 0x400);
        long others = marks & marks - 1;
        if ((byte) digits != COLON || Long.numberOfTrailingZeros(others) != 31 || minute == UNUSUAL) {
            return ShortNumbers.UNUSUAL;
        }
        int end;
        if ((byte) (digits >>> 24) == POINT) {
            // The seconds move up to the fraction.
            long joined = digits & 0xFFFF_FFFF_0000_0000L | (digits & 0xFF_FF00) << 8;
            int mark = Long.numberOfTrailingZeros(others & others - 1);
            if (mark == 64) {
                return longFraction(bytes, start, minute, joined, values, row);
            }
            int count = (mark >>> 3) - 4;
            if (count == 0) {
                return ShortNumbers.UNUSUAL;
            }
            values[row] = minute + Swar.join(joined, mark) * Swar.pow10(9 - count);
            end = start + 20 + count;
        } else {
            values[row] = minute + ((digits >>> 8 & 15) * 10 + (digits >>> 16 & 15)) * 1_000_000_000L;
            end = start + 19;
        }
        return utc && bytes[end] == 'Z' ? end + 1 : end;
    }

    /** Goes on behind four digits of a fraction. */
    private int longFraction(byte[] bytes, int start, long minute, long joined, long[] values, int row) {
        long digits = Swar.values(Swar.word(bytes, start + 24));
        int mark = Long.numberOfTrailingZeros(Swar.nonDigits(digits));
        int count = mark >>> 3;
        if (count > 5) {
            return ShortNumbers.UNUSUAL;
        }
        long number = Swar.join(joined) * Swar.pow10(count) + Swar.joinOrNone(digits, mark);
        values[row] = minute + number * Swar.pow10(5 - count);
        int end = start + 24 + count;
        return utc && bytes[end] == 'Z' ? end + 1 : end;
    }

    /** The minute written in the 16 bytes at {@code start}, in nanoseconds UTC; or {@link #UNUSUAL}. */
    private long minute(byte[] bytes, int start) {
        long low = Swar.word(bytes, start);
        long high = Swar.word(bytes, start + 8);
        if (low != lastLow || high != lastHigh) {
            long moved = low == lastLow ? sameDay(high) : UNUSUAL;
            lastMinute = moved == UNUSUAL ? parsePrefix(bytes, start) : moved;
            lastLow = low;
            lastHigh = high;
        }
        return lastMinute;
    }

    /** The minute that {@code DD HH:MM} means where year and month are the last minute's; {@link #UNUSUAL} on another day. */
    private long sameDay(long high) {
        int now = minuteOfDay(high);
        int before = minuteOfDay(lastHigh);
        boolean sameDay = (int) high << 8 == (int) lastHigh << 8 && now >= 0 && before >= 0;
        boolean known = lastMinute != UNUSUAL && Math.abs(lastMinute) < LIMIT - NANOS_PER_DAY;
        return utc && sameDay && known ? lastMinute + (now - before) * NANOS_PER_MINUTE : UNUSUAL;
    }

    /** Of {@code DD HH:MM}; -1 where no time of day stands there. */
    private static int minuteOfDay(long word) {
        long digits = Swar.values(word);
        int hour = two(digits >>> 24);
        int minute = two(digits >>> 48);
        boolean separated = (digits >>> 40 & 0xFF) == COLON;
        return separated && hour < 24 && minute < 60 ? hour * 60 + minute : -1;
    }

    /** The number that the lowest two digits make; a great one where they are none. */
    private static int two(long digits) {
        int tens = (int) digits & 0xFF;
        int ones = (int) (digits >>> 8) & 0xFF;
        return tens > 9 || ones > 9 ? Integer.MAX_VALUE : tens * 10 + ones;
    }

    private long parsePrefix(byte[] bytes, int start) {
        boolean separated = (bytes[start + 10] == ' ' || bytes[start + 10] == 'T') && bytes[start + 13] == ':';
        long minute = separated ? parser.parse(bytes, start, start + 16) : TimestampText.INVALID;
        return minute == TimestampText.INVALID || Math.abs(minute) > LIMIT ? UNUSUAL : minute;
    }
}
