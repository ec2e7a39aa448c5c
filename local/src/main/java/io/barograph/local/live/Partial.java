package io.barograph.local.live;

import io.barograph.core.column.Batch;
import io.barograph.core.merge.MergeTable;
import java.util.List;
import java.util.Map;

/** What one worker has gathered for a stage since it last handed over. For one thread. */
interface Partial {
    /** Nothing is gathered. */
    long NOTHING = Long.MAX_VALUE;

    void accept(Batch batch);

    /**
     * Gives away, and forgets, what may be shown.
     *
     * @param upTo the end of the last ripe window
     * @param all whether everything is wanted
     */
    Part handOver(long upTo, boolean all);

    /** The end of the earliest window in it, {@link Long#MIN_VALUE} for rows of no window, {@link #NOTHING} for none. */
    long earliest();

    long memoryBytes();

    /** What was given away: it is the receiver's. */
    sealed interface Part {
        /** By the end of their window. */
        record Groups(Map<Long, MergeTable> windows) implements Part {}

        record Rows(List<Batch> batches) implements Part {}

        /**
         * Of a join of two live tables.
         *
         * @param meeting rows of either side, as the join's fold takes them
         * @param alone rows of the join that nothing can match
         */
        record Sides(Rows meeting, Rows alone) implements Part {}
    }
}
