package io.barograph.local.live;

import io.barograph.core.engine.RunOptions;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * How a live query is run.
 *
 * @param run threads, memory, temporary files, what is told of rejected and late rows (in the order in which they come, one
 *     at a time), cancellation: it ends the run in good order, with a last checkpoint
 * @param state the folder of checkpoints
 * @param fresh whether to forget the checkpoints that are there
 * @param checkpointNanos time from one checkpoint to the next
 * @param until when to end
 * @param status is told now and then how the run is doing, and once at its end, by the thread that runs it
 */
public record LiveOptions(
        RunOptions run, Path state, boolean fresh, long checkpointNanos, Until until, Consumer<LiveStatus> status) {
    /** Ten seconds. */
    public static final long DEFAULT_CHECKPOINT_NANOS = 10_000_000_000L;

    /** When a live run ends by itself. */
    public enum Until {
        /** Never. */
        CANCELLED,
        /** When it has read what there was when it began; what is open stays so, and the next run goes on. */
        CAUGHT_UP,
        /** The same, and that is taken for the lanes' end: everything is shown, as over files. */
        ENDED
    }
}
