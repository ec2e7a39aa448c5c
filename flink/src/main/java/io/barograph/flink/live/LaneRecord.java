package io.barograph.flink.live;

import io.barograph.core.column.Batch;
import io.barograph.local.live.HostedLanes;
import java.util.List;

/** What a reader hands to the gatherers behind it, one per query, in the same thread: it is never written as bytes. */
sealed interface LaneRecord {
    /**
     * Used rows; valid until the next ones come.
     *
     * @param query whose
     * @param reading as {@link HostedLanes.Target} has it
     */
    record Rows(int query, int reading, Batch rows) implements LaneRecord {}

    /**
     * How far the lanes have come with the rows before.
     *
     * @param byQuery as {@link HostedLanes#progress} says it
     * @param books of the lanes
     */
    record Progress(List<HostedLanes.Progress> byQuery, HostedLanes.Books books) implements LaneRecord {}
}
