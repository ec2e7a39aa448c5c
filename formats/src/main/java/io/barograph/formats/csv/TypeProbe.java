package io.barograph.formats.csv;

import io.barograph.core.column.Type;
import io.barograph.formats.text.Clock;
import io.barograph.formats.text.NullWords;
import io.barograph.formats.text.TimeOptions;
import io.barograph.formats.text.Values;
import org.jspecify.annotations.Nullable;

/** Counts which types the sampled values of a column fit, and decides on one. */
final class TypeProbe {
    /** One value in so many may be garbage; records that hold such are rejected when read. */
    private static final int TOLERANCE = 100;

    private final NullWords nulls;
    private final Clock clock;
    private final @Nullable DigitGroups groups;
    private final long[] integer = new long[1];
    private final double[] number = new double[1];
    private final boolean[] truth = new boolean[1];

    private int values;
    private int booleans;
    private int integers;
    private int points;
    private int commas;
    private int timestamps;
    private long magnitude;

    /** @param thousands as in {@link io.barograph.formats.text.Dialect} */
    TypeProbe(NullWords nulls, Clock clock, int thousands) {
        this.groups = thousands < 0 ? null : new DigitGroups((byte) thousands);
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
        int ungrouped = groups == null ? -1 : groups.remove(bytes, from, to);
        boolean isNumber =
                groups == null ? addNumber(bytes, from, to) : ungrouped > 0 && addNumber(groups.bytes, 0, ungrouped);
        if (isNumber) {
            return;
        }
        if (Values.timestamp(bytes, from, to, clock, integer, 0)) {
            timestamps++;
        } else if (Values.bool(bytes, from, to, truth, 0)) {
            booleans++;
        }
    }

    private boolean addNumber(byte[] bytes, int from, int to) {
        if (isInteger(bytes, from, to)) {
            if (Values.bigint(bytes, from, to, integer, 0)) {
                integers++;
                points++;
                commas++;
                magnitude = Math.max(magnitude, Math.abs(integer[0]));
            }
        } else if (Values.number(bytes, from, to, (byte) '.', number, 0)) {
            points++;
            if (Double.isFinite(number[0])) {
                magnitude = Math.max(magnitude, (long) Math.abs(number[0]));
            }
        } else if (Values.number(bytes, from, to, (byte) ',', number, 0)) {
            commas++;
        } else {
            return false;
        }
        return true;
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
