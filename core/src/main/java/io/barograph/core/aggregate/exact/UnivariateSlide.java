package io.barograph.core.aggregate.exact;

import io.barograph.core.aggregate.Slide;
import io.barograph.core.column.Column;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.LongColumn;
import java.util.Arrays;

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
    /** Values in the record's unit. */
    private long[] leaving = new long[0];

    private long[] entering = new long[0];

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
            moveAlong(longs.values(), first, starts, ends, 0, 1);
            int last = lastQuick(starts, ends, count);
            if (last > 0) {
                state.slideOn(longs.values(), first, longs.values(), first, starts, ends, last);
                noteMoved(starts[last], ends[last], last);
            }
            moveAlong(longs.values(), first, starts, ends, last + 1, count);
        } else {
            double[] values = ((DoubleColumn) arguments[0]).values();
            moveAlong(values, first, starts, ends, 0, 1);
            int last = lastQuick(starts, ends, count);
            if (last > 0 && toNumbers(values, first, starts[last], ends[last])) {
                state.slideOn(leaving, start, entering, end, starts, ends, last);
                noteMoved(starts[last], ends[last], last);
            } else {
                last = 0;
            }
            moveAlong(values, first, starts, ends, last + 1, count);
        }
        state.copy(count, 0);
    }

    /** The last frame that can be reached from the first without one that holds no row of that before; 0 where that would overflow. */
    private int lastQuick(long[] starts, long[] ends, int count) {
        int last = 0;
        while (last + 1 < count && starts[last + 1] < ends[last]) {
            last++;
        }
        return state.outliersOrNull(1) == null && steps + moved(starts[last], ends[last]) <= STEPS_BEFORE_CARRY
                ? last
                : 0;
    }

    private long moved(long frameStart, long frameEnd) {
        return frameStart - start + frameEnd - end;
    }

    /** Notes that frames up to the last were found quickly: what their groups had outside their records before is not theirs. */
    private void noteMoved(long frameStart, long frameEnd, int last) {
        if (state.outliers != null) {
            Arrays.fill(state.outliers, 2, last + 2, null);
        }
        steps += moved(frameStart, frameEnd);
        start = frameStart;
        end = frameEnd;
    }

    /** What leaves until a frame, and what enters, in the record's unit; returns false where some value has no place in it. */
    private boolean toNumbers(double[] values, long first, long frameStart, long frameEnd) {
        int window = Record.windowOfX(state.records.page(1)[state.records.at(1)]);
        leaving = withRoom(leaving, frameStart - start);
        entering = withRoom(entering, frameEnd - end);
        return window != Record.NO_WINDOW
                && toNumbers(values, (int) (start - first), (int) (frameStart - start), window, leaving)
                && toNumbers(values, (int) (end - first), (int) (frameEnd - end), window, entering);
    }

    private static long[] withRoom(long[] numbers, long count) {
        return numbers.length < count ? new long[(int) Math.max(count, 2L * numbers.length)] : numbers;
    }

    private static boolean toNumbers(double[] values, int from, int count, int window, long[] numbers) {
        int outside = 0;
        for (int i = 0; i < count; i++) {
            double value = values[from + i];
            long bits = Double.doubleToRawLongBits(value);
            int shift = ((int) (bits >>> 52) & 0x7FF) - window;
            long magnitude = bits & 0xF_FFFF_FFFF_FFFFL | 0x10_0000_0000_0000L;
            long sign = bits >> 63;
            boolean isZero = value == 0;
            numbers[i] = isZero ? 0 : (magnitude << shift ^ sign) - sign;
            outside |= isZero ? 0 : shift | Record.WINDOW - shift;
        }
        return outside >= 0;
    }

    private void moveAlong(double[] values, long first, long[] starts, long[] ends, int from, int to) {
        for (int i = from; i < to; i++) {
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

    private void moveAlong(long[] values, long first, long[] starts, long[] ends, int from, int to) {
        for (int i = from; i < to; i++) {
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
        steps += moved(frameStart, frameEnd);
        if (steps > STEPS_BEFORE_CARRY) {
            state.carry(group);
            steps = 0;
        }
    }

    @Override
    public long memoryBytes() {
        return 8L * (leaving.length + entering.length);
    }
}
