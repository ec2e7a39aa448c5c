package io.barograph.core.aggregate;

import io.barograph.core.column.Column;
import io.barograph.core.column.Type;
import java.util.Arrays;

/**
 * The value at the earliest, or at the latest, time of each group; among equal times the smallest, or the greatest, value.
 * So the answer depends on the rows alone, not on their order of arrival.
 *
 * <p><b>Layout</b>, version 1: byte 1, then byte 0 for a group without rows, or byte 1, the time and the value as
 * {@link ValueCodec#write} has them.
 */
final class EdgeState implements GroupedState {
    /**
     * @param value type of the first argument
     * @param time type of the second argument
     * @param latest whether the last value is kept, not the first
     */
    record Spec(Type value, Type time, boolean latest) implements StateSpec {
        @Override
        public GroupedState create() {
            return new EdgeState(this);
        }

        @Override
        public String describe() {
            return latest ? "latest time and its value" : "earliest time and its value";
        }
    }

    private static final int VERSION = 1;

    private final boolean latest;
    private final ValueCodec valueCodec;
    private final ValueCodec timeCodec;
    private boolean[] present = new boolean[0];
    private long[] times = new long[0];
    private long[] values = new long[0];

    EdgeState(Spec spec) {
        latest = spec.latest;
        valueCodec = new ValueCodec(spec.value);
        timeCodec = new ValueCodec(spec.time);
    }

    @Override
    public void resize(int groups) {
        if (groups > present.length) {
            int capacity = Capacity.grow(present.length, groups);
            present = Arrays.copyOf(present, capacity);
            times = Arrays.copyOf(times, capacity);
            values = Arrays.copyOf(values, capacity);
        }
    }

    @Override
    public void add(Column[] arguments, int[] groups, int size) {
        long[] newValues = valueCodec.encode(arguments[0], size);
        long[] newTimes = timeCodec.encode(arguments[1], size);
        for (int i = 0; i < size; i++) {
            include(groups[i], newTimes[i], newValues[i]);
        }
    }

    private void include(int group, long time, long value) {
        if (!present[group] || isFurther(time, value, times[group], values[group])) {
            present[group] = true;
            times[group] = time;
            values[group] = value;
        }
    }

    private boolean isFurther(long time, long value, long knownTime, long knownValue) {
        int order = Long.compare(time, knownTime);
        if (order == 0) {
            order = valueCodec.compare(value, knownValue);
        }
        return latest ? order > 0 : order < 0;
    }

    @Override
    public void merge(GroupedState other, int[] theirs, int[] ours, int count) {
        EdgeState from = (EdgeState) other;
        valueCodec.adoptFrom(from.valueCodec);
        for (int i = 0; i < count; i++) {
            int group = theirs[i];
            if (from.present[group]) {
                include(ours[i], from.times[group], valueCodec.adopt(from.values[group]));
            }
        }
    }

    Column finish(int[] groups, int count) {
        ResultColumn result = new ResultColumn(count);
        for (int i = 0; i < count; i++) {
            if (present[groups[i]]) {
                result.values()[i] = values[groups[i]];
            } else {
                result.setNull(i);
            }
        }
        return result.decode(valueCodec);
    }

    @Override
    public void write(int group, StateOutput output) {
        output.writeByte(VERSION);
        output.writeByte(present[group] ? 1 : 0);
        if (present[group]) {
            timeCodec.write(times[group], output);
            valueCodec.write(values[group], output);
        }
    }

    @Override
    public void read(int group, StateInput input) {
        StateVersion.check("first or last", input.readByte(), VERSION);
        if (input.readByte() != 0) {
            long time = timeCodec.read(input);
            include(group, time, valueCodec.read(input));
        }
    }

    @Override
    public long memoryBytes() {
        return 17L * present.length + valueCodec.memoryBytes() + timeCodec.memoryBytes();
    }
}
