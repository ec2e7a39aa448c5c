package io.barograph.core.over;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.fold.ValueQueue;
import io.barograph.core.merge.CallStates;
import io.barograph.core.plan.AggregateCall;
import io.barograph.core.plan.Plan;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Aggregates over the frames of rows, all calls of one frame. Nothing is taken away from a state, so that every aggregate can
 * roll: where frames leave their first rows behind, rows are parted at a <em>pivot</em>. Of the rows before it there is a state
 * from each row up to the pivot, of those behind it one from the pivot up to each frame's end; a frame is one of the former
 * merged with one of the latter. When a frame begins behind the pivot, a new one is set at its end, so that each row is added
 * twice, whatever the frame's length. States merge exactly: where the pivots are makes no difference.
 */
final class Rolling extends Along {
    private final Schema input;
    private final List<AggregateCall> calls;
    private final FrameBounds bounds;
    private final boolean fromFirstRow;
    /** The columns that the calls read. */
    private final int[] columns;
    /** Their values, by row, from those that a state is still to be made of. */
    private final ValueQueue[] held;

    private final int[] groups = new int[Batch.CAPACITY];

    /** The states from each row up to the pivot; null where there is no pivot yet. */
    private @Nullable CallStates front;

    private long frontFrom;
    private long pivot;
    /** The state of the rows from the pivot, or from the key's first one, up to {@link #backEnd}: group 0. */
    private CallStates back;

    private long backEnd;
    private long next;

    /** @param calls at least one, all of one frame */
    Rolling(Schema input, List<Plan.SortKey> order, List<OverCall> calls) {
        super(calls.stream().map(OverCall::type).toArray(Type[]::new));
        this.input = input;
        Frame frame = calls.get(0).frame();
        this.bounds = new FrameBounds(input, order, frame);
        this.fromFirstRow = frame.start().kind() == Frame.Bound.Kind.FIRST;
        this.calls = calls.stream().map(OverCall::aggregate).toList();
        this.columns = calls.stream()
                .flatMapToInt(call -> IntStream.concat(
                        call.arguments().stream().mapToInt(Integer::intValue),
                        call.filter() < 0 ? IntStream.empty() : IntStream.of(call.filter())))
                .sorted()
                .distinct()
                .toArray();
        this.held = Arrays.stream(columns)
                .mapToObj(column -> new ValueQueue(input.type(column)))
                .toArray(ValueQueue[]::new);
        this.back = states(1);
    }

    private CallStates states(int size) {
        CallStates made = new CallStates(input, calls);
        made.resize(size);
        return made;
    }

    @Override
    void begin() {
        super.begin();
        bounds.begin();
        Arrays.stream(held).forEach(ValueQueue::clear);
        front = null;
        frontFrom = 0;
        pivot = 0;
        back = states(1);
        backEnd = 0;
        next = 0;
    }

    @Override
    void accept(Batch batch, boolean[] changes, long base) {
        for (int i = 0; i < columns.length; i++) {
            held[i].append(batch.column(columns[i]), 0, batch.size());
        }
        bounds.accept(batch, changes);
        resolve();
    }

    @Override
    void advance(long time) {
        bounds.advance(time);
        resolve();
    }

    @Override
    long deadline() {
        return bounds.deadline();
    }

    @Override
    void end(long rows) {
        bounds.end();
        resolve();
    }

    private void resolve() {
        long known = bounds.known();
        while (next < known) {
            int count = (int) Math.min(Batch.CAPACITY, known - next);
            if (fromFirstRow) {
                resolveFromFirstRow(count);
            } else {
                resolveParted(count);
            }
            next += count;
            // The last frame says which rows later ones may still need.
            long needed = fromFirstRow ? backEnd : bounds.startOf(next - 1);
            for (ValueQueue column : held) {
                column.dropBelow(needed);
            }
        }
        bounds.dropBelow(known);
    }

    private void resolveFromFirstRow(int count) {
        CallStates ends = states(count + 2);
        ends.merge(back, new int[] {0}, new int[] {0}, 1);
        addEntering(ends, new long[count], count);
        int[] to = IntStream.range(1, count + 1).toArray();
        ends.merge(ends, IntStream.range(0, count).toArray(), to, count);
        keep(ends, count);
        finish(ends, to, count);
    }

    private void resolveParted(int count) {
        long before = pivot;
        long[] pivots = new long[count];
        int carried = setPivots(pivots);
        CallStates newFront = front;
        long newFrom = frontFrom;
        if (carried < count) {
            newFrom = bounds.startOf(next + carried);
            newFront = upToPivots(newFrom, pivots, carried);
        }
        CallStates ends = states(count + 2);
        ends.merge(back, new int[] {0}, new int[] {0}, 1);
        addEntering(ends, pivots, count);
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
        CallStates frames = states(count);
        mergeFronts(frames, front, frontFrom, pivots, 0, carried);
        mergeFronts(frames, newFront, newFrom, pivots, carried, count);
        front = newFront;
        frontFrom = newFrom;
        int[] all = IntStream.range(0, count).toArray();
        frames.merge(ends, IntStream.range(1, count + 1).toArray(), all, count);
        finish(frames, all, count);
    }

    /** Finds the pivot of each frame; returns the first whose pivot is a new one. */
    private int setPivots(long[] pivots) {
        int carried = pivots.length;
        for (int i = 0; i < pivots.length; i++) {
            if (bounds.startOf(next + i) > pivot || front == null && i == 0) {
                pivot = bounds.endOf(next + i);
                carried = Math.min(carried, i);
            }
            pivots[i] = pivot;
        }
        return carried;
    }

    /** The states from each row on up to the next pivot behind it, from those of a frame on. */
    private CallStates upToPivots(long from, long[] pivots, int firstFrame) {
        int size = Math.toIntExact(pivot - from);
        CallStates states = states(size + 1);
        for (int done = 0; done < size; done += Batch.CAPACITY) {
            int count = Math.min(Batch.CAPACITY, size - done);
            for (int i = 0; i < count; i++) {
                groups[i] = done + i;
            }
            states.add(rows(from + done, count), groups);
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
            CallStates frames, @Nullable CallStates fronts, long from, long[] pivots, int first, int end) {
        int[] theirs = new int[end - first];
        int[] ours = new int[end - first];
        int merges = 0;
        for (int i = first; i < end; i++) {
            long start = bounds.startOf(next + i);
            if (start < pivots[i]) {
                theirs[merges] = (int) (start - from);
                ours[merges++] = i;
            }
        }
        if (merges > 0) {
            frames.merge(Objects.requireNonNull(fronts), theirs, ours, merges);
        }
    }

    /** The columns that the calls read, of some rows; no others. */
    private Batch rows(long from, int count) {
        Column[] sparse = new Column[input.size()];
        for (int i = 0; i < columns.length; i++) {
            sparse[columns[i]] = held[i].column(from, count);
        }
        return new Batch(sparse, count);
    }

    /**
     * Adds each row that enters a frame to the group of the first frame that it is in, unless it lies before that frame's
     * pivot.
     */
    private void addEntering(CallStates ends, long[] pivots, int count) {
        long last = bounds.endOf(next + count - 1);
        int frame = 0;
        while (backEnd < last) {
            int size = (int) Math.min(Batch.CAPACITY, last - backEnd);
            for (int i = 0; i < size; i++) {
                while (bounds.endOf(next + frame) <= backEnd + i) {
                    frame++;
                }
                // What lies before a pivot goes to a group that nobody reads.
                groups[i] = backEnd + i < pivots[frame] ? count + 1 : frame + 1;
            }
            ends.add(rows(backEnd, size), groups);
            backEnd += size;
        }
    }

    private void keep(CallStates ends, int last) {
        back = states(1);
        back.merge(ends, new int[] {last}, new int[] {0}, 1);
    }

    private void finish(CallStates states, int[] of, int count) {
        for (int call = 0; call < results.length; call++) {
            results[call].append(states.finish(call, of, count), 0, count);
        }
    }

    /** Writes the rows that later frames may need, or the state of those that all frames hold; not where the pivot is. */
    @Override
    void write(StateOutput output) {
        super.write(output);
        bounds.write(output);
        output.writeVarint(next);
        output.writeVarint(backEnd);
        for (ValueQueue column : held) {
            column.write(output);
        }
        if (fromFirstRow) {
            back.write(0, output);
        }
    }

    @Override
    void read(StateInput saved) {
        super.read(saved);
        bounds.read(saved);
        next = saved.readVarint();
        backEnd = saved.readVarint();
        for (ValueQueue column : held) {
            column.read(saved);
        }
        if (fromFirstRow) {
            back.read(0, saved);
        }
    }

    @Override
    long memoryBytes() {
        return super.memoryBytes()
                + bounds.memoryBytes()
                + Arrays.stream(held).mapToLong(ValueQueue::memoryBytes).sum()
                + back.memoryBytes()
                + (front == null ? 0 : front.memoryBytes());
    }
}
