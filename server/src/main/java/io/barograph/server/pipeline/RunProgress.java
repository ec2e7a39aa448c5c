package io.barograph.server.pipeline;

import io.barograph.local.live.LiveStatus;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** How far a pipeline's run has come: whether it takes rows yet, and whether what ended the run before it is past. Thread-safe. */
final class RunProgress {
    /** A run that lasted as long is well. */
    static final long WELL_NANOS = TimeUnit.MINUTES.toNanos(1);

    private static final long NONE = Long.MIN_VALUE;

    private final long begunNanos = System.nanoTime();
    private long firstCheckpoint = NONE;
    private boolean isOpen;
    private boolean hasSaved;

    /**
     * The run tells how it stands.
     *
     * @param takesRows whether whatever is sent to the tables that it reads is taken
     */
    synchronized void add(LiveStatus status, BooleanSupplier takesRows) {
        isOpen |= takesRows.getAsBoolean();
        // A run that goes on has the number of the checkpoint that it began from.
        if (firstCheckpoint == NONE) {
            firstCheckpoint = status.checkpoint();
        }
        hasSaved |= status.checkpoint() > firstCheckpoint;
    }

    /** Whether it had begun at a time of {@link System#nanoTime}, and has come further since than to fail at once. */
    boolean isWellSince(long nanos) {
        return begunNanos - nanos >= 0 && isWell();
    }

    /** Whether it has opened all that it reads. */
    synchronized boolean isOpen() {
        return isOpen;
    }

    /** Whether it has come further than to fail at once: to a checkpoint of its own, or through a minute. */
    private synchronized boolean isWell() {
        return hasSaved || System.nanoTime() - begunNanos > WELL_NANOS;
    }
}
