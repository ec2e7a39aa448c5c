package io.barograph.core.aggregate;

import org.jspecify.annotations.Nullable;

/**
 * Which state an aggregate needs, as a value: two calls over the same rows whose specs are equal, or of which one covers
 * the other, share one state. So {@code count(x), sum(x), avg(x), stddev(x)} add every value once.
 *
 * <p>Implementations are records or enums, so that {@code equals} compares what the state holds.
 */
public interface StateSpec {
    /** A new state without groups. */
    GroupedState create();

    /** Whether a state of this spec also answers every finish of the other: moments hold a sum, a sum holds a count. */
    default boolean covers(StateSpec other) {
        return equals(other);
    }

    /** Whether a group's state grows with the number of its rows or of their values, without a bound. */
    default boolean isUnbounded() {
        return false;
    }

    /**
     * A state whose groups are some whose values lie elsewhere, for a finish that asks for values by their ranks alone. Nothing is added to it or
     * merged into it, but for what {@link GroupedState#read} does.
     *
     * @return null where a finish needs more than ranks
     */
    default @Nullable GroupedState ofRanked(RankedGroups groups) {
        return null;
    }

    /**
     * A state whose groups are some whose rows lie elsewhere in runs, for a finish that goes from one run to the next in little time. Nothing is
     * added to it, merged into it, written or read.
     *
     * @return null where a finish gains nothing from it
     */
    default @Nullable GroupedState ofRuns(RunGroups groups) {
        return null;
    }

    /** What the state holds, in a few words for the reference. */
    String describe();
}
