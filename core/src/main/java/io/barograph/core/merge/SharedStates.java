package io.barograph.core.merge;

import io.barograph.core.aggregate.AggregateFunction;
import io.barograph.core.aggregate.Aggregates;
import io.barograph.core.aggregate.BoundAggregate;
import io.barograph.core.aggregate.Signature;
import io.barograph.core.aggregate.StateSpec;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.plan.AggregateCall;
import java.util.ArrayList;
import java.util.List;

/**
 * As few states as answer every call of some aggregates, and which of them a call finishes from.
 *
 * @param needs the states, in the order of the calls
 * @param finishes by call
 */
public record SharedStates(List<Need> needs, List<Finish> finishes) {
    public SharedStates {
        needs = List.copyOf(needs);
        finishes = List.copyOf(finishes);
    }

    /**
     * A state.
     *
     * @param arguments indexes of the columns that feed it
     * @param filter index of a BOOLEAN column that must be true for a row to count, or -1
     */
    public record Need(StateSpec spec, List<Integer> arguments, int filter) {
        public Need {
            arguments = List.copyOf(arguments);
        }

        private boolean covers(Need other) {
            return filter == other.filter && arguments.equals(other.arguments) && spec.covers(other.spec);
        }
    }

    /**
     * What a call finishes from.
     *
     * @param state index into {@link #needs}
     */
    public record Finish(int state, BoundAggregate.Finisher finisher) {}

    /** @param calls over columns of the input */
    public static SharedStates of(Schema input, List<AggregateCall> calls) {
        List<BoundAggregate> bound =
                calls.stream().map(call -> bind(input, call)).toList();
        List<Need> needs = new ArrayList<>();
        for (int i = 0; i < calls.size(); i++) {
            AggregateCall call = calls.get(i);
            needs.add(new Need(bound.get(i).state(), call.arguments(), call.filter()));
        }
        List<Need> kept = widest(needs);
        List<Finish> finishes = new ArrayList<>();
        for (int i = 0; i < calls.size(); i++) {
            int state = 0;
            while (!kept.get(state).covers(needs.get(i))) {
                state++;
            }
            finishes.add(
                    new Finish(state, named(calls.get(i), input, bound.get(i).finisher())));
        }
        return new SharedStates(kept, finishes);
    }

    /** Says of which call a result is that does not fit, which states do not know. */
    private static BoundAggregate.Finisher named(AggregateCall call, Schema input, BoundAggregate.Finisher finisher) {
        return (state, groups, count) -> {
            try {
                return finisher.finish(state, groups, count);
            } catch (BarographException e) {
                throw new BarographException(e.code(), call.explain(input) + ": " + e.getMessage(), e);
            }
        };
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
}
