package io.barograph.core.aggregate;

import io.barograph.core.column.Column;
import java.util.Arrays;

/**
 * How many rows each group took in.
 *
 * <p><b>Layout</b>, version 1: byte 1, the count as a varint.
 */
final class CountState implements CountedState, GroupedState.Invertible {
    /** One number per group; any argument will do. */
    enum Spec implements StateSpec {
        COUNT;

        @Override
        public GroupedState create() {
            return new CountState();
        }

        @Override
        public String describe() {
            return "count";
        }
    }

    private static final int VERSION = 1;

    private long[] counts = new long[0];

    @Override
    public void resize(int groups) {
        if (groups > counts.length) {
            counts = Arrays.copyOf(counts, Capacity.grow(counts.length, groups));
        }
    }

    @Override
    public void add(Column[] arguments, int[] groups, int size) {
        long[] counts = this.counts;
        for (int i = 0; i < size; i++) {
            counts[groups[i]]++;
        }
    }

    @Override
    public void retract(Column[] arguments, int[] groups, int size) {
        long[] counts = this.counts;
        for (int i = 0; i < size; i++) {
            counts[groups[i]]--;
        }
    }

    @Override
    public void merge(GroupedState other, int[] theirs, int[] ours, int count) {
        long[] added = ((CountState) other).counts;
        for (int i = 0; i < count; i++) {
            counts[ours[i]] += added[theirs[i]];
        }
    }

    @Override
    public long count(int group) {
        return counts[group];
    }

    @Override
    public void write(int group, StateOutput output) {
        output.writeByte(VERSION);
        output.writeVarint(counts[group]);
    }

    @Override
    public void read(int group, StateInput input) {
        StateVersion.check("count", input.readByte(), VERSION);
        counts[group] += input.readVarint();
    }

    @Override
    public long memoryBytes() {
        return 8L * counts.length;
    }
}
