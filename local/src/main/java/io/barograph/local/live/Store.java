package io.barograph.local.live;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.live.Revisions;
import io.barograph.core.merge.MergedGroups;

/** The state of a live stage behind its exchange: parts of all workers come together here. For the publisher's thread. */
interface Store {
    /** Takes what is shown. */
    interface Target {
        void accept(Revisions changes);

        /** As {@link #accept} of rows that are added, for all groups in their order. */
        void addAll(MergedGroups groups);
    }

    /** Takes what a worker has handed over. */
    void absorb(Partial.Part part);

    /**
     * Shows what is ripe and was not shown, and what was and has changed; forgets what nothing can change any more.
     *
     * @param upTo windows that end here or before are ripe
     * @param settled windows that end here or before never change again
     * @param ended whether no row will ever come again
     */
    void publish(long upTo, long settled, boolean ended, Target target);

    /** Whether {@link #publish} would show something that it holds already. */
    boolean isDue(long upTo, long settled);

    long memoryBytes();

    void write(StateOutput output);

    void read(StateInput input);
}
