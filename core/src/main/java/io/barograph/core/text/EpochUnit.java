package io.barograph.core.text;

/** What numbers count that stand for instants: seconds or fractions of them since 1970-01-01 00:00:00 UTC. */
public enum EpochUnit {
    SECONDS("s", 9),
    MILLISECONDS("ms", 6),
    MICROSECONDS("us", 3),
    NANOSECONDS("ns", 0);

    private final String symbol;
    /** 10 to this power nanoseconds are a unit. */
    private final int exponent;

    EpochUnit(String symbol, int exponent) {
        this.symbol = symbol;
        this.exponent = exponent;
    }

    /** {@code s}, {@code ms}, {@code us} or {@code ns}. */
    public String symbol() {
        return symbol;
    }

    /** How many nanoseconds a unit is. */
    public long nanos() {
        return Digits.POWERS[exponent];
    }

    /** A whole number of units as a timestamp, or {@link TimestampText#INVALID} beyond its range. */
    public long toTimestamp(long units) {
        long unit = nanos();
        long product = units * unit;
        return Math.multiplyHigh(units, unit) == product >> 63 ? product : TimestampText.INVALID;
    }

    /**
     * The timestamp that a range {@code [+-] digits [. digits]} means, or {@link TimestampText#INVALID} where it is no such
     * number or beyond the range. Exact; an instant within a nanosecond is put at that nanosecond's beginning.
     */
    public long parse(byte[] bytes, int from, int to) {
        int end = from;
        while (end < to && bytes[end] != '.') {
            end++;
        }
        long units = LongText.parse(bytes, from, end);
        if (units == LongText.DOUBTFUL) {
            return TimestampText.INVALID;
        }
        long whole = toTimestamp(units);
        if (end == to || whole == TimestampText.INVALID) {
            return whole;
        }
        long part = 0;
        boolean rest = false;
        for (int i = end + 1; i < to; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                return TimestampText.INVALID;
            }
            if (i - end <= exponent) {
                part += digit * Digits.POWERS[exponent - (i - end)];
            } else {
                rest |= digit != 0;
            }
        }
        if (bytes[from] == '-') {
            long sum = whole - part - (rest ? 1 : 0);
            return sum <= whole ? sum : TimestampText.INVALID;
        }
        long sum = whole + part;
        return sum >= whole ? sum : TimestampText.INVALID;
    }
}
