package io.barograph.local.live;

import io.barograph.core.engine.RunOptions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A cluster that runs live queries: it carries bytes between the parts of {@link HostedQuery}, and keeps their states. */
public interface LiveHost {
    /**
     * How a run has ended.
     *
     * @param books what was made of the records that were read, where the tables have ended; zeros where the run was cancelled
     * @param savepoint where the cluster has put the states of a run that was cancelled, in its own words; empty for nowhere
     */
    record End(HostedLanes.Books books, String savepoint) {}

    /**
     * Sees whether a query can run here. Connects to nothing.
     *
     * @throws io.barograph.core.error.BarographException NOT_SUPPORTED where it cannot, which says who can
     */
    void check(LiveJob job);

    /** How a query would run here: lines for people. As {@link #check}. */
    String explain(LiveJob job);

    /**
     * Runs jobs side by side until their tables end, or the run is cancelled.
     *
     * @param checkpointNanos time from one checkpoint to the next
     * @param state where to keep checkpoints, and states when the run is cancelled: a URI that all machines know; null for where the
     *     cluster keeps them
     * @param options of the reading of tables at rest, here; their cancellation is that of the run, and before there is anything on the
     *     cluster it is an error, CANCELLED
     * @throws io.barograph.core.error.BarographException as {@link #check}, before anything is read; as the {@link LiveEngine}
     *     otherwise
     */
    End run(List<LiveJob> jobs, long checkpointNanos, @Nullable String state, RunOptions options);
}
