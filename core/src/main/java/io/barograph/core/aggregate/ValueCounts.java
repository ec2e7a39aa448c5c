package io.barograph.core.aggregate;

import io.barograph.core.column.Type;
import java.util.Arrays;
import java.util.List;

/**
 * For each group, how often each value occurred: integers under addition, so that merging is exact and so is taking away.
 *
 * <p><b>Layout</b> (without a version; the state around it has one): the number of values that occurred as a varint, then,
 * ascending by value, the value as {@link ValueCodec#write} has it and its count as a varint.
 */
final class ValueCounts {
    private final GroupedTuples values;
    private final long[] single = new long[1];
    /** By entry of {@link #values}. */
    private long[] counts = new long[0];

    ValueCounts(Type type) {
        values = new GroupedTuples(List.of(type));
    }

    void resize(int groups) {
        values.resize(groups);
    }

    ValueCodec codec() {
        return values.codec(0);
    }

    /** Counts a value of the codec, {@code times} times: negative to take away. */
    void add(int group, long value, long times) {
        single[0] = value;
        int entry = values.add(group, single);
        if (entry >= counts.length) {
            counts = Arrays.copyOf(counts, Capacity.grow(counts.length, entry + 1));
        }
        counts[entry] += times;
    }

    /** Readies {@link #merge} for these counts. */
    void adoptFrom(ValueCounts other) {
        values.adoptFrom(other.values);
    }

    void merge(ValueCounts other, int theirs, int ours) {
        for (int entry = other.newest(theirs); entry >= 0; entry = other.previous(entry)) {
            add(ours, codec().adopt(other.value(entry)), other.count(entry));
        }
    }

    /** An entry of a group, or -1; {@link #previous} leads through all. Some counts may be 0. */
    int newest(int group) {
        return values.newest(group);
    }

    int previous(int entry) {
        return values.previous(entry);
    }

    long value(int entry) {
        return values.value(entry, 0);
    }

    long count(int entry) {
        return counts[entry];
    }

    /** The entries of a group with counts above 0, ascending by value. */
    int[] sorted(int group) {
        return Arrays.stream(values.sorted(group))
                .filter(entry -> counts[entry] > 0)
                .toArray();
    }

    void write(int group, StateOutput output) {
        int[] entries = sorted(group);
        output.writeVarint(entries.length);
        for (int entry : entries) {
            values.write(entry, output);
            output.writeVarint(counts[entry]);
        }
    }

    void read(int group, StateInput input) {
        for (long rest = input.readVarint(); rest > 0; rest--) {
            long value = codec().read(input);
            add(group, value, input.readVarint());
        }
    }

    long memoryBytes() {
        return values.memoryBytes() + 8L * counts.length;
    }
}
