package io.barograph.core.aggregate;

import io.barograph.core.column.Column;
import io.barograph.core.column.Type;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * All values of each group, for exact quantiles: a multiset, so that merging is putting together.
 *
 * <p>A group's values lie in an array of its own, in any order, and once that is full in {@link ManyValues}, packed where
 * they can be, so that many are never copied to make room, and few bytes outlive what adds them. A finish sorts the array of a
 * group that has no more than it; it holds the array's monitor meanwhile, so that several threads may finish at once.
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
        public GroupedState ofRanked(RankedGroups groups) {
            return new ValuesState(type, groups);
        }

        @Override
        public boolean isUnbounded() {
            return true;
        }

        @Override
        public String describe() {
            return "all values";
        }
    }

    private static final int VERSION = 1;
    private static final int FIRST_CAPACITY = 4;
    /** Values of a block. */
    private static final int BLOCK = 1 << 11;

    private static final int MOST_VALUES = Integer.MAX_VALUE - 8;
    /** An array's header, its place in the outer one, and what is known of the group. */
    private static final int BYTES_PER_GROUP = 36;

    private static final long[] NONE = new long[0];

    private final ValueCodec codec;
    private final boolean areDoubles;
    /** Where the values lie instead, if they do. */
    private final @Nullable RankedGroups elsewhere;
    /** By group: its last values; all of them below a block. */
    private long[][] last = new long[0][];
    /** By group: how many values it has, and how many of them are not in {@link #last}. */
    private int[] sizes = new int[0];

    private int[] before = new int[0];
    /** By group: the values before the last; null where there are none. Shorter than the others until it is needed. */
    private @Nullable ManyValues[] many = new ManyValues[0];

    /** For {@link PackedValues#of}. */
    private final long[] scratch;
    /** The bytes of all values. */
    private long held;

    ValuesState(Type type) {
        this(type, null);
    }

    private ValuesState(Type type, @Nullable RankedGroups elsewhere) {
        this.elsewhere = elsewhere;
        codec = new ValueCodec(type);
        areDoubles = type == Type.DOUBLE;
        scratch = areDoubles ? new long[BLOCK] : NONE;
    }

    @Override
    public void resize(int groups) {
        if (groups > sizes.length) {
            int old = sizes.length;
            int capacity = Capacity.grow(old, groups);
            sizes = Arrays.copyOf(sizes, capacity);
            before = Arrays.copyOf(before, capacity);
            last = Arrays.copyOf(last, capacity);
            Arrays.fill(last, old, capacity, NONE);
        }
    }

    @Override
    public void add(Column[] arguments, int[] groups, int size) {
        long[] added = codec.encode(arguments[0], size);
        int[] sizes = this.sizes;
        int[] before = this.before;
        long[][] last = this.last;
        for (int i = 0; i < size; i++) {
            int group = groups[i];
            int at = sizes[group] - before[group];
            long[] own = last[group];
            if (at == own.length) {
                own = withRoom(group);
                at = sizes[group] - before[group];
            }
            own[at] = added[i];
            sizes[group]++;
        }
    }

    /** Makes room behind the last values of a group, all of whose room is taken; returns them. */
    private long[] withRoom(int group) {
        checkSize(sizes[group] + 1L);
        long[] own = last[group];
        if (own.length < BLOCK) {
            int capacity = Math.min(BLOCK, Math.max(FIRST_CAPACITY, own.length * 3 / 2));
            last[group] = Arrays.copyOf(own, capacity);
            held += 8L * (capacity - own.length);
        } else {
            ValueBlock packed = PackedValues.of(own, areDoubles, scratch);
            if (packed == null) {
                packed = new PlainValues(own, BLOCK);
                last[group] = new long[BLOCK];
            }
            manyOf(group).add(packed);
            held += packed.bytes();
            before[group] = sizes[group];
        }
        return last[group];
    }

    private static void checkSize(long size) {
        if (size > MOST_VALUES) {
            throw new BarographException(
                    ErrorCode.OUT_OF_MEMORY,
                    "an exact quantile of more than " + MOST_VALUES
                            + " values in one group does not fit; write approx_quantile, or group by more columns");
        }
    }

    private ManyValues manyOf(int group) {
        if (group >= many.length) {
            many = Arrays.copyOf(many, Capacity.grow(many.length, group + 1));
        }
        ManyValues found = many[group];
        if (found == null) {
            found = new ManyValues();
            many[group] = found;
        }
        return found;
    }

    private @Nullable ManyValues manyOrNull(int group) {
        return group < many.length ? many[group] : null;
    }

    @Override
    public void merge(GroupedState other, int[] theirs, int[] ours, int count) {
        ValuesState from = (ValuesState) other;
        for (int i = 0; i < count; i++) {
            merge(from, theirs[i], ours[i]);
        }
    }

    private void merge(ValuesState from, int theirs, int ours) {
        checkSize((long) sizes[ours] + from.sizes[theirs]);
        ManyValues theirMany = from.manyOrNull(theirs);
        if (theirMany != null) {
            manyOf(ours).addAll(theirMany);
            int added = from.before[theirs];
            before[ours] += added;
            sizes[ours] += added;
            held += theirMany.bytes();
        }
        addAll(ours, from.last[theirs], from.sizes[theirs] - from.before[theirs]);
    }

    private void addAll(int group, long[] values, int size) {
        for (int at = 0; at < size; ) {
            int filled = sizes[group] - before[group];
            long[] own = last[group];
            if (filled == own.length) {
                own = withRoom(group);
                filled = sizes[group] - before[group];
            }
            int count = Math.min(own.length - filled, size - at);
            System.arraycopy(values, at, own, filled, count);
            sizes[group] += count;
            at += count;
        }
    }

    int size(int group) {
        return elsewhere == null ? sizes[group] : elsewhere.size(group);
    }

    /**
     * The value of a rank among a group's values in ascending order, and the next.
     *
     * @param rank from 0
     * @param found takes the value, and that of the rank behind it or the last there is
     */
    void select(int group, int rank, long[] found) {
        if (elsewhere != null) {
            found[0] = elsewhere.at(group, rank);
            found[1] = elsewhere.at(group, Math.min(rank + 1, elsewhere.size(group) - 1));
            return;
        }
        long[] own = last[group];
        int size = sizes[group];
        ManyValues many = manyOrNull(group);
        if (many != null) {
            RankSearch.find(many.with(new PlainValues(own, size - before[group])), size, rank, found);
            return;
        }
        synchronized (own) {
            // So few are sorted as fast as they are searched, and the next time they are in order.
            Arrays.sort(own, 0, size);
            found[0] = own[rank];
            found[1] = own[Math.min(rank + 1, size - 1)];
        }
    }

    /** A copy of a group's values. Another thread may be selecting from them, which moves few about. */
    private long[] values(int group) {
        long[] own = last[group];
        ManyValues many = manyOrNull(group);
        if (many != null) {
            return RankSearch.gather(many.with(new PlainValues(own, sizes[group] - before[group])), sizes[group]);
        }
        synchronized (own) {
            return Arrays.copyOf(own, sizes[group]);
        }
    }

    @Override
    public void write(int group, StateOutput output) {
        if (elsewhere != null) {
            // One after another: there may be more of them than an array has room for, of few values each many times.
            output.writeByte(VERSION);
            output.writeVarint(elsewhere.size(group));
            for (int rank = 0; rank < elsewhere.size(group); rank++) {
                codec.write(elsewhere.at(group, rank), output);
            }
            return;
        }
        long[] sorted = values(group);
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
            long value = codec.read(input);
            if (elsewhere != null) {
                elsewhere.add(group, value);
                continue;
            }
            int at = sizes[group] - before[group];
            long[] own = last[group];
            if (at == own.length) {
                own = withRoom(group);
                at = sizes[group] - before[group];
            }
            own[at] = value;
            sizes[group]++;
        }
    }

    @Override
    public long memoryBytes() {
        return held + (long) BYTES_PER_GROUP * sizes.length;
    }
}
