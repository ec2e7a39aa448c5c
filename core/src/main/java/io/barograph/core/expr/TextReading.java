package io.barograph.core.expr;

import io.barograph.core.column.Batch;
import io.barograph.core.column.BooleanColumn;
import io.barograph.core.column.Column;
import io.barograph.core.column.Dictionary;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Type;
import io.barograph.core.column.VarcharColumn;
import io.barograph.core.text.DateText;
import io.barograph.core.text.DoubleText;
import io.barograph.core.text.IntervalParser;
import io.barograph.core.text.LongText;
import io.barograph.core.text.TimestampParser;
import io.barograph.core.text.TimestampText;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Casts from VARCHAR. */
final class TextReading implements Kernel {
    private final Type type;
    private final long[] longs;
    private final double[] doubles;
    private final boolean[] booleans;
    private final TimestampParser timestamps = new TimestampParser();

    TextReading(Type type) {
        this.type = type;
        longs = new long[type.isLong() ? Batch.CAPACITY : 0];
        doubles = new double[type == Type.DOUBLE ? Batch.CAPACITY : 0];
        booleans = new boolean[type == Type.BOOLEAN ? Batch.CAPACITY : 0];
    }

    @Override
    public Column apply(Column[] arguments, int size, ResultValidity result) {
        VarcharColumn column = (VarcharColumn) arguments[0];
        Dictionary dictionary = column.dictionary();
        int[] codes = column.codes();
        for (int i = 0; i < size; i++) {
            if (!result.inputsPresent(i)) {
                continue;
            }
            byte[] bytes = dictionary.bytes();
            int from = dictionary.offset(codes[i]);
            int to = from + dictionary.length(codes[i]);
            while (from < to && isSpace(bytes[from])) {
                from++;
            }
            while (from < to && isSpace(bytes[to - 1])) {
                to--;
            }
            if (!read(bytes, from, to, i)) {
                result.undefined(i);
            }
        }
        return switch (type.kind()) {
            case BOOLEAN -> new BooleanColumn(booleans, result.validity());
            case DOUBLE -> new DoubleColumn(doubles, result.validity());
            default -> new LongColumn(type, longs, result.validity());
        };
    }

    static boolean isSpace(byte character) {
        return character == ' ' || character >= '\t' && character <= '\r';
    }

    /** Reads a range into a position; false where it spells no value. */
    private boolean read(byte[] bytes, int from, int to, int position) {
        switch (type.kind()) {
            case BOOLEAN -> {
                String word = new String(bytes, from, to - from, StandardCharsets.UTF_8).toLowerCase(Locale.ROOT);
                booleans[position] = switch (word) {
                    case "true", "t", "yes", "y", "1" -> true;
                    default -> false;
                };
                return switch (word) {
                    case "true", "t", "yes", "y", "1", "false", "f", "no", "n", "0" -> true;
                    default -> false;
                };
            }
            case BIGINT -> {
                long value = LongText.parse(bytes, from, to);
                longs[position] = value;
                return value != LongText.DOUBTFUL || LongText.outcome(bytes, from, to) == LongText.Outcome.VALUE;
            }
            case DOUBLE -> {
                long bits = DoubleText.parseBits(bytes, from, to, (byte) '.');
                doubles[position] = Double.longBitsToDouble(bits);
                return bits != DoubleText.INVALID;
            }
            case TIMESTAMP -> {
                longs[position] = timestamps.parse(bytes, from, to);
                return longs[position] != TimestampText.INVALID;
            }
            case DATE -> {
                long nanos = timestamps.parse(bytes, from, to);
                longs[position] = Math.floorDiv(nanos, DateText.NANOS_PER_DAY);
                return nanos != TimestampText.INVALID && DateText.isInRange(longs[position]);
            }
            default -> {
                longs[position] = IntervalParser.parse(bytes, from, to);
                return longs[position] != IntervalParser.INVALID;
            }
        }
    }
}
