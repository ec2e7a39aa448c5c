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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Aggregates over the frames of rows, all calls of one frame, by states that are merged: those of {@link RollingStates}, and where rows
 * are excluded from frames, of one for each stretch that is left.
 */
final class Rolling extends Along {
    private final Schema input;
    private final List<AggregateCall> calls;
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
        for (Stretches.Stretch stretch : stretches.all()) {
            // Only the first one begins where the frame does.
            boolean fromFirstRow = states.isEmpty() && frame.start().kind() == Frame.Bound.Kind.FIRST;
            states.add(new RollingStates(stretch, fromFirstRow, this::rows, this::empty));
        }
    }

    private CallStates empty(int size) {
        CallStates made = new CallStates(input, calls);
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
        next = 0;
    }

    @Override
    void accept(Batch batch, boolean[] changes, long base) {
        for (int i = 0; i < columns.length; i++) {
            held[i].append(batch.column(columns[i]), 0, batch.size());
        }
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
            for (int call = 0; call < results.length; call++) {
                results[call].append(found.states().finish(call, found.groups(), count), 0, count);
            }
            next += count;
            // The last frame says which rows later ones may still need.
            long last = next - 1;
            long needed =
                    states.stream().mapToLong(one -> one.needed(last)).min().orElseThrow();
            for (ValueQueue column : held) {
                column.dropBelow(needed);
            }
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
        states.forEach(one -> one.writeState(output));
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
        states.forEach(one -> one.readState(saved));
    }

    @Override
    long memoryBytes() {
        return super.memoryBytes()
                + bounds.memoryBytes()
                + stretches.memoryBytes()
                + Arrays.stream(held).mapToLong(ValueQueue::memoryBytes).sum()
                + states.stream().mapToLong(RollingStates::memoryBytes).sum();
    }
}
