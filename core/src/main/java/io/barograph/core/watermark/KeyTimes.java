package io.barograph.core.watermark;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.Dictionary;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.VarcharColumn;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The greatest time of each key of a lane. NULL is a key, -0.0 is 0.0, NaN is NaN. Used by one thread. */
final class KeyTimes {
    /** Numbers of keys from 0 up to this are found in an array. */
    private static final int DIRECT = 1 << 16;

    private static final int UNKNOWN = -1;

    private static final int NULL = 0;
    private static final int LONG = 1;
    private static final int DOUBLE = 2;
    private static final int BOOLEAN = 3;
    private static final int TEXT = 4;
    private static final int DECIMAL = 5;

    private final Map<@Nullable Object, Integer> numbers = new HashMap<>();
    private final int[] found = new int[Batch.CAPACITY];
    private long[] greatest = new long[16];

    /** Numbers by the values of BIGINTs, and by the codes of the dictionary last met. */
    private int[] byValue = {};

    private int[] byCode = {};
    private @Nullable Dictionary dictionary;

    KeyTimes copy() {
        KeyTimes copy = new KeyTimes();
        copy.numbers.putAll(numbers);
        copy.greatest = greatest.clone();
        return copy;
    }

    /** The numbers of the keys of {@code size} rows. Overwritten by the next call. */
    int[] numbers(Column column, int size) {
        if (column instanceof VarcharColumn texts && texts.dictionary() != dictionary) {
            dictionary = texts.dictionary();
            byCode = new int[0];
        }
        for (int i = 0; i < size; i++) {
            found[i] = column.validity().isNull(i) ? number(null) : numberAt(column, i);
        }
        return found;
    }

    private int numberAt(Column column, int row) {
        if (column instanceof VarcharColumn texts) {
            int code = texts.codes()[row];
            byCode = wideEnough(byCode, code);
            return byCode[code] != UNKNOWN ? byCode[code] : (byCode[code] = number(texts.value(row)));
        }
        if (column instanceof LongColumn longs && longs.values()[row] >= 0 && longs.values()[row] < DIRECT) {
            int value = (int) longs.values()[row];
            byValue = wideEnough(byValue, value);
            return byValue[value] != UNKNOWN ? byValue[value] : (byValue[value] = number((Long) (long) value));
        }
        Object value = column.value(row);
        return number(value instanceof Double number && number == 0 ? (Object) 0.0 : value);
    }

    private static int[] wideEnough(int[] array, int index) {
        if (index < array.length) {
            return array;
        }
        int[] wider = Arrays.copyOf(array, Math.max(index + 1, array.length * 2));
        Arrays.fill(wider, array.length, wider.length, UNKNOWN);
        return wider;
    }

    private int number(@Nullable Object key) {
        Integer known = numbers.get(key);
        if (known != null) {
            return known;
        }
        int number = numbers.size();
        numbers.put(key, number);
        if (number == greatest.length) {
            greatest = Arrays.copyOf(greatest, number * 2);
        }
        greatest[number] = LaneClock.NO_TIME;
        return number;
    }

    /** Enters a time; gives the key's greatest one before it, or {@link LaneClock#NO_TIME}. */
    long advance(int key, long time) {
        long before = greatest[key];
        greatest[key] = Math.max(before, time);
        return before;
    }

    /** Takes in the times before. */
    void continueFrom(KeyTimes before) {
        for (Map.Entry<@Nullable Object, Integer> key : before.numbers.entrySet()) {
            int number = number(key.getKey());
            greatest[number] = Math.max(greatest[number], before.greatest[key.getValue()]);
        }
    }

    /** Writes every key with its time, in the order of their numbers, and then the number of one of them. */
    void write(int marked, StateOutput output) {
        List<@Nullable Object> ordered = new ArrayList<>(Collections.nCopies(numbers.size(), null));
        numbers.forEach((key, number) -> ordered.set(number, key));
        output.writeVarint(ordered.size());
        for (int number = 0; number < ordered.size(); number++) {
            writeKey(ordered.get(number), output);
            output.writeLong(greatest[number]);
        }
        output.writeVarint(marked);
    }

    private static void writeKey(@Nullable Object key, StateOutput output) {
        if (key == null) {
            output.writeByte(NULL);
        } else if (key instanceof Long number) {
            output.writeByte(LONG);
            output.writeLong(number);
        } else if (key instanceof Double number) {
            output.writeByte(DOUBLE);
            output.writeLong(Double.doubleToLongBits(number));
        } else if (key instanceof Boolean flag) {
            output.writeByte(BOOLEAN);
            output.writeByte(flag ? 1 : 0);
        } else {
            output.writeByte(key instanceof String ? TEXT : DECIMAL);
            byte[] text = key.toString().getBytes(StandardCharsets.UTF_8);
            output.writeVarint(text.length);
            output.writeBytes(text, 0, text.length);
        }
    }

    /** Takes in what {@link #write} wrote; gives the marked number. */
    int read(StateInput input) {
        long count = input.readVarint();
        for (long i = 0; i < count; i++) {
            int number = number(readKey(input));
            greatest[number] = input.readLong();
        }
        return (int) input.readVarint();
    }

    private static @Nullable Object readKey(StateInput input) {
        int kind = input.readByte();
        switch (kind) {
            case NULL:
                return null;
            case LONG:
                return input.readLong();
            case DOUBLE:
                return Double.longBitsToDouble(input.readLong());
            case BOOLEAN:
                return input.readByte() == 1;
            default:
                byte[] bytes = input.readBytes((int) input.readVarint());
                String text = new String(bytes, StandardCharsets.UTF_8);
                return kind == TEXT ? (Object) text : new BigDecimal(text);
        }
    }
}
