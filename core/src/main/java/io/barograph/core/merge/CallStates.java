package io.barograph.core.merge;

import io.barograph.core.aggregate.AggregateFunction;
import io.barograph.core.aggregate.Aggregates;
import io.barograph.core.aggregate.BoundAggregate;
import io.barograph.core.aggregate.GroupedState;
import io.barograph.core.aggregate.Signature;
import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.aggregate.StateSpec;
import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.plan.AggregateCall;
import java.util.ArrayList;
import java.util.List;

/**
 * The states of all calls of one aggregation: as few as answer every call, each fed with the rows that its calls take in.
 */
public final class CallStates {
    /** A state, what it was made from and the rows that feed it. */
    private record Fed(StateSpec spec, ArgumentRows rows, GroupedState state) {}

    /** What a call finishes from. */
    private record Finish(int state, BoundAggregate.Finisher finisher) {}

    /** A state that some call needs, before it is known which others cover it. */
    private record Need(StateSpec spec, List<Integer> arguments, int filter) {
        boolean covers(Need other) {
            return filter == other.filter && arguments.equals(other.arguments) && spec.covers(other.spec);
        }
    }

    private final List<ArgumentRows> rows = new ArrayList<>();
    private final List<Fed> states = new ArrayList<>();
    private final List<Finish> finishes = new ArrayList<>();

    /**
     * @param input the columns of the batches
     * @param calls over these columns
     */
    public CallStates(Schema input, List<AggregateCall> calls) {
        List<BoundAggregate> bound =
                calls.stream().map(call -> bind(input, call)).toList();
        List<Need> needs = new ArrayList<>();
        for (int i = 0; i < calls.size(); i++) {
            AggregateCall call = calls.get(i);
            needs.add(new Need(bound.get(i).state(), call.arguments(), call.filter()));
        }
        List<Need> kept = widest(needs);
        for (Need need : kept) {
            states.add(new Fed(need.spec, rowsFor(need), need.spec.create()));
        }
        for (int i = 0; i < calls.size(); i++) {
            Need need = needs.get(i);
            int state = 0;
            while (!kept.get(state).covers(need)) {
                state++;
            }
            finishes.add(new Finish(state, bound.get(i).finisher()));
        }
    }

    /** Those needs that no other covers, equal ones once, in the order of the calls. */
    private static List<Need> widest(List<Need> needs) {
        List<Need> kept = new ArrayList<>();
        for (Need need : needs) {
            if (kept.stream().noneMatch(other -> other.covers(need))) {
                kept.removeIf(need::covers);
                kept.add(need);
            }
        }
        return kept;
    }

    private ArgumentRows rowsFor(Need need) {
        for (ArgumentRows known : rows) {
            if (known.isFor(need.arguments, need.filter)) {
                return known;
            }
        }
        ArgumentRows added = new ArgumentRows(need.arguments, need.filter);
        rows.add(added);
        return added;
    }

    private static BoundAggregate bind(Schema input, AggregateCall call) {
        List<Type> columns = call.arguments().stream().map(input::type).toList();
        List<Type> types = new ArrayList<>(columns);
        call.constants().forEach(constant -> types.add(constant.type()));
        Aggregates.Resolution resolution = Aggregates.resolve(call.function(), types);
        Signature signature = resolution.signature();
        if (!signature.columns().equals(columns)) {
            throw new BarographException(
                    ErrorCode.INTERNAL,
                    call.function() + signature + " was planned over columns of types " + columns
                            + ": the planner must cast them");
        }
        AggregateFunction function = resolution.function();
        BoundAggregate aggregate = function.bind(signature, call.constants());
        return call.distinct() && !function.ignoresDuplicates() ? aggregate.distinct(columns) : aggregate;
    }

    /** Makes the groups below {@code groups} valid; see {@link GroupedState#resize}. */
    public void resize(int groups) {
        for (Fed fed : states) {
            fed.state.resize(groups);
        }
    }

    /** Adds the rows of a batch, each to a group. */
    public void add(Batch batch, int[] groups) {
        for (ArgumentRows picked : rows) {
            picked.pick(batch, groups);
        }
        for (Fed fed : states) {
            fed.state.add(fed.rows.columns(), fed.rows.groups(), fed.rows.size());
        }
    }

    /** Merges groups of states of the same calls, perhaps these themselves; one after the other. */
    public void merge(CallStates other, int[] theirs, int[] ours, int count) {
        for (int i = 0; i < states.size(); i++) {
            states.get(i).state.merge(other.states.get(i).state, theirs, ours, count);
        }
    }

    /** The results of a call for these groups. Only reads. */
    public Column finish(int call, int[] groups, int count) {
        Finish finish = finishes.get(call);
        return finish.finisher.finish(states.get(finish.state).state, groups, count);
    }

    /** Writes a group's states in their canonical layouts. */
    public void write(int group, StateOutput output) {
        for (Fed fed : states) {
            fed.state.write(group, output);
        }
    }

    /** Merges what was written into a group. */
    public void read(int group, StateInput input) {
        for (Fed fed : states) {
            fed.state.read(group, input);
        }
    }

    /** What the states are, in their order. */
    List<StateSpec> specs() {
        return states.stream().map(Fed::spec).toList();
    }

    /** How many states are kept; calls share them. */
    int states() {
        return states.size();
    }

    /** Bytes of heap that all groups take. */
    public long memoryBytes() {
        long bytes = 0;
        for (Fed fed : states) {
            bytes += fed.state.memoryBytes();
        }
        return bytes;
    }
}
