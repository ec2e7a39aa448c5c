package io.barograph.formats.json;

import io.barograph.core.column.Type;
import io.barograph.core.text.LongText;
import io.barograph.formats.text.Clock;
import io.barograph.formats.text.TimeOptions;
import io.barograph.formats.text.Values;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What the sampled values at one place of the records were: the place's members, in the order of their coming, and counts. */
final class Shape {
    /** One value in so many may be of another type; records that hold such are rejected when read. */
    private static final int TOLERANCE = 100;
    /** An object with more members than this is a map whose names are data. */
    private static final int MAX_MEMBERS = 256;

    private static final Set<String> NUMBER_WORDS = Set.of("\"NaN\"", "\"Infinity\"", "\"-Infinity\"");
    private static final int LONGEST_WORD = 11;

    private final Map<String, Shape> members = new LinkedHashMap<>();
    private final long[] scratch = new long[1];
    private final double[] number = new double[1];
    private int objects;
    private int arrays;
    private int texts;
    /** Texts that answers write for doubles that JSON has no number for. */
    private int words;

    private int wide;
    private int times;
    private int integers;
    private int decimals;
    private int booleans;
    private long magnitude;

    Map<String, Shape> members() {
        return members;
    }

    /** Whether every value was an object, whose members can be columns. */
    boolean isRecord() {
        return objects > 0 && members.size() <= MAX_MEMBERS && !members.isEmpty() && others() == 0;
    }

    /** Whether any value was seen: all else is NULL. */
    boolean anyValue() {
        return others() + objects > 0;
    }

    private int others() {
        return arrays + texts + integers + decimals + wide + booleans;
    }

    /** Adds a well-formed value, and gives the position behind it. */
    int add(byte[] bytes, int at, boolean acrossLines, Clock clock, Strings strings) {
        byte first = bytes[at];
        if (first == '{') {
            objects++;
            return addMembers(bytes, at, acrossLines, clock, strings);
        }
        int end = JsonScanner.value(bytes, at, acrossLines);
        switch (first) {
            case '[' -> arrays++;
            case '"' -> {
                texts++;
                words += isNumberWord(bytes, at, end) ? 1 : 0;
                if (Values.timestamp(bytes, at + 1, end - 1, clock, scratch, 0)) {
                    times++;
                }
            }
            case 't', 'f' -> booleans++;
            case 'n', 'N' -> {
                // NULL is of every type.
            }
            default -> number(bytes, at, end);
        }
        return end;
    }

    private static boolean isNumberWord(byte[] bytes, int from, int end) {
        return end - from <= LONGEST_WORD
                && NUMBER_WORDS.contains(new String(bytes, from, end - from, StandardCharsets.ISO_8859_1));
    }

    private void number(byte[] bytes, int from, int end) {
        if (LongText.outcome(bytes, from, end) != LongText.Outcome.VALUE) {
            if (isInteger(bytes, from, end)) {
                wide++;
                return;
            }
            decimals++;
            if (Values.number(bytes, from, end, (byte) '.', number, 0)) {
                magnitude = Math.max(magnitude, (long) Math.abs(number[0]));
            }
            return;
        }
        integers++;
        magnitude = Math.max(magnitude, Math.abs(LongText.parse(bytes, from, end)));
    }

    /** Whether a number has neither decimals nor an exponent. Of more than 64 bits it is a name: rounded, it would be another. */
    static boolean isInteger(byte[] bytes, int from, int end) {
        for (int at = from; at < end; at++) {
            if (bytes[at] == '.' || bytes[at] == 'e' || bytes[at] == 'E' || bytes[at] == 'I') {
                return false;
            }
        }
        return true;
    }

    private int addMembers(byte[] bytes, int opening, boolean acrossLines, Clock clock, Strings strings) {
        int at = JsonScanner.space(bytes, opening + 1, acrossLines);
        while (bytes[at] != '}') {
            int quote = JsonScanner.stringEnd(bytes, at + 1);
            Shape member = members.computeIfAbsent(strings.toString(bytes, at + 1, quote), name -> new Shape());
            at = member.add(bytes, JsonScanner.behindColon(bytes, quote + 1, acrossLines), acrossLines, clock, strings);
            at = JsonScanner.space(bytes, at, acrossLines);
            if (bytes[at] == ',') {
                at = JsonScanner.space(bytes, at + 1, acrossLines);
            }
        }
        return at + 1;
    }

    /** The type of a column of these values. */
    Type type() {
        int values = others() + objects;
        // A text that all write may be a word; beside decimals, what has none is a large amount and no name.
        int named = integers + decimals > 0 || words == values ? words : 0;
        int large = decimals > 0 ? wide : 0;
        if (fits(integers + decimals + named + large, values)) {
            return decimals + named == 0 ? Type.BIGINT : Type.DOUBLE;
        }
        if (fits(times, values)) {
            return Type.TIMESTAMP;
        }
        return booleans > 0 && booleans == values ? Type.BOOLEAN : Type.VARCHAR;
    }

    private static boolean fits(int count, int values) {
        return count > 0 && values - count <= values / TOLERANCE;
    }

    /** How the times of a column that is declared TIMESTAMP are written. */
    String unit() {
        return integers + decimals > times ? TimeOptions.unitOf(magnitude) : TimeOptions.ISO;
    }
}
