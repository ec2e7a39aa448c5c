package io.barograph.core.series;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.aggregate.ValueCodec;
import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.Validity;
import java.util.Arrays;

/** Values of one column, NULL or not, at the first points that wait, in the form of a {@link ValueCodec}. */
final class PointValues {
    private long[] values = new long[Batch.CAPACITY];
    private boolean[] nulls = new boolean[Batch.CAPACITY];
    private int known;

    void clear() {
        known = 0;
    }

    /** How many points have their value. */
    int known() {
        return known;
    }

    /** Gives the next point its value. */
    void put(long value) {
        reserve();
        values[known] = value;
        nulls[known] = false;
        known++;
    }

    /** Gives the next point NULL. */
    void putNull() {
        reserve();
        values[known] = 0;
        nulls[known] = true;
        known++;
    }

    private void reserve() {
        if (known == values.length) {
            values = Arrays.copyOf(values, 2 * known);
            nulls = Arrays.copyOf(nulls, 2 * known);
        }
    }

    /** The values of some points, as a new column. */
    Column column(int from, int count, ValueCodec codec) {
        long[] present = Validity.allPresent(count);
        boolean hasNulls = false;
        for (int i = 0; i < count; i++) {
            if (nulls[from + i]) {
                Validity.setNull(present, i);
                hasNulls = true;
            }
        }
        return codec.decode(
                Arrays.copyOfRange(values, from, from + count), count, hasNulls ? Validity.of(present) : Validity.ALL);
    }

    /** Forgets the points below a number; those from it on are numbered from 0. */
    void drop(int count) {
        System.arraycopy(values, count, values, 0, known - count);
        System.arraycopy(nulls, count, nulls, 0, known - count);
        known -= count;
    }

    void write(StateOutput output, ValueCodec codec) {
        output.writeVarint(known);
        for (int i = 0; i < known; i++) {
            output.writeByte(nulls[i] ? 0 : 1);
            if (!nulls[i]) {
                codec.write(values[i], output);
            }
        }
    }

    /** @param most how many there can be */
    void read(StateInput input, ValueCodec codec, int most) {
        int count = SavedCount.read(input, most);
        for (int i = 0; i < count; i++) {
            if (input.readByte() == 0) {
                putNull();
            } else {
                put(codec.read(input));
            }
        }
    }

    long memoryBytes() {
        return 32 + 9L * values.length;
    }
}
