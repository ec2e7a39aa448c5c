package io.barograph.core.aggregate;

import io.barograph.core.aggregate.totals.GroupTotals;
import io.barograph.core.aggregate.totals.TotalsShape;
import io.barograph.core.aggregate.totals.TotalsState;
import io.barograph.core.column.Column;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Type;
import java.util.Arrays;

/**
 * The first and the last reading of each group: of several at the first time the smallest, at the last the greatest.
 *
 * <p><b>Layout</b>, version 1: byte 1, then byte 0 for a group without rows, or byte 1 and the first time and value, the last
 * time and value, eight bytes each.
 */
final class SpanState implements TotalsState {
    /** @param value type of the first argument; the second is a TIMESTAMP */
    record Spec(Type value) implements StateSpec {
        @Override
        public GroupedState create() {
            return new SpanState(value);
        }

        @Override
        public String describe() {
            return "first and last time and value";
        }
    }

    private static final int VERSION = 1;
    private static final int WIDTH = 4;

    private final ValueCodec codec;
    private boolean[] present = new boolean[0];
    /** By group: first time, its value, last time, its value. */
    private long[] edges = new long[0];

    SpanState(Type value) {
        codec = new ValueCodec(value);
    }

    @Override
    public void resize(int groups) {
        if (groups > present.length) {
            int capacity = Capacity.grow(present.length, groups);
            present = Arrays.copyOf(present, capacity);
            edges = Arrays.copyOf(edges, WIDTH * capacity);
        }
    }

    @Override
    public void add(Column[] arguments, int[] groups, int size) {
        long[] values = codec.encode(arguments[0], size);
        long[] times = ((LongColumn) arguments[1]).values();
        for (int i = 0; i < size; i++) {
            include(groups[i], times[i], values[i], times[i], values[i]);
        }
    }

    @Override
    public TotalsShape totals() {
        return TotalsShape.ofRanked(codec.type() != Type.DOUBLE, true);
    }

    @Override
    public void addTotals(GroupTotals totals, int[] groups, int count) {
        long[] ends = totals.ends();
        for (int i = 0; i < count; i++) {
            int first = totals.shape().endWords() * i;
            int last = first + totals.shape().valueWords();
            // Times come last; where there is no reading they are apart.
            if (ends[first + 1] <= ends[last + 1]) {
                include(
                        groups[i],
                        ends[first + 1],
                        GroupTotals.lowerWord(ends[first]),
                        ends[last + 1],
                        GroupTotals.lowerWord(ends[last]));
            }
        }
    }

    private void include(int group, long firstTime, long firstValue, long lastTime, long lastValue) {
        int at = WIDTH * group;
        boolean isFirst = !present[group];
        present[group] = true;
        if (isFirst || firstTime < edges[at] || firstTime == edges[at] && firstValue < edges[at + 1]) {
            edges[at] = firstTime;
            edges[at + 1] = firstValue;
        }
        if (isFirst || lastTime > edges[at + 2] || lastTime == edges[at + 2] && lastValue > edges[at + 3]) {
            edges[at + 2] = lastTime;
            edges[at + 3] = lastValue;
        }
    }

    @Override
    public void merge(GroupedState other, int[] theirs, int[] ours, int count) {
        SpanState from = (SpanState) other;
        for (int i = 0; i < count; i++) {
            int at = WIDTH * theirs[i];
            if (from.present[theirs[i]]) {
                include(ours[i], from.edges[at], from.edges[at + 1], from.edges[at + 2], from.edges[at + 3]);
            }
        }
    }

    /** Whether time passes between a group's first and last reading. */
    boolean hasLength(int group) {
        return present[group] && firstTime(group) != lastTime(group);
    }

    long firstTime(int group) {
        return edges[WIDTH * group];
    }

    /** The first reading's value in the form of {@link ValueCodec}. */
    long firstValue(int group) {
        return edges[WIDTH * group + 1];
    }

    long lastTime(int group) {
        return edges[WIDTH * group + 2];
    }

    /** The last reading's value in the form of {@link ValueCodec}. */
    long lastValue(int group) {
        return edges[WIDTH * group + 3];
    }

    @Override
    public void write(int group, StateOutput output) {
        output.writeByte(VERSION);
        output.writeByte(present[group] ? 1 : 0);
        for (int i = 0; present[group] && i < WIDTH; i++) {
            output.writeLong(edges[WIDTH * group + i]);
        }
    }

    @Override
    public void read(int group, StateInput input) {
        StateVersion.check("first and last reading", input.readByte(), VERSION);
        if (input.readByte() != 0) {
            long firstTime = input.readLong();
            long firstValue = input.readLong();
            long lastTime = input.readLong();
            include(group, firstTime, firstValue, lastTime, input.readLong());
        }
    }

    @Override
    public long memoryBytes() {
        return (1L + 8 * WIDTH) * present.length + codec.memoryBytes();
    }
}
