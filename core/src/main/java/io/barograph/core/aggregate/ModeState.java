package io.barograph.core.aggregate;

import io.barograph.core.column.Column;
import io.barograph.core.column.Type;

/**
 * How often each value of each group occurred, for the most frequent one; among equally frequent values it is the
 * smallest.
 *
 * <p><b>Layout</b>, version 1: byte 1, then as {@link ValueCounts} has it.
 */
final class ModeState implements GroupedState.Invertible, TalliedState {
    /** One per type. */
    record Spec(Type type) implements StateSpec {
        @Override
        public GroupedState create() {
            return new ModeState(type);
        }

        @Override
        public boolean isUnbounded() {
            return true;
        }

        @Override
        public String describe() {
            return "count of each value";
        }
    }

    private static final int VERSION = 1;

    private final ValueCounts counts;

    ModeState(Type type) {
        counts = new ValueCounts(type);
    }

    @Override
    public void resize(int groups) {
        counts.resize(groups);
    }

    @Override
    public void add(Column[] arguments, int[] groups, int size) {
        count(arguments[0], groups, size, 1);
    }

    @Override
    public void retract(Column[] arguments, int[] groups, int size) {
        count(arguments[0], groups, size, -1);
    }

    private void count(Column argument, int[] groups, int size, int times) {
        long[] values = counts.codec().encode(argument, size);
        for (int i = 0; i < size; i++) {
            counts.add(groups[i], values[i], times);
        }
    }

    @Override
    public void addTallied(Column[] arguments, long[] times, int[] groups, int size) {
        long[] words = counts.codec().encode(arguments[0], size);
        for (int i = 0; i < size; i++) {
            counts.add(groups[i], words[i], times[i]);
        }
    }

    @Override
    public void merge(GroupedState other, int[] theirs, int[] ours, int count) {
        ValueCounts from = ((ModeState) other).counts;
        counts.adoptFrom(from);
        for (int i = 0; i < count; i++) {
            counts.merge(from, theirs[i], ours[i]);
        }
    }

    Column finish(int[] groups, int count) {
        ResultColumn result = new ResultColumn(count);
        for (int i = 0; i < count; i++) {
            int best = mostFrequent(groups[i]);
            if (best < 0) {
                result.setNull(i);
            } else {
                result.values()[i] = counts.value(best);
            }
        }
        return result.decode(counts.codec());
    }

    private int mostFrequent(int group) {
        int best = -1;
        long most = 0;
        for (int entry = counts.newest(group); entry >= 0; entry = counts.previous(entry)) {
            long count = counts.count(entry);
            boolean wins = count > most
                    || best >= 0
                            && count == most
                            && counts.codec().compare(counts.value(entry), counts.value(best)) < 0;
            if (wins) {
                best = entry;
                most = count;
            }
        }
        return best;
    }

    @Override
    public void write(int group, StateOutput output) {
        output.writeByte(VERSION);
        counts.write(group, output);
    }

    @Override
    public void read(int group, StateInput input) {
        StateVersion.check("mode", input.readByte(), VERSION);
        counts.read(group, input);
    }

    @Override
    public long memoryBytes() {
        return counts.memoryBytes();
    }
}
