package io.barograph.core.watermark;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.Dictionary;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.VarcharColumn;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The greatest time of each key of a lane. NULL is a key, -0.0 is 0.0, NaN is NaN. Used by one thread. */
final class KeyTimes {
    /** Numbers of keys from 0 up to this are found in an array. */
    private static final int DIRECT = 1 << 16;

    private static final int UNKNOWN = -1;

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
}
