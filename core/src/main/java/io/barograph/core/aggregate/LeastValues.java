package io.barograph.core.aggregate;

/** The least of the values that rows have brought and not taken away, first in, first out: a queue whose values only grow. */
final class LeastValues {
    /** Rings of a power of two. */
    private long[] values = new long[64];

    private long[] rows = new long[64];
    /** The first one's place, and that behind the last one; never taken modulo the length. */
    private int head;

    private int tail;

    void clear() {
        head = tail;
    }

    boolean isEmpty() {
        return head == tail;
    }

    /** The least value; of one that is not empty. */
    long least() {
        return values[head & values.length - 1];
    }

    /** A row behind all others brings a value. */
    void add(long row, long value) {
        int mask = values.length - 1;
        while (tail != head && values[tail - 1 & mask] >= value) {
            tail--;
        }
        if (tail - head == values.length) {
            grow();
            mask = values.length - 1;
        }
        values[tail & mask] = value;
        rows[tail & mask] = row;
        tail++;
    }

    /** Rows below a number take their values away. */
    void dropBelow(long row) {
        while (head != tail && rows[head & rows.length - 1] < row) {
            head++;
        }
    }

    private void grow() {
        int size = tail - head;
        int mask = values.length - 1;
        long[] longerValues = new long[Math.multiplyExact(values.length, 2)];
        long[] longerRows = new long[longerValues.length];
        for (int i = 0; i < size; i++) {
            longerValues[i] = values[head + i & mask];
            longerRows[i] = rows[head + i & mask];
        }
        values = longerValues;
        rows = longerRows;
        head = 0;
        tail = size;
    }

    long memoryBytes() {
        return 16L * values.length;
    }
}
