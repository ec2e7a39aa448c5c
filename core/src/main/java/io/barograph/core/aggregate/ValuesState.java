package io.barograph.core.aggregate;

import io.barograph.core.column.Column;
import io.barograph.core.column.Type;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import java.util.Arrays;

/**
 * All values of each group, for exact quantiles: a multiset, so that merging is putting together.
 *
 * <p>A group's values lie in an array of its own, in any order. A finish selects among them, which moves them about within
 * the array; it holds the array's monitor meanwhile, so that several threads may finish at once.
 *
 * <p><b>Layout</b>, version 1: byte 1, the number of values as a varint, then the values in ascending order as {@link
 * ValueCodec#write} has them.
 */
final class ValuesState implements GroupedState {
    /** One per type; the calls of all quantiles of an argument share it. */
    record Spec(Type type) implements StateSpec {
        @Override
        public GroupedState create() {
            return new ValuesState(type);
        }

        @Override
        public String describe() {
            return "all values";
        }
    }

    private static final int VERSION = 1;
    private static final int FIRST_CAPACITY = 4;
    private static final int MOST_VALUES = Integer.MAX_VALUE - 8;
    /** An array's header and its place in the outer one. */
    private static final int BYTES_PER_GROUP = 28;

    private static final long[] NONE = new long[0];

    private final ValueCodec codec;
    private long[][] values = new long[0][];
    private int[] sizes = new int[0];
    private long held;

    ValuesState(Type type) {
        codec = new ValueCodec(type);
    }

    @Override
    public void resize(int groups) {
        if (groups > sizes.length) {
            int old = sizes.length;
            int capacity = Capacity.grow(old, groups);
            sizes = Arrays.copyOf(sizes, capacity);
            values = Arrays.copyOf(values, capacity);
            Arrays.fill(values, old, capacity, NONE);
        }
    }

    @Override
    public void add(Column[] arguments, int[] groups, int size) {
        long[] added = codec.encode(arguments[0], size);
        for (int i = 0; i < size; i++) {
            int group = groups[i];
            int at = sizes[group]++;
            long[] own = values[group];
            if (at == own.length) {
                own = grown(group, at + 1L);
            }
            own[at] = added[i];
        }
    }

    /** Makes room for more of a group's values. */
    private long[] grown(int group, long needed) {
        long[] own = values[group];
        if (needed > MOST_VALUES) {
            throw new BarographException(
                    ErrorCode.OUT_OF_MEMORY,
                    "an exact quantile of more than " + MOST_VALUES
                            + " values in one group does not fit; write approx_quantile, or group by more columns");
        }
        int capacity = (int) Math.min(MOST_VALUES, Math.max(needed, Math.max(FIRST_CAPACITY, own.length * 3L / 2)));
        long[] longer = Arrays.copyOf(own, capacity);
        held += capacity - own.length;
        values[group] = longer;
        return longer;
    }

    @Override
    public void merge(GroupedState other, int[] theirs, int[] ours, int count) {
        ValuesState from = (ValuesState) other;
        for (int i = 0; i < count; i++) {
            int more = from.sizes[theirs[i]];
            int at = sizes[ours[i]];
            long[] own = values[ours[i]];
            if ((long) at + more > own.length) {
                own = grown(ours[i], (long) at + more);
            }
            System.arraycopy(from.values[theirs[i]], 0, own, at, more);
            sizes[ours[i]] = at + more;
        }
    }

    int size(int group) {
        return sizes[group];
    }

    /** The value of a rank from 0 among a group's values in ascending order. */
    long select(int group, int rank) {
        long[] own = values[group];
        synchronized (own) {
            return Selection.select(own, sizes[group], rank);
        }
    }

    @Override
    public void write(int group, StateOutput output) {
        long[] sorted = Arrays.copyOf(values[group], sizes[group]);
        Arrays.sort(sorted);
        output.writeByte(VERSION);
        output.writeVarint(sorted.length);
        for (long value : sorted) {
            codec.write(value, output);
        }
    }

    @Override
    public void read(int group, StateInput input) {
        StateVersion.check("quantile", input.readByte(), VERSION);
        for (long rest = input.readVarint(); rest > 0; rest--) {
            int at = sizes[group];
            long[] own = at == values[group].length ? grown(group, at + 1L) : values[group];
            own[at] = codec.read(input);
            sizes[group] = at + 1;
        }
    }

    @Override
    public long memoryBytes() {
        return 8L * held + (BYTES_PER_GROUP + 4L) * sizes.length;
    }
}
