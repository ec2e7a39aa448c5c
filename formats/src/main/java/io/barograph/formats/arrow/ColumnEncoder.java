package io.barograph.formats.arrow;

import io.barograph.core.column.BooleanColumn;
import io.barograph.core.column.Column;
import io.barograph.core.column.DecimalColumn;
import io.barograph.core.column.Dictionary;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.core.column.VarcharColumn;
import java.util.Arrays;

/** Gathers one column's values of a record batch in Arrow's layout. */
final class ColumnEncoder {
    private final Type type;
    private byte[] validity = new byte[1 << 8];
    private byte[] values = new byte[1 << 12];
    private byte[] texts = {};
    private int valueBytes;
    private int textBytes;
    private int rows;
    private int nulls;

    ColumnEncoder(Type type) {
        this.type = type;
    }

    int nulls() {
        return nulls;
    }

    int textBytes() {
        return textBytes;
    }

    /** How many of some rows fit before the texts reach a size, the one that does so included; at least one. */
    int fitting(Column column, int from, int count, int limit) {
        if (!(column instanceof VarcharColumn varchars)) {
            return count;
        }
        long bytes = textBytes;
        for (int i = from; i < from + count; i++) {
            if (varchars.validity().isPresent(i)) {
                bytes += varchars.dictionary().length(varchars.codes()[i]);
                if (bytes >= limit) {
                    return i - from + 1;
                }
            }
        }
        return count;
    }

    /** Appends {@code count} values from a position. */
    void append(Column column, int from, int count) {
        appendValidity(column.validity(), from, count);
        if (column instanceof LongColumn longs) {
            appendLongs(longs.values(), from, count);
        } else if (column instanceof DoubleColumn doubles) {
            int at = reserve(8 * count);
            for (int i = 0; i < count; i++, at += 8) {
                // One bit pattern for NaN.
                Body.LONG.set(values, at, Double.doubleToLongBits(doubles.values()[from + i]));
            }
        } else if (column instanceof BooleanColumn booleans) {
            valueBytes = rows + count + 7 >> 3;
            reserve(0);
            for (int i = 0; i < count; i++) {
                setBit(
                        values,
                        rows + i,
                        booleans.values()[from + i] && column.validity().isPresent(from + i));
            }
        } else if (column instanceof DecimalColumn decimals) {
            int at = reserve(16 * count);
            for (int i = 0; i < count; i++, at += 16) {
                Body.LONG.set(values, at, decimals.low()[from + i]);
                Body.LONG.set(values, at + 8, decimals.high()[from + i]);
            }
        } else if (column instanceof VarcharColumn varchars) {
            appendTexts(varchars, from, count);
        }
        if (column.validity().hasNulls() && !(column instanceof BooleanColumn) && !(column instanceof VarcharColumn)) {
            clearNulls(column.validity(), from, count);
        }
        rows += count;
    }

    /** Zeros in place of what nobody wrote: equal answers are equal bytes. */
    private void clearNulls(Validity present, int from, int count) {
        int width = valueBytes / (rows + count);
        for (int i = 0; i < count; i++) {
            if (present.isNull(from + i)) {
                Arrays.fill(values, (rows + i) * width, (rows + i + 1) * width, (byte) 0);
            }
        }
    }

    private void appendValidity(Validity present, int from, int count) {
        int bytes = rows + count + 7 >> 3;
        if (bytes > validity.length) {
            validity = Arrays.copyOf(validity, Math.max(bytes, 2 * validity.length));
        }
        for (int i = 0; i < count; i++) {
            boolean isPresent = present.isPresent(from + i);
            setBit(validity, rows + i, isPresent);
            nulls += isPresent ? 0 : 1;
        }
    }

    private static void setBit(byte[] bits, int at, boolean value) {
        int mask = 1 << (at & 7);
        bits[at >> 3] = (byte) (value ? bits[at >> 3] | mask : bits[at >> 3] & ~mask);
    }

    private void appendLongs(long[] source, int from, int count) {
        if (type == Type.DATE) {
            int at = reserve(4 * count);
            for (int i = 0; i < count; i++, at += 4) {
                Body.INT.set(values, at, (int) source[from + i]);
            }
        } else {
            int at = reserve(8 * count);
            for (int i = 0; i < count; i++, at += 8) {
                Body.LONG.set(values, at, source[from + i]);
            }
        }
    }

    private void appendTexts(VarcharColumn column, int from, int count) {
        int at = reserve(4 * count + (rows == 0 ? 4 : 0));
        if (rows == 0) {
            Body.INT.set(values, at, 0);
            at += 4;
        }
        Dictionary dictionary = column.dictionary();
        for (int i = from; i < from + count; i++, at += 4) {
            if (column.validity().isPresent(i)) {
                int code = column.codes()[i];
                int length = dictionary.length(code);
                int end = Math.addExact(textBytes, length);
                if (end > texts.length) {
                    texts = Arrays.copyOf(texts, (int) Math.max(end, Math.min(1 << 30, 2L * texts.length + 4096)));
                }
                System.arraycopy(dictionary.bytes(), dictionary.offset(code), texts, textBytes, length);
                textBytes = end;
            }
            Body.INT.set(values, at, textBytes);
        }
    }

    /** Makes room behind the values and gives its place. */
    private int reserve(int bytes) {
        int at = valueBytes;
        valueBytes += bytes;
        if (valueBytes > values.length) {
            values = Arrays.copyOf(values, Math.max(valueBytes, 2 * values.length));
        }
        return at;
    }

    /** The buffers' number: with the validity first, then the values or the texts' ends, then the texts. */
    int buffers() {
        return type == Type.VARCHAR ? 3 : 2;
    }

    byte[] buffer(int index) {
        return index == 0 ? validity : index == 1 ? values : texts;
    }

    /** Bytes of a buffer that count; the validity's is empty where nothing is NULL. */
    int length(int index) {
        return index == 0 ? (nulls == 0 ? 0 : rows + 7 >> 3) : index == 1 ? valueBytes : textBytes;
    }

    /** Forgets the rows. */
    void clear() {
        rows = 0;
        nulls = 0;
        valueBytes = 0;
        textBytes = 0;
    }
}
