package io.barograph.core.over;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.aggregate.ValueCodec;
import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import java.util.Arrays;

/**
 * Values of one type that wait in a row: they come in behind and go out in front. Each has a number, which counts from the
 * key's beginning and stays.
 */
final class ValueQueue {
    /** Above this many texts a codec is made anew with the next key. */
    private static final int MOST_TEXTS = 1 << 16;

    private final Type type;
    private ValueCodec codec;
    private long[] values = new long[64];
    private boolean[] nulls = new boolean[64];
    /** The number of the value in front. */
    private long first;
    /** Where it lies. */
    private int head;

    private int size;
    private final long[] encoded = new long[Batch.CAPACITY];

    ValueQueue(Type type) {
        this.type = type;
        this.codec = new ValueCodec(type);
    }

    Type type() {
        return type;
    }

    /** Empties it; the next value has the number 0. */
    void clear() {
        first = 0;
        head = 0;
        size = 0;
        if (codec.isCoded() && codec.dictionary().size() > MOST_TEXTS) {
            codec = new ValueCodec(type);
        }
    }

    int size() {
        return size;
    }

    /** The number of the value in front. */
    long first() {
        return first;
    }

    /** The number that the next value will have. */
    long end() {
        return first + size;
    }

    /** Numbers values as if so many had come and gone. */
    void startAt(long number) {
        first = number;
    }

    void append(Column column, int from, int count) {
        reserve(count);
        codec.encode(column, from + count, encoded);
        int at = head + size;
        System.arraycopy(encoded, from, values, at, count);
        Validity validity = column.validity();
        if (validity.hasNulls()) {
            for (int i = 0; i < count; i++) {
                nulls[at + i] = validity.isNull(from + i);
                values[at + i] = nulls[at + i] ? 0 : values[at + i];
            }
        } else {
            Arrays.fill(nulls, at, at + count, false);
        }
        size += count;
    }

    /** Appends a value in the codec's form. */
    void append(long value, boolean isNull) {
        reserve(1);
        values[head + size] = value;
        nulls[head + size] = isNull;
        size++;
    }

    /** Appends a value of a queue of the same type. */
    void append(ValueQueue other, long number) {
        if (other.isNull(number)) {
            append(0, true);
        } else if (codec.isCoded()) {
            codec.adoptFrom(other.codec);
            append(codec.adopt(other.get(number)), false);
        } else {
            append(other.get(number), false);
        }
    }

    private void reserve(int count) {
        if (head + size + count <= values.length) {
            return;
        }
        if (size + count <= values.length / 2) {
            System.arraycopy(values, head, values, 0, size);
            System.arraycopy(nulls, head, nulls, 0, size);
        } else {
            int capacity = Math.max(Math.addExact(size, count), values.length * 2);
            values = Arrays.copyOf(Arrays.copyOfRange(values, head, head + size), capacity);
            nulls = Arrays.copyOf(Arrays.copyOfRange(nulls, head, head + size), capacity);
        }
        head = 0;
    }

    /** The value of a number, in the codec's form; 0 where NULL. */
    long get(long number) {
        return values[head + (int) (number - first)];
    }

    boolean isNull(long number) {
        return nulls[head + (int) (number - first)];
    }

    /** Lets go of all values below a number. */
    void dropBelow(long number) {
        int count = (int) Math.max(0, Math.min(size, number - first));
        head += count;
        size -= count;
        first += count;
    }

    /** Values from a number on, as a new column. */
    Column column(long number, int count) {
        int at = head + (int) (number - first);
        long[] present = null;
        for (int i = 0; i < count; i++) {
            if (nulls[at + i]) {
                if (present == null) {
                    present = Validity.allPresent(count);
                }
                Validity.setNull(present, i);
            }
        }
        return codec.decode(
                Arrays.copyOfRange(values, at, at + count),
                count,
                present == null ? Validity.ALL : Validity.of(present));
    }

    /** Orders two values that are not NULL. */
    int compare(long left, long right) {
        return codec.compare(get(left), get(right));
    }

    /** Writes the values and the number of the first. */
    void write(StateOutput output) {
        output.writeVarint(first);
        output.writeVarint(size);
        for (int i = 0; i < size; i++) {
            output.writeByte(nulls[head + i] ? 0 : 1);
            if (!nulls[head + i]) {
                codec.write(values[head + i], output);
            }
        }
    }

    /** Reads what was written into an empty queue. */
    void read(StateInput input) {
        first = input.readVarint();
        long count = input.readVarint();
        for (long i = 0; i < count; i++) {
            boolean present = input.readByte() != 0;
            append(present ? codec.read(input) : 0, !present);
        }
    }

    long memoryBytes() {
        return 9L * values.length + codec.memoryBytes() + 8L * encoded.length;
    }
}
