package io.barograph.core.aggregate;

import io.barograph.core.column.Column;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Type;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * All readings of each group: pairs of time and value. What is weighted by the time between readings needs all of them, since
 * those of another state may lie between.
 *
 * <p><b>Layout</b>, version 1: byte 1, the number of readings (varint), then each as its time and its value, eight bytes each, in
 * order of time, of equal times in order of value.
 */
final class ReadingsState implements GroupedState {
    /** One per type of value; the calls of all functions of the same arguments share it. */
    record Spec(Type value) implements StateSpec {
        @Override
        public GroupedState create() {
            return new ReadingsState(value);
        }

        @Override
        public GroupedState ofRuns(RunGroups groups) {
            return new ReadingsState(value, groups);
        }

        @Override
        public boolean isUnbounded() {
            return true;
        }

        @Override
        public String describe() {
            return "all times and values";
        }
    }

    private static final int VERSION = 1;
    private static final int MOST_READINGS = 1 << 29;
    private static final int FIRST_CAPACITY = 8;
    private static final long[] NONE = new long[0];
    /** An array's header and its place in the outer one. */
    private static final int GROUP_BYTES = 28;

    private final ValueCodec codec;
    /** Where the readings lie instead, if they do. */
    private final @Nullable RunGroups runs;
    /** By group: times and values by turns. */
    private long[][] readings = new long[0][];
    /** By group: how many longs of {@link #readings} are taken. */
    private int[] sizes = new int[0];

    private long held;

    ReadingsState(Type value) {
        this(value, null);
    }

    private ReadingsState(Type value, @Nullable RunGroups runs) {
        this.codec = new ValueCodec(value);
        this.runs = runs;
    }

    @Override
    public void resize(int groups) {
        if (groups > sizes.length) {
            int old = sizes.length;
            int capacity = Capacity.grow(old, groups);
            sizes = Arrays.copyOf(sizes, capacity);
            readings = Arrays.copyOf(readings, capacity);
            Arrays.fill(readings, old, capacity, NONE);
        }
    }

    @Override
    public void add(Column[] arguments, int[] groups, int size) {
        long[] values = codec.encode(arguments[0], size);
        long[] times = ((LongColumn) arguments[1]).values();
        for (int i = 0; i < size; i++) {
            add(groups[i], times[i], values[i]);
        }
    }

    private void add(int group, long time, long value) {
        reserve(group, 2);
        long[] own = readings[group];
        own[sizes[group]++] = time;
        own[sizes[group]++] = value;
    }

    private void reserve(int group, int longs) {
        long wanted = (long) sizes[group] + longs;
        long[] own = readings[group];
        if (wanted <= own.length) {
            return;
        }
        if (wanted > 2L * MOST_READINGS) {
            throw new BarographException(
                    ErrorCode.OUT_OF_MEMORY,
                    "more than " + MOST_READINGS + " readings in one group do not fit; group by shorter windows");
        }
        int capacity =
                (int) Math.min(2L * MOST_READINGS, Math.max(wanted, Math.max(FIRST_CAPACITY, own.length * 3L / 2)));
        readings[group] = Arrays.copyOf(own, capacity);
        held += capacity - own.length;
    }

    @Override
    public void merge(GroupedState other, int[] theirs, int[] ours, int count) {
        ReadingsState from = (ReadingsState) other;
        for (int i = 0; i < count; i++) {
            int size = from.sizes[theirs[i]];
            reserve(ours[i], size);
            System.arraycopy(from.readings[theirs[i]], 0, readings[ours[i]], sizes[ours[i]], size);
            sizes[ours[i]] += size;
        }
    }

    /** The readings of a group in order: times and values by turns, in an array not to be changed. */
    long[] sorted(int group) {
        if (runs != null) {
            long[] own = new long[size(group)];
            int start = runs.start(group);
            for (int i = 0; i < own.length; i += 2) {
                own[i] = time(start + i / 2);
                own[i + 1] = value(start + i / 2);
            }
            return PairSort.sorted(own, own.length);
        }
        return PairSort.sorted(readings[group], sizes[group]);
    }

    /** A group's longs: twice its readings. */
    int size(int group) {
        return runs == null ? sizes[group] : 2 * (runs.end(group) - runs.start(group));
    }

    /** The runs of readings that some groups, in their order, are, if each run's lie in order; else null. */
    @Nullable
    RunGroups runsInOrder(int[] groups, int count) {
        if (runs == null || count == 0) {
            return null;
        }
        int end = runs.end(groups[count - 1]);
        for (int i = runs.start(groups[0]) + 1; i < end; i++) {
            int order = Long.compare(time(i - 1), time(i));
            if (order > 0 || order == 0 && value(i - 1) > value(i)) {
                return null;
            }
        }
        return runs;
    }

    /** The time of the reading at a position of {@link #runsInOrder}. */
    long time(int position) {
        return ((LongColumn) Objects.requireNonNull(runs).arguments()[1]).values()[position];
    }

    /** Its value. */
    long value(int position) {
        Column values = Objects.requireNonNull(runs).arguments()[0];
        return values instanceof DoubleColumn doubles
                ? ValueCodec.fromDouble(doubles.values()[position])
                : ((LongColumn) values).values()[position];
    }

    boolean isFinite(int position) {
        return !(Objects.requireNonNull(runs).arguments()[0] instanceof DoubleColumn doubles)
                || Double.isFinite(doubles.values()[position]);
    }

    @Override
    public void write(int group, StateOutput output) {
        output.writeByte(VERSION);
        output.writeVarint(sizes[group] / 2);
        long[] sorted = sorted(group);
        for (int i = 0; i < sizes[group]; i++) {
            output.writeLong(sorted[i]);
        }
    }

    @Override
    public void read(int group, StateInput input) {
        StateVersion.check("time and value", input.readByte(), VERSION);
        long count = input.readVarint();
        for (long i = 0; i < count; i++) {
            long time = input.readLong();
            add(group, time, input.readLong());
        }
    }

    @Override
    public long memoryBytes() {
        return (long) GROUP_BYTES * sizes.length + 8 * held + codec.memoryBytes();
    }
}
