package io.barograph.core.aggregate;

import java.util.Arrays;

/** The values between two bounds, both included, that {@link ValueBlock#take} finds. Not thread-safe. */
final class Stretch {
    final long least;
    final long greatest;
    /** How many values lie before the stretch. */
    int before;
    /** The values found, in any order: the first {@link #size} of them. */
    long[] values = new long[0];

    int size;

    private int[] scratch = new int[0];

    Stretch(long least, long greatest) {
        this.least = least;
        this.greatest = greatest;
    }

    /** Makes room for more values behind those found. */
    long[] withRoom(int more) {
        if (size + more > values.length) {
            values = Arrays.copyOf(values, Capacity.grow(values.length, size + more));
        }
        return values;
    }

    /** An array for whoever takes values, of at least a size; with whatever it holds. */
    int[] scratch(int size) {
        if (scratch.length < size) {
            scratch = new int[size];
        }
        return scratch;
    }
}
