package io.barograph.core.aggregate;

import io.barograph.core.aggregate.totals.GroupTotals;
import io.barograph.core.aggregate.totals.TotalsShape;
import io.barograph.core.aggregate.totals.TotalsState;
import io.barograph.core.column.BooleanColumn;
import io.barograph.core.column.Column;
import org.jspecify.annotations.Nullable;

/**
 * How many rows each group took in, or of them those whose argument is true.
 *
 * <p><b>Layout</b>, version 1: byte 1, the count as a varint.
 */
final class CountState implements CountedState, GroupedState.Invertible, GroupedState.OfRuns, TotalsState {
    /** One number per group. */
    enum Spec implements StateSpec {
        /** Any argument will do. */
        COUNT,
        /** Of a BOOLEAN: rows in which it is true. */
        COUNT_TRUE;

        @Override
        public GroupedState create() {
            return new CountState(this == COUNT_TRUE);
        }

        @Override
        public String describe() {
            return "count";
        }
    }

    private static final int VERSION = 1;

    private final boolean onlyTrue;
    private final LongPages counts = new LongPages(0);

    private CountState(boolean onlyTrue) {
        this.onlyTrue = onlyTrue;
    }

    @Override
    public void resize(int groups) {
        counts.resize(groups);
    }

    @Override
    public void add(Column[] arguments, int[] groups, int size) {
        if (onlyTrue) {
            addTrue((BooleanColumn) arguments[0], groups, size, 1);
            return;
        }
        long[][] pages = counts.pages();
        for (int i = 0; i < size; i++) {
            pages[groups[i] >> LongPages.SHIFT][groups[i] & LongPages.MASK]++;
        }
    }

    @Override
    public void add(Column[] arguments, GroupRuns runs, AlignedNumbers numbers) {
        boolean @Nullable [] values = onlyTrue ? ((BooleanColumn) arguments[0]).values() : null;
        for (int run = 0, from = 0; run < runs.count(); run++) {
            int to = runs.end(run);
            int count = to - from;
            if (values != null) {
                count = 0;
                for (int i = from; i < to; i++) {
                    count += values[i] ? 1 : 0;
                }
            }
            int group = runs.group(run);
            counts.page(group)[counts.at(group)] += count;
            from = to;
        }
    }

    @Override
    public void retract(Column[] arguments, int[] groups, int size) {
        if (onlyTrue) {
            addTrue((BooleanColumn) arguments[0], groups, size, -1);
            return;
        }
        long[][] pages = counts.pages();
        for (int i = 0; i < size; i++) {
            pages[groups[i] >> LongPages.SHIFT][groups[i] & LongPages.MASK]--;
        }
    }

    private void addTrue(BooleanColumn argument, int[] groups, int size, int sign) {
        boolean[] values = argument.values();
        long[][] pages = counts.pages();
        for (int i = 0; i < size; i++) {
            pages[groups[i] >> LongPages.SHIFT][groups[i] & LongPages.MASK] += values[i] ? sign : 0;
        }
    }

    @Override
    public void merge(GroupedState other, int[] theirs, int[] ours, int count) {
        CountState from = (CountState) other;
        for (int i = 0; i < count; i++) {
            counts.page(ours[i])[counts.at(ours[i])] += from.count(theirs[i]);
        }
    }

    @Override
    public TotalsShape totals() {
        // Truths are summed as 1 and 0.
        return onlyTrue ? new TotalsShape(true, TotalsShape.SUMS, false) : TotalsShape.COUNT;
    }

    @Override
    public void addTotals(GroupTotals totals, int[] groups, int count) {
        for (int i = 0; i < count; i++) {
            counts.page(groups[i])[counts.at(groups[i])] +=
                    onlyTrue ? totals.sums()[totals.shape().sumWords() * i] : totals.counts()[i];
        }
    }

    @Override
    public long count(int group) {
        return counts.page(group)[counts.at(group)];
    }

    @Override
    public void write(int group, StateOutput output) {
        output.writeByte(VERSION);
        output.writeVarint(count(group));
    }

    @Override
    public void read(int group, StateInput input) {
        StateVersion.check("count", input.readByte(), VERSION);
        counts.page(group)[counts.at(group)] += input.readVarint();
    }

    @Override
    public @Nullable Slide slide(boolean fromFirstRow) {
        if (onlyTrue) {
            return null;
        }
        resize(1);
        return new CountSlide();
    }

    @Override
    public long memoryBytes() {
        return counts.memoryBytes();
    }

    /** A frame's count is its length. */
    private final class CountSlide implements Slide {
        @Override
        public void begin(long row) {
            counts.page(0)[0] = 0;
        }

        @Override
        public void move(Column[] arguments, long first, long[] starts, long[] ends, int count) {
            resize(count + 1);
            for (int i = 0; i < count; i++) {
                counts.page(i + 1)[counts.at(i + 1)] = ends[i] - starts[i];
            }
            counts.page(0)[0] = ends[count - 1] - starts[count - 1];
        }

        @Override
        public long memoryBytes() {
            return 0;
        }
    }
}
