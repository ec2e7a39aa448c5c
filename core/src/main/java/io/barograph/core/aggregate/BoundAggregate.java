package io.barograph.core.aggregate;

import io.barograph.core.column.Column;
import io.barograph.core.column.Type;
import java.util.List;

/**
 * An aggregate applied to arguments of known types and given constants: the state that it needs, and how its results
 * come from that state.
 */
public record BoundAggregate(StateSpec state, Finisher finisher) {
    /** Turns the states of some groups into a column of results. */
    @FunctionalInterface
    public interface Finisher {
        /**
         * The results of groups {@code groups[0 .. count)}, in that order, in a new column. Only reads the state, which
         * was made by a spec that covers the aggregate's.
         */
        Column finish(GroupedState state, int[] groups, int count);
    }

    /** The same aggregate over each distinct tuple of arguments once. */
    public BoundAggregate distinct(List<Type> arguments) {
        return new BoundAggregate(
                new DistinctState.Spec(arguments, state),
                (state, groups, count) -> finisher.finish(((DistinctState) state).inner(), groups, count));
    }
}
