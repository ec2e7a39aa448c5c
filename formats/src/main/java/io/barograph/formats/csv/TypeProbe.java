package io.barograph.formats.csv;

import io.barograph.core.column.Type;
import io.barograph.formats.text.Clock;
import io.barograph.formats.text.NullWords;
import io.barograph.formats.text.TimeOptions;
import io.barograph.formats.text.Values;

/** Counts which types the sampled values of a column fit, and decides on one. */
final class TypeProbe {
    /** One value in so many may be garbage; records that hold such are rejected when read. */
    private static final int TOLERANCE = 100;

    private final NullWords nulls;
    private final Clock clock;
    private final long[] integer = new long[1];
    private final double[] number = new double[1];
    private final boolean[] truth = new boolean[1];

    private int values;
    private int booleans;
    private int integers;
    private int points;
    private int commas;
    private int timestamps;
    /** Values such as 1.234, whose point may stand before thousands. */
    private int mayGroup;
    /** Values such as 1.234,5. */
    private int groups;

    private long magnitude;

    TypeProbe(NullWords nulls, Clock clock) {
        this.nulls = nulls;
        this.clock = clock;
    }

    void add(byte[] bytes, int begin, int end) {
        int from = begin;
        int to = end;
        while (from < to && bytes[from] == ' ') {
            from++;
        }
        while (to > from && bytes[to - 1] == ' ') {
            to--;
        }
        if (from == to || nulls.contains(bytes, from, to - from)) {
            return;
        }
        values++;
        if (isInteger(bytes, from, to)) {
            if (Values.bigint(bytes, from, to, integer, 0)) {
                integers++;
                points++;
                commas++;
                magnitude = Math.max(magnitude, Math.abs(integer[0]));
            }
        } else if (Values.number(bytes, from, to, (byte) '.', number, 0)) {
            points++;
            mayGroup += behindGroups(bytes, from, to) == to ? 1 : 0;
            if (Double.isFinite(number[0])) {
                magnitude = Math.max(magnitude, (long) Math.abs(number[0]));
            }
        } else if (Values.number(bytes, from, to, (byte) ',', number, 0)) {
            commas++;
        } else if (hasGroupsAndComma(bytes, from, to)) {
            groups++;
        } else if (Values.timestamp(bytes, from, to, clock, integer, 0)) {
            timestamps++;
        } else if (Values.bool(bytes, from, to, truth, 0)) {
            booleans++;
        }
    }

    /** The position behind one to three digits and at least one group {@code .ddd}, a sign before them; or -1. */
    private static int behindGroups(byte[] bytes, int from, int to) {
        int first = bytes[from] == '-' || bytes[from] == '+' ? from + 1 : from;
        int at = behindDigits(bytes, first, Math.min(to, first + 3));
        if (at == first) {
            return -1;
        }
        int behind = -1;
        while (at + 4 <= to && bytes[at] == '.' && behindDigits(bytes, at + 1, at + 4) == at + 4) {
            at += 4;
            behind = at;
        }
        return behind;
    }

    private static int behindDigits(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && bytes[at] >= '0' && bytes[at] <= '9') {
            at++;
        }
        return at;
    }

    private static boolean hasGroupsAndComma(byte[] bytes, int from, int to) {
        int at = behindGroups(bytes, from, to);
        return at > 0 && at + 1 < to && bytes[at] == ',' && behindDigits(bytes, at + 1, to) == to;
    }

    /** Whether a text is digits alone, of whatever length, with a sign or without. */
    static boolean isInteger(byte[] bytes, int from, int to) {
        int at = bytes[from] == '-' || bytes[from] == '+' ? from + 1 : from;
        if (at == to) {
            return false;
        }
        for (; at < to; at++) {
            if (bytes[at] < '0' || bytes[at] > '9') {
                return false;
            }
        }
        return true;
    }

    /** Whether any value was seen: all else is NULL. */
    boolean anyValue() {
        return values > 0;
    }

    /** Whether any value seen is of another type than VARCHAR. */
    boolean anyTyped() {
        return booleans + Math.max(points, commas) + timestamps > 0;
    }

    /** Whether the column is numeric only if its decimals stand behind a comma. */
    boolean wantsComma() {
        return fits(commas) && !fits(points);
    }

    boolean wantsPoint() {
        return fits(points) && !fits(commas);
    }

    /** Whether all decimal points seen may stand before thousands, as in 1.013. */
    boolean pointsMayGroup() {
        return mayGroup == points - integers;
    }

    /** Whether a value has points before thousands and a decimal comma. */
    boolean hasGroups() {
        return groups > 0;
    }

    Type type(byte decimal) {
        int numbers = decimal == ',' ? commas : points;
        if (values == 0) {
            return Type.VARCHAR;
        }
        if (booleans == values) {
            return Type.BOOLEAN;
        }
        if (fits(numbers)) {
            return integers == numbers ? Type.BIGINT : Type.DOUBLE;
        }
        return fits(timestamps) ? Type.TIMESTAMP : Type.VARCHAR;
    }

    /** How the times of a column that is declared TIMESTAMP are written, judged by the size of their numbers. */
    String unit() {
        if (points <= timestamps) {
            return TimeOptions.ISO;
        }
        return TimeOptions.unitOf(magnitude);
    }

    private boolean fits(int count) {
        return count > 0 && values - count <= values / TOLERANCE;
    }
}
