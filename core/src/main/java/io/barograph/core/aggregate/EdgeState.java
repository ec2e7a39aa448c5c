package io.barograph.core.aggregate;

import io.barograph.core.aggregate.totals.GroupTotals;
import io.barograph.core.aggregate.totals.TotalsShape;
import io.barograph.core.aggregate.totals.TotalsState;
import io.barograph.core.column.Column;
import io.barograph.core.column.Type;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The value at the least, or at the greatest, rank of each group, which is a time or any other value; among equal ranks the
 * smallest, or the greatest, value. So the answer depends on the rows alone, not on their order of arrival.
 *
 * <p><b>Layout</b>, version 1: byte 1, then byte 0 for a group without rows, or byte 1, the rank and the value as
 * {@link ValueCodec#write} has them.
 */
final class EdgeState implements TotalsState, TalliedState {
    /**
     * @param value type of the first argument
     * @param rank type of the second argument
     * @param greatest whether the value at the greatest rank is kept, not that at the least
     * @param describe what is kept, in words
     */
    record Spec(Type value, Type rank, boolean greatest, String describe) implements StateSpec {
        @Override
        public GroupedState create() {
            return new EdgeState(this);
        }
    }

    private static final int VERSION = 1;

    private final boolean greatest;
    private final ValueCodec valueCodec;
    private final ValueCodec rankCodec;
    private boolean[] present = new boolean[0];
    private long[] ranks = new long[0];
    private long[] values = new long[0];

    EdgeState(Spec spec) {
        greatest = spec.greatest;
        valueCodec = new ValueCodec(spec.value);
        rankCodec = new ValueCodec(spec.rank);
    }

    @Override
    public void resize(int groups) {
        if (groups > present.length) {
            int capacity = Capacity.grow(present.length, groups);
            present = Arrays.copyOf(present, capacity);
            ranks = Arrays.copyOf(ranks, capacity);
            values = Arrays.copyOf(values, capacity);
        }
    }

    @Override
    public void add(Column[] arguments, int[] groups, int size) {
        long[] newValues = valueCodec.encode(arguments[0], size);
        long[] newRanks = rankCodec.encode(arguments[1], size);
        for (int i = 0; i < size; i++) {
            include(groups[i], newRanks[i], newValues[i]);
        }
    }

    private void include(int group, long rank, long value) {
        if (!present[group] || isFurther(rank, value, ranks[group], values[group])) {
            present[group] = true;
            ranks[group] = rank;
            values[group] = value;
        }
    }

    private boolean isFurther(long rank, long value, long knownRank, long knownValue) {
        int order = rankCodec.compare(rank, knownRank);
        if (order == 0) {
            order = valueCodec.compare(value, knownValue);
        }
        return greatest ? order > 0 : order < 0;
    }

    @Override
    public void merge(GroupedState other, int[] theirs, int[] ours, int count) {
        EdgeState from = (EdgeState) other;
        valueCodec.adoptFrom(from.valueCodec);
        rankCodec.adoptFrom(from.rankCodec);
        for (int i = 0; i < count; i++) {
            int group = theirs[i];
            if (from.present[group]) {
                include(ours[i], rankCodec.adopt(from.ranks[group]), valueCodec.adopt(from.values[group]));
            }
        }
    }

    @Override
    public @Nullable TotalsShape totals() {
        return valueCodec.isCoded() || rankCodec.isCoded()
                ? null
                : TotalsShape.ofRanked(valueCodec.type() != Type.DOUBLE, rankCodec.type() != Type.DOUBLE);
    }

    @Override
    public void addTotals(GroupTotals totals, int[] groups, int count) {
        long[] ends = totals.ends();
        for (int i = 0; i < count; i++) {
            int least = totals.shape().endWords() * i;
            int greatestEnd = least + totals.shape().valueWords();
            // Ranks come last; where there is none they are apart.
            if (ends[least + 1] <= ends[greatestEnd + 1]) {
                int end = greatest ? greatestEnd : least;
                include(groups[i], ends[end + 1], GroupTotals.lowerWord(ends[end]));
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
            rankCodec.write(ranks[group], output);
            valueCodec.write(values[group], output);
        }
    }

    @Override
    public void read(int group, StateInput input) {
        StateVersion.check("first or last", input.readByte(), VERSION);
        if (input.readByte() != 0) {
            long rank = rankCodec.read(input);
            include(group, rank, valueCodec.read(input));
        }
    }

    @Override
    public long memoryBytes() {
        return 17L * present.length + valueCodec.memoryBytes() + rankCodec.memoryBytes();
    }
}
