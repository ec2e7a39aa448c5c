package io.barograph.flink.live;

import io.barograph.core.column.Batch;
import io.barograph.local.live.HostedLanes;

/** What a reader hands to the gatherer behind it, in the same thread: it is never written as bytes. */
sealed interface LaneRecord {
    /**
     * Used rows; valid until the next ones come.
     *
     * @param reading as {@link HostedLanes.Target} has it
     */
    record Rows(int reading, Batch rows) implements LaneRecord {}

    /** How far the lanes have come with the rows before, and their books. */
    record Progress(HostedLanes.Progress progress, HostedLanes.Books books) implements LaneRecord {}
}
