package io.barograph.core.series;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import java.util.Arrays;

/**
 * Readings of a key that are not chosen from yet, in the order in which they came; 16 bytes each. For one thread.
 *
 * <p><b>Saved layout</b>: how many, and their times and values.
 */
final class HeldReadings {
    private long[] times = new long[64];
    private double[] values = new double[64];
    private int size;

    int size() {
        return size;
    }

    /** Their times; behind {@link #size} what is left from before. Not to be kept: others take their place as readings come. */
    long[] times() {
        return times;
    }

    /** Their values, as {@link #times}. */
    double[] values() {
        return values;
    }

    void add(long time, double value) {
        if (size == times.length) {
            times = Arrays.copyOf(times, 2 * size);
            values = Arrays.copyOf(values, 2 * size);
        }
        times[size] = time;
        values[size++] = value;
    }

    /** Lets the first ones go. */
    void dropFirst(int count) {
        size -= count;
        System.arraycopy(times, count, times, 0, size);
        System.arraycopy(values, count, values, 0, size);
    }

    void clear() {
        size = 0;
    }

    void write(StateOutput output) {
        output.writeVarint(size);
        for (int i = 0; i < size; i++) {
            output.writeLong(times[i]);
            output.writeLong(Double.doubleToLongBits(values[i]));
        }
    }

    /** Takes in what was written, behind what it holds. */
    void read(StateInput input) {
        int count = SavedCount.read(input, Integer.MAX_VALUE / 2);
        for (int i = 0; i < count; i++) {
            add(input.readLong(), Double.longBitsToDouble(input.readLong()));
        }
    }

    long memoryBytes() {
        return 16L * times.length;
    }
}
