package io.barograph.core.aggregate.exact;

import io.barograph.core.aggregate.Slide;
import io.barograph.core.column.Column;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.LongColumn;

/**
 * Exact sums of a frame that moves along rows: integers, so that what has left is subtracted and nothing stays of it.
 *
 * <p>Limbs hold what rows have added and taken away since they were carried, and so are carried again before so many rows have
 * passed that one could overflow. A frame that values outside its window have come into is added up anew with the next rows,
 * if it is short: then all its rows may have a place in the record again.
 */
final class UnivariateSlide implements Slide {
    private static final int STEPS_BEFORE_CARRY = 1 << Record.CARRY_BITS - 1;
    /** A frame is added up anew where it has no more rows than this many times those to come. */
    private static final int SHORT = 4;

    private final UnivariateState state;
    private final boolean fromFirstRow;
    private long start;
    private long end;
    private long steps;

    UnivariateSlide(UnivariateState state, boolean fromFirstRow) {
        this.state = state;
        this.fromFirstRow = fromFirstRow;
    }

    @Override
    public void begin(long row) {
        state.clear(0);
        start = fromFirstRow ? 0 : row;
        end = row;
        steps = 0;
    }

    @Override
    public void move(Column[] arguments, long first, long[] starts, long[] ends, int count) {
        state.resize(count + 1);
        if (state.outliersOrNull(0) != null && !fromFirstRow && end - start <= (long) SHORT * count) {
            state.clear(0);
            end = start;
        }
        if (arguments[0] instanceof LongColumn longs) {
            moveAlong(longs.values(), first, starts, ends, count);
        } else {
            moveAlong(((DoubleColumn) arguments[0]).values(), first, starts, ends, count);
        }
        state.copy(count, 0);
    }

    private void moveAlong(double[] values, long first, long[] starts, long[] ends, int count) {
        for (int i = 0; i < count; i++) {
            int group = i + 1;
            begin(group, starts[i], ends[i]);
            long[] page = state.records.page(group);
            int at = state.records.at(group);
            for (; start < starts[i]; start++) {
                double value = values[(int) (start - first)];
                if (!state.leaves(page, at, value)) {
                    state.retractOne(group, value);
                }
            }
            for (; end < ends[i]; end++) {
                double value = values[(int) (end - first)];
                if (!state.enters(page, at, value)) {
                    state.addOne(group, value);
                }
            }
        }
    }

    private void moveAlong(long[] values, long first, long[] starts, long[] ends, int count) {
        for (int i = 0; i < count; i++) {
            int group = i + 1;
            begin(group, starts[i], ends[i]);
            long[] page = state.records.page(group);
            int at = state.records.at(group);
            for (; start < starts[i]; start++) {
                long value = values[(int) (start - first)];
                if (!state.leaves(page, at, value)) {
                    state.retractOne(group, value);
                }
            }
            for (; end < ends[i]; end++) {
                long value = values[(int) (end - first)];
                if (!state.enters(page, at, value)) {
                    state.addOne(group, value);
                }
            }
        }
    }

    /** Begins a frame in its group, with the state of the one before. */
    private void begin(int group, long frameStart, long frameEnd) {
        if (frameStart >= end) {
            state.clear(group);
            start = frameStart;
            end = frameStart;
        } else {
            state.copy(group - 1, group);
        }
        steps += frameStart - start + frameEnd - end;
        if (steps > STEPS_BEFORE_CARRY) {
            state.carry(group);
            steps = 0;
        }
    }

    @Override
    public long memoryBytes() {
        return 0;
    }
}
