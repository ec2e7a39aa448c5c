package io.barograph.core.fold;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;

/** Numbers that wait in a row, as in a {@link ValueQueue}; none is NULL. */
public final class LongQueue {
    private long[] values = new long[64];
    /** The number of the value in front. */
    private long first;
    /** Where it lies. */
    private int head;

    private int size;

    public void clear() {
        startAt(0);
    }

    /** Empties it; the next value has this number. */
    public void startAt(long number) {
        first = number;
        head = 0;
        size = 0;
    }

    public long first() {
        return first;
    }

    /** The number that the next value will have. */
    public long end() {
        return first + size;
    }

    public void append(long value) {
        if (head + size == values.length) {
            makeRoom();
        }
        values[head + size++] = value;
    }

    private void makeRoom() {
        long[] from = values;
        if (size > values.length / 2) {
            values = new long[Math.multiplyExact(values.length, 2)];
        }
        System.arraycopy(from, head, values, 0, size);
        head = 0;
    }

    public long get(long number) {
        return values[head + (int) (number - first)];
    }

    public void set(long number, long value) {
        values[head + (int) (number - first)] = value;
    }

    /** Copies values from a number on. */
    public void get(long number, long[] target, int count) {
        System.arraycopy(values, head + (int) (number - first), target, 0, count);
    }

    /** Lets go of all values below a number. */
    public void dropBelow(long number) {
        int count = (int) Math.max(0, Math.min(size, number - first));
        head += count;
        size -= count;
        first += count;
    }

    public void write(StateOutput output) {
        output.writeVarint(first);
        output.writeVarint(size);
        for (int i = 0; i < size; i++) {
            output.writeLong(values[head + i]);
        }
    }

    public void read(StateInput input) {
        startAt(input.readVarint());
        long count = input.readVarint();
        for (long i = 0; i < count; i++) {
            append(input.readLong());
        }
    }

    public long memoryBytes() {
        return 8L * values.length;
    }
}
