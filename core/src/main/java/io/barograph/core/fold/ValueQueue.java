package io.barograph.core.fold;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.aggregate.ValueCodec;
import io.barograph.core.column.Column;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import java.util.Arrays;

/**
 * Values of one type that wait in a row: they come in behind and go out in front. Each has a number, which counts from the
 * key's beginning and stays. Doubles are kept as they are, but that -0.0 becomes 0.0 and every NaN the same one; other values in
 * the form of a {@link ValueCodec}. Not thread-safe.
 */
public final class ValueQueue {
    /** Above this many texts a codec is made anew with the next key. */
    private static final int MOST_TEXTS = 1 << 16;

    private final Type type;
    private ValueCodec codec;
    private final boolean isDouble;
    /** The values: of DOUBLE in the second, else in the first. */
    private long[] values = new long[0];

    private double[] doubles = new double[0];
    private boolean[] nulls = new boolean[64];
    /** Whether any of {@link #nulls} may be set. */
    private boolean anyNull;
    /** The number of the value in front. */
    private long first;
    /** Where it lies. */
    private int head;

    private int size;

    public ValueQueue(Type type) {
        this.type = type;
        this.codec = new ValueCodec(type);
        this.isDouble = type == Type.DOUBLE;
        if (isDouble) {
            doubles = new double[nulls.length];
        } else {
            values = new long[nulls.length];
        }
    }

    public Type type() {
        return type;
    }

    /** Empties it; the next value has the number 0. */
    public void clear() {
        first = 0;
        head = 0;
        size = 0;
        if (anyNull) {
            Arrays.fill(nulls, false);
            anyNull = false;
        }
        if (codec.isCoded() && codec.dictionary().size() > MOST_TEXTS) {
            codec = new ValueCodec(type);
        }
    }

    public int size() {
        return size;
    }

    /** The number of the value in front. */
    public long first() {
        return first;
    }

    /** The number that the next value will have. */
    public long end() {
        return first + size;
    }

    /** Numbers values as if so many had come and gone. */
    public void startAt(long number) {
        first = number;
    }

    public void append(Column column, int from, int count) {
        reserve(count);
        int at = head + size;
        Validity validity = column.validity();
        if (validity.hasNulls()) {
            anyNull = true;
            for (int i = 0; i < count; i++) {
                nulls[at + i] = validity.isNull(from + i);
            }
        } else if (anyNull) {
            Arrays.fill(nulls, at, at + count, false);
        }
        if (isDouble) {
            appendDoubles(((DoubleColumn) column).values(), from, count);
        } else {
            System.arraycopy(codec.encode(column, from + count), from, values, at, count);
        }
        if (validity.hasNulls()) {
            for (int i = at; i < at + count; i++) {
                if (nulls[i]) {
                    set(i, 0);
                }
            }
        }
        size += count;
    }

    private void appendDoubles(double[] source, int from, int count) {
        int at = head + size;
        for (int i = 0; i < count; i++) {
            double value = source[from + i] + 0.0;
            doubles[at + i] = Double.isNaN(value) ? Double.NaN : value;
        }
    }

    /** Appends a value in the codec's form. */
    public void append(long value, boolean isNull) {
        reserve(1);
        anyNull |= isNull;
        nulls[head + size] = isNull;
        set(head + size, isNull ? 0 : value);
        size++;
    }

    private void set(int at, long value) {
        if (isDouble) {
            doubles[at] = ValueCodec.toDouble(value);
        } else {
            values[at] = value;
        }
    }

    /** Appends a value of a queue of the same type. */
    public void append(ValueQueue other, long number) {
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
        if (head + size + count <= nulls.length) {
            return;
        }
        int capacity = nulls.length;
        if (size + count > capacity / 2) {
            capacity = Math.max(Math.addExact(size, count), Math.multiplyExact(capacity, 2));
        }
        boolean[] toNulls = capacity == nulls.length ? nulls : new boolean[capacity];
        System.arraycopy(nulls, head, toNulls, 0, size);
        nulls = toNulls;
        if (isDouble) {
            double[] to = capacity == doubles.length ? doubles : new double[capacity];
            System.arraycopy(doubles, head, to, 0, size);
            doubles = to;
        } else {
            long[] to = capacity == values.length ? values : new long[capacity];
            System.arraycopy(values, head, to, 0, size);
            values = to;
        }
        head = 0;
    }

    /** The value of a number, in the codec's form; 0 where NULL. */
    public long get(long number) {
        int at = head + (int) (number - first);
        return isDouble ? ValueCodec.fromDouble(doubles[at]) : values[at];
    }

    public boolean isNull(long number) {
        return nulls[head + (int) (number - first)];
    }

    /** Lets go of all values below a number. */
    public void dropBelow(long number) {
        int count = (int) Math.max(0, Math.min(size, number - first));
        head += count;
        size -= count;
        first += count;
    }

    /** Values from a number on, as a new column. */
    public Column column(long number, int count) {
        int at = head + (int) (number - first);
        Validity validity = anyNull ? validity(at, count) : Validity.ALL;
        return isDouble
                ? new DoubleColumn(Arrays.copyOfRange(doubles, at, at + count), validity)
                : codec.decode(Arrays.copyOfRange(values, at, at + count), count, validity);
    }

    /**
     * The values of some numbers, as a new column.
     *
     * @param numbers of values that are here, in any order; a negative one stands for NULL
     */
    public Column gather(long[] numbers, int count) {
        double[] someDoubles = new double[isDouble ? count : 0];
        long[] some = new long[isDouble ? 0 : count];
        long[] present = Validity.allPresent(count);
        boolean hasNulls = false;
        for (int i = 0; i < count; i++) {
            int at = numbers[i] < 0 ? -1 : head + (int) (numbers[i] - first);
            if (at < 0 || nulls[at]) {
                Validity.setNull(present, i);
                hasNulls = true;
            } else if (isDouble) {
                someDoubles[i] = doubles[at];
            } else {
                some[i] = values[at];
            }
        }
        Validity validity = hasNulls ? Validity.of(present) : Validity.ALL;
        return isDouble ? new DoubleColumn(someDoubles, validity) : codec.decode(some, count, validity);
    }

    /** Forgets texts that no value is any more, where they are many. Values got before are of no use then. */
    public void renewTexts() {
        if (!codec.isCoded() || codec.dictionary().size() < Math.max(MOST_TEXTS, 4 * size)) {
            return;
        }
        ValueCodec fresh = new ValueCodec(type);
        fresh.adoptFrom(codec);
        for (int at = head; at < head + size; at++) {
            values[at] = nulls[at] ? 0 : fresh.adopt(values[at]);
        }
        codec = fresh;
    }

    private Validity validity(int at, int count) {
        long[] present = null;
        for (int i = 0; i < count; i++) {
            if (nulls[at + i]) {
                if (present == null) {
                    present = Validity.allPresent(count);
                }
                Validity.setNull(present, i);
            }
        }
        return present == null ? Validity.ALL : Validity.of(present);
    }

    /**
     * All values as a column over the queue's own array, valid until the next call; of DOUBLE and of types carried as long. The
     * value with a number is at position {@code number - } {@link #viewedFrom}.
     */
    public Column view() {
        return isDouble ? new DoubleColumn(doubles, Validity.ALL) : new LongColumn(type, values, Validity.ALL);
    }

    /** The number that a value at position 0 of the {@link #view} would have. */
    public long viewedFrom() {
        return first - head;
    }

    /** Orders two values that are not NULL. */
    public int compare(long left, long right) {
        return codec.compare(get(left), get(right));
    }

    /** Writes the values and the number of the first. */
    public void write(StateOutput output) {
        output.writeVarint(first);
        output.writeVarint(size);
        for (int i = 0; i < size; i++) {
            output.writeByte(nulls[head + i] ? 0 : 1);
            if (!nulls[head + i]) {
                codec.write(get(first + i), output);
            }
        }
    }

    /** Reads what was written into an empty queue. */
    public void read(StateInput input) {
        first = input.readVarint();
        long count = input.readVarint();
        for (long i = 0; i < count; i++) {
            boolean present = input.readByte() != 0;
            append(present ? codec.read(input) : 0, !present);
        }
    }

    public long memoryBytes() {
        return 9L * nulls.length + codec.memoryBytes();
    }
}
