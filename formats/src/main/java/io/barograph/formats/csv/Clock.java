package io.barograph.formats.csv;

import io.barograph.core.text.TimestampParser;
import io.barograph.core.text.TimestampText;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * Calendar times in the zone of a table. Beside whole texts it reads their first sixteen bytes alone, for callers that do
 * not know yet where the text ends, and remembers the last: sensors' times come in runs.
 */
final class Clock {
    /** The bytes are no {@code YYYY-MM-DD HH:MM} that seconds may be added to. */
    static final long UNUSUAL = Long.MIN_VALUE;

    /** Further from the epoch, adding seconds might overflow. */
    private static final long LIMIT = Long.MAX_VALUE - 120_000_000_000L;

    private final TimestampParser parser;
    private final boolean utc;

    private long lastLow;
    private long lastHigh;
    private long lastMinute = UNUSUAL;

    Clock(ZoneId zone) {
        this.parser = new TimestampParser(zone);
        this.utc = zone.normalized().equals(ZoneOffset.UTC);
    }

    boolean isUtc() {
        return utc;
    }

    /** A whole text in nanoseconds UTC, or {@link TimestampText#INVALID}. */
    long parse(byte[] bytes, int from, int to) {
        return parser.parse(bytes, from, to);
    }

    /** The minute written in the 16 bytes at {@code start}, in nanoseconds UTC; or {@link #UNUSUAL}. */
    long minute(byte[] bytes, int start) {
        long low = Swar.word(bytes, start);
        long high = Swar.word(bytes, start + 8);
        if (low != lastLow || high != lastHigh) {
            lastMinute = parsePrefix(bytes, start);
            lastLow = low;
            lastHigh = high;
        }
        return lastMinute;
    }

    private long parsePrefix(byte[] bytes, int start) {
        boolean separated = (bytes[start + 10] == ' ' || bytes[start + 10] == 'T') && bytes[start + 13] == ':';
        long minute = separated ? parser.parse(bytes, start, start + 16) : TimestampText.INVALID;
        return minute == TimestampText.INVALID || Math.abs(minute) > LIMIT ? UNUSUAL : minute;
    }
}
