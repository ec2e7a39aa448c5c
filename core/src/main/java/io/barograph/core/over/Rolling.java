package io.barograph.core.over;

import io.barograph.core.aggregate.BoundAggregate;
import io.barograph.core.aggregate.GroupedState;
import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.fold.ValueQueue;
import io.barograph.core.merge.CallStates;
import io.barograph.core.merge.SharedStates;
import io.barograph.core.plan.AggregateCall;
import io.barograph.core.plan.Plan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Aggregates over the frames of rows, all calls of one frame: those that ask for values by their ranks by {@link RankedFrames}, those along time by {@link RunFrames}, others by
 * states that are merged, those of {@link RollingStates}, and where rows are excluded from frames, of one for each stretch that is left.
 */
final class Rolling extends Along {
    private static final int[] GROUPS = IntStream.range(0, Batch.CAPACITY).toArray();

    /** What gives the results of a call: a state that is not merged, or else the merged states. */
    private record Source(@Nullable GroupedState unmerged, BoundAggregate.Finisher finisher, int mergedCall) {}

    private final Schema input;
    /** Those whose states are merged. */
    private final List<AggregateCall> merged = new ArrayList<>();

    private final List<FrameRows> unmerged = new ArrayList<>();
    /** In the order in which they are written: one that is not merged, or null for the next of those that are merged. */
    private final List<@Nullable GroupedState> written = new ArrayList<>();
    /** By call. */
    private final List<Source> sources = new ArrayList<>();

    private final boolean fromFirstRow;
    private final FrameBounds bounds;
    private final Stretches stretches;
    /** By stretch of the frame. */
    private final List<RollingStates> states = new ArrayList<>();
    /** The columns that the calls read. */
    private final int[] columns;
    /** Their values, by row, from those that a state is still to be made of. */
    private final ValueQueue[] held;

    private long next;

    /** @param calls at least one, all of one frame */
    Rolling(Schema input, List<Plan.SortKey> order, List<OverCall> calls) {
        super(calls.stream().map(OverCall::type).toArray(Type[]::new));
        this.input = input;
        Frame frame = calls.get(0).frame();
        this.bounds = new FrameBounds(input, order, frame);
        this.stretches = new Stretches(frame, bounds);
        this.fromFirstRow = frame.start().kind() == Frame.Bound.Kind.FIRST;
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
        setSources(calls.stream().map(OverCall::aggregate).toList());
        for (Stretches.Stretch stretch : stretches.all()) {
            // Only the first one begins where the frame does.
            states.add(new RollingStates(stretch, states.isEmpty() && fromFirstRow, this::rows, this::empty));
        }
    }

    /** Parts the calls into those whose states are merged and others. */
    private void setSources(List<AggregateCall> calls) {
        SharedStates shared = SharedStates.of(input, calls);
        for (SharedStates.Need need : shared.needs()) {
            written.add(stateOf(need));
        }
        for (int call = 0; call < calls.size(); call++) {
            SharedStates.Finish finish = shared.finishes().get(call);
            GroupedState state = written.get(finish.state());
            sources.add(new Source(state, finish.finisher(), merged.size()));
            if (state == null) {
                merged.add(calls.get(call));
            }
        }
    }

    /** The state of a need that is not merged; null where it has to be. */
    private @Nullable GroupedState stateOf(SharedStates.Need need) {
        RankedFrames ranked = new RankedFrames(input, need, stretches.all(), fromFirstRow);
        GroupedState state = need.spec().ofRanked(ranked);
        if (state != null) {
            unmerged.add(ranked);
            return state;
        }
        if (fromFirstRow || stretches.all().size() > 1) {
            return null;
        }
        RunFrames runs = new RunFrames(input, need, stretches.all().get(0));
        state = need.spec().ofRuns(runs);
        if (state != null) {
            unmerged.add(runs);
        }
        return state;
    }

    private CallStates empty(int size) {
        CallStates made = new CallStates(input, merged);
        made.resize(size);
        return made;
    }

    @Override
    void begin() {
        super.begin();
        bounds.begin();
        stretches.begin();
        Arrays.stream(held).forEach(ValueQueue::clear);
        states.forEach(RollingStates::begin);
        unmerged.forEach(FrameRows::begin);
        next = 0;
    }

    @Override
    void accept(Batch batch, boolean[] changes, long base) {
        for (int i = 0; i < columns.length; i++) {
            held[i].append(batch.column(columns[i]), 0, batch.size());
        }
        unmerged.forEach(frames -> frames.accept(batch));
        stretches.accept(changes, batch.size());
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
        stretches.resolve();
        long known = bounds.known();
        while (next < known) {
            int count = (int) Math.min(Batch.CAPACITY, known - next);
            RollingStates.Found found = states.get(0).of(next, count);
            for (RollingStates more : states.subList(1, states.size())) {
                RollingStates.Found theirs = more.of(next, count);
                found.states().merge(theirs.states(), theirs.groups(), found.groups(), count);
            }
            for (FrameRows frames : unmerged) {
                frames.load(next, count);
            }
            for (int call = 0; call < results.length; call++) {
                Source source = sources.get(call);
                Column column = source.unmerged == null
                        ? found.states().finish(source.mergedCall, found.groups(), count)
                        : source.finisher.finish(source.unmerged, GROUPS, count);
                results[call].append(column, 0, count);
            }
            next += count;
            // The last frame says which rows later ones may still need.
            long last = next - 1;
            long needed =
                    states.stream().mapToLong(one -> one.needed(last)).min().orElseThrow();
            for (ValueQueue column : held) {
                column.dropBelow(needed);
            }
            unmerged.forEach(frames -> frames.dropBelow(needed));
        }
        bounds.dropBelow(known);
        stretches.dropBelow(known);
    }

    private Batch rows(long from, int count) {
        Column[] sparse = new Column[input.size()];
        for (int i = 0; i < columns.length; i++) {
            sparse[columns[i]] = held[i].column(from, count);
        }
        return new Batch(sparse, count);
    }

    /** Writes the rows that later frames may need, or the state of those that all frames hold. */
    @Override
    void write(StateOutput output) {
        super.write(output);
        bounds.write(output);
        stretches.write(output);
        output.writeVarint(next);
        states.forEach(one -> one.writePlace(output));
        for (ValueQueue column : held) {
            column.write(output);
        }
        if (fromFirstRow) {
            unmerged.forEach(FrameRows::keepFirstStretch);
            int place = 0;
            for (GroupedState state : written) {
                if (state == null) {
                    states.get(0).writeState(place++, output);
                } else {
                    state.write(0, output);
                }
            }
        }
    }

    @Override
    void read(StateInput saved) {
        super.read(saved);
        bounds.read(saved);
        stretches.read(saved);
        next = saved.readVarint();
        states.forEach(one -> one.readPlace(saved));
        for (ValueQueue column : held) {
            column.read(saved);
        }
        resumeUnmerged();
        if (fromFirstRow) {
            int place = 0;
            for (GroupedState state : written) {
                if (state == null) {
                    states.get(0).readState(place++, saved);
                } else {
                    state.read(0, saved);
                }
            }
        }
    }

    private void resumeUnmerged() {
        if (unmerged.isEmpty()) {
            return;
        }
        long first = held[0].first();
        long end = held[0].end();
        unmerged.forEach(frames -> frames.resume(first));
        for (long from = first; from < end; from += Batch.CAPACITY) {
            Batch batch = rows(from, (int) Math.min(Batch.CAPACITY, end - from));
            unmerged.forEach(frames -> frames.accept(batch));
        }
        unmerged.forEach(frames -> frames.resumed(first, states.get(0).entered()));
    }

    @Override
    long memoryBytes() {
        return super.memoryBytes()
                + bounds.memoryBytes()
                + stretches.memoryBytes()
                + Arrays.stream(held).mapToLong(ValueQueue::memoryBytes).sum()
                + states.stream().mapToLong(RollingStates::memoryBytes).sum()
                + unmerged.stream().mapToLong(FrameRows::memoryBytes).sum();
    }
}
