package io.barograph.core.over;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.column.Batch;
import io.barograph.core.merge.CallStates;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The states of frames whose ends only grow from row to row. Nothing is taken away from a state, so that every aggregate can
 * roll: where frames leave their first rows behind, rows are parted at a <em>pivot</em>. Of the rows before it there is a state
 * from each row up to the pivot, of those behind it one from the pivot up to each frame's end; a frame is one of the former
 * merged with one of the latter. When a frame begins behind the pivot, a new one is set at its end, so that each row is added
 * twice, whatever the frame's length. States merge exactly: where the pivots are makes no difference.
 */
final class RollingStates {
    /** The rows that states are made of, from {@link #needed} on. */
    interface Rows {
        /** The columns that the calls read; the others are null. */
        Batch of(long from, int count);
    }

    /** The states of some frames, and in which group of them each frame's is. The caller's to change. */
    record Found(CallStates states, int[] groups) {}

    private final Stretches.Stretch frames;
    private final boolean fromFirstRow;
    private final Rows rows;
    private final IntFunction<CallStates> maker;
    private final int[] groups = new int[Batch.CAPACITY];

    /** The states from each row up to the pivot; null where there is no pivot yet. */
    private @Nullable CallStates front;

    private long frontFrom;
    private long pivot;
    /** The state of the rows from the pivot, or from the key's first one, up to {@link #backEnd}: group 0. */
    private CallStates back;

    private long backEnd;

    /**
     * @param fromFirstRow whether all frames begin at the key's first row
     * @param maker of so many empty states
     */
    RollingStates(Stretches.Stretch frames, boolean fromFirstRow, Rows rows, IntFunction<CallStates> maker) {
        this.frames = frames;
        this.fromFirstRow = fromFirstRow;
        this.rows = rows;
        this.maker = maker;
        this.back = maker.apply(1);
    }

    void begin() {
        front = null;
        frontFrom = 0;
        pivot = 0;
        back = maker.apply(1);
        backEnd = 0;
    }

    /** The states of the frames of the next rows, behind those asked for before; at most a batch's. */
    Found of(long next, int count) {
        return fromFirstRow ? fromFirstRow(next, count) : parted(next, count);
    }

    /** The first row that frames may still need behind that of a row, which was the last one asked for. */
    long needed(long row) {
        return fromFirstRow ? backEnd : frames.start(row);
    }

    private Found fromFirstRow(long next, int count) {
        CallStates ends = maker.apply(count + 2);
        ends.merge(back, new int[] {0}, new int[] {0}, 1);
        addEntering(ends, new long[count], next, count);
        int[] to = IntStream.range(1, count + 1).toArray();
        ends.merge(ends, IntStream.range(0, count).toArray(), to, count);
        keep(ends, count);
        return new Found(ends, to);
    }

    private Found parted(long next, int count) {
        long before = pivot;
        long[] pivots = new long[count];
        int carried = setPivots(pivots, next);
        CallStates newFront = front;
        long newFrom = frontFrom;
        if (carried < count) {
            newFrom = frames.start(next + carried);
            newFront = upToPivots(newFrom, pivots, carried);
        }
        CallStates ends = maker.apply(count + 2);
        ends.merge(back, new int[] {0}, new int[] {0}, 1);
        addEntering(ends, pivots, next, count);
        int[] theirs = new int[count];
        int[] ours = new int[count];
        int merges = 0;
        for (int i = 0; i < count; i++) {
            if (i == 0 ? carried > 0 && before == pivots[0] : pivots[i - 1] == pivots[i]) {
                theirs[merges] = i;
                ours[merges++] = i + 1;
            }
        }
        ends.merge(ends, theirs, ours, merges);
        keep(ends, count);
        CallStates found = maker.apply(count);
        mergeFronts(found, front, frontFrom, pivots, next, 0, carried);
        mergeFronts(found, newFront, newFrom, pivots, next, carried, count);
        front = newFront;
        frontFrom = newFrom;
        int[] all = IntStream.range(0, count).toArray();
        found.merge(ends, IntStream.range(1, count + 1).toArray(), all, count);
        return new Found(found, all);
    }

    /** Finds the pivot of each frame; returns the first whose pivot is a new one. */
    private int setPivots(long[] pivots, long next) {
        int carried = pivots.length;
        for (int i = 0; i < pivots.length; i++) {
            if (frames.start(next + i) > pivot || front == null && i == 0) {
                pivot = frames.end(next + i);
                carried = Math.min(carried, i);
            }
            pivots[i] = pivot;
        }
        return carried;
    }

    /** The states from each row on up to the next pivot behind it, from those of a frame on. */
    private CallStates upToPivots(long from, long[] pivots, int firstFrame) {
        int size = Math.toIntExact(pivot - from);
        CallStates states = maker.apply(size + 1);
        for (int done = 0; done < size; done += Batch.CAPACITY) {
            int count = Math.min(Batch.CAPACITY, size - done);
            for (int i = 0; i < count; i++) {
                groups[i] = done + i;
            }
            states.add(rows.of(from + done, count), groups);
        }
        int[] theirs = new int[size];
        int[] ours = new int[size];
        int merges = 0;
        int frame = pivots.length - 1;
        for (int row = size - 1; row > 0; row--) {
            while (frame > firstFrame && pivots[frame] - from > row) {
                frame--;
            }
            if (pivots[frame] - from != row) {
                theirs[merges] = row;
                ours[merges++] = row - 1;
            }
        }
        states.merge(states, theirs, ours, merges);
        return states;
    }

    /** Adds to frames the states of their rows before the pivot. */
    private void mergeFronts(
            CallStates found, @Nullable CallStates fronts, long from, long[] pivots, long next, int first, int end) {
        int[] theirs = new int[end - first];
        int[] ours = new int[end - first];
        int merges = 0;
        for (int i = first; i < end; i++) {
            long start = frames.start(next + i);
            if (start < pivots[i]) {
                theirs[merges] = (int) (start - from);
                ours[merges++] = i;
            }
        }
        if (merges > 0) {
            found.merge(Objects.requireNonNull(fronts), theirs, ours, merges);
        }
    }

    /**
     * Adds each row that enters a frame to the group of the first frame that it is in, unless it lies before that frame's
     * pivot.
     */
    private void addEntering(CallStates ends, long[] pivots, long next, int count) {
        long last = frames.end(next + count - 1);
        int frame = 0;
        while (backEnd < last) {
            int size = (int) Math.min(Batch.CAPACITY, last - backEnd);
            for (int i = 0; i < size; i++) {
                while (frames.end(next + frame) <= backEnd + i) {
                    frame++;
                }
                // What lies before a pivot goes to a group that nobody reads.
                groups[i] = backEnd + i < pivots[frame] ? count + 1 : frame + 1;
            }
            ends.add(rows.of(backEnd, size), groups);
            backEnd += size;
        }
    }

    private void keep(CallStates ends, int last) {
        back = maker.apply(1);
        back.merge(ends, new int[] {last}, new int[] {0}, 1);
    }

    /** Writes how far rows have entered; not where the pivot is. */
    void writePlace(StateOutput output) {
        output.writeVarint(backEnd);
    }

    void readPlace(StateInput input) {
        backEnd = input.readVarint();
    }

    /** Writes one of the states of the rows that all frames hold, where these begin at the key's first row. */
    void writeState(int state, StateOutput output) {
        back.write(state, 0, output);
    }

    void readState(int state, StateInput input) {
        back.read(state, 0, input);
    }

    /** The row behind the last that has entered a frame. */
    long entered() {
        return backEnd;
    }

    long memoryBytes() {
        return back.memoryBytes() + (front == null ? 0 : front.memoryBytes());
    }
}
