package io.barograph.core.over;

import io.barograph.core.aggregate.GroupedState;
import io.barograph.core.aggregate.Slide;
import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.merge.SharedStates;
import io.barograph.core.plan.AggregateCall;
import io.barograph.core.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Aggregates whose states move along with a frame, all calls of one frame: what enters is added, what has left is taken away.
 * Calls share states, and states of the same rows their arguments. Others go by {@link Rolling}.
 */
final class Sliding extends Along {
    /** Frames at a time: few enough that their states stay in the nearest cache. */
    private static final int FRAMES = 512;

    private static final int[] GROUPS = IntStream.rangeClosed(1, FRAMES).toArray();

    /** A state that moves, and the rows that feed it. */
    private record Moving(CountedRows rows, GroupedState state, Slide slide) {}

    private final FrameBounds bounds;
    private final boolean fromFirstRow;
    private final List<CountedRows> rows = new ArrayList<>();
    private final List<Moving> moving = new ArrayList<>();
    /** By call. */
    private final List<SharedStates.Finish> finishes;

    private final long[] starts = new long[FRAMES];
    private final long[] ends = new long[FRAMES];
    private final long[] startNumbers = new long[FRAMES];
    private final long[] endNumbers = new long[FRAMES];
    private long next;
    /** The last frame. */
    private long start;

    private long end;

    /** @param calls at least one, all of one frame and each {@link #isFor sliding} */
    Sliding(Schema input, List<Plan.SortKey> order, List<OverCall> calls) {
        super(calls.stream().map(OverCall::type).toArray(Type[]::new));
        Frame frame = calls.get(0).frame();
        this.bounds = new FrameBounds(input, order, frame);
        this.fromFirstRow = startsAtFirstRow(frame);
        SharedStates shared =
                SharedStates.of(input, calls.stream().map(OverCall::aggregate).toList());
        this.finishes = shared.finishes();
        for (SharedStates.Need need : shared.needs()) {
            GroupedState state = need.spec().create();
            Slide slide = Objects.requireNonNull(state.slide(fromFirstRow));
            moving.add(new Moving(rowsFor(input, need), state, slide));
        }
        begin();
    }

    private static boolean startsAtFirstRow(Frame frame) {
        return frame.start().kind() == Frame.Bound.Kind.FIRST;
    }

    /** Whether the state of an aggregate's call can move along with its frame. */
    static boolean isFor(Schema input, OverCall call) {
        if (call.frame().exclusion() != Frame.Exclusion.NO_OTHERS) {
            return false;
        }
        AggregateCall aggregate = call.aggregate();
        GroupedState state =
                SharedStates.of(input, List.of(aggregate)).needs().get(0).spec().create();
        return state.slide(startsAtFirstRow(call.frame())) != null;
    }

    private CountedRows rowsFor(Schema input, SharedStates.Need need) {
        for (CountedRows known : rows) {
            if (known.isFor(need.arguments(), need.filter())) {
                return known;
            }
        }
        CountedRows added = new CountedRows(input, need.arguments(), need.filter());
        rows.add(added);
        return added;
    }

    @Override
    void begin() {
        super.begin();
        bounds.begin();
        rows.forEach(CountedRows::begin);
        moving.forEach(state -> state.slide.begin(0));
        next = 0;
        start = 0;
        end = 0;
    }

    @Override
    void accept(Batch batch, boolean[] changes, long base) {
        rows.forEach(counted -> counted.accept(batch));
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
    void end(long count) {
        bounds.end();
        resolve();
    }

    private void resolve() {
        long known = bounds.known();
        while (next < known) {
            int count = (int) Math.min(FRAMES, known - next);
            bounds.copy(next, starts, ends, count);
            for (CountedRows counted : rows) {
                move(counted, count);
            }
            for (int call = 0; call < results.length; call++) {
                SharedStates.Finish finish = finishes.get(call);
                Column finished = finish.finisher().finish(moving.get(finish.state()).state, GROUPS, count);
                results[call].append(finished, 0, count);
            }
            next += count;
            start = starts[count - 1];
            end = ends[count - 1];
        }
        bounds.dropBelow(known);
        long needed = fromFirstRow ? end : start;
        rows.forEach(counted -> counted.dropBelow(needed));
    }

    /** Moves the states of the same rows on. */
    private void move(CountedRows counted, int count) {
        counted.toNumbers(starts, startNumbers, count);
        counted.toNumbers(ends, endNumbers, count);
        Column[] values = counted.values();
        for (Moving state : moving) {
            if (state.rows == counted) {
                state.slide.move(values, counted.first(), startNumbers, endNumbers, count);
            }
        }
    }

    /** Writes the rows of the last frame and those behind it, or the states where all frames hold the first row. */
    @Override
    void write(StateOutput output) {
        super.write(output);
        bounds.write(output);
        output.writeVarint(next);
        output.writeVarint(start);
        output.writeVarint(end);
        rows.forEach(counted -> counted.write(output));
        if (fromFirstRow) {
            moving.forEach(state -> state.state.write(0, output));
        }
    }

    @Override
    void read(StateInput saved) {
        super.read(saved);
        bounds.read(saved);
        next = saved.readVarint();
        start = saved.readVarint();
        end = saved.readVarint();
        rows.forEach(counted -> counted.read(saved));
        starts[0] = start;
        ends[0] = end;
        for (CountedRows counted : rows) {
            counted.toNumbers(starts, startNumbers, 1);
            counted.toNumbers(ends, endNumbers, 1);
            for (Moving state : moving) {
                if (state.rows == counted) {
                    state.slide.begin(fromFirstRow ? endNumbers[0] : startNumbers[0]);
                }
            }
            if (!fromFirstRow) {
                move(counted, 1);
            }
        }
        if (fromFirstRow) {
            moving.forEach(state -> state.state.read(0, saved));
        }
    }

    @Override
    long memoryBytes() {
        return super.memoryBytes()
                + bounds.memoryBytes()
                + rows.stream().mapToLong(CountedRows::memoryBytes).sum()
                + moving.stream()
                        .mapToLong(state -> state.state.memoryBytes() + state.slide.memoryBytes())
                        .sum();
    }
}
