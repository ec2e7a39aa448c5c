package io.barograph.local.live;

import io.barograph.core.engine.RunOptions;
import java.nio.file.Path;
import java.util.List;
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
 * @param untilTime an event time, nanoseconds since 1970: the run ends when all results up to it are shown and saved, if it has
 *     not before; what is later stays open. {@link Long#MAX_VALUE} for none
 * @param discoveryNanos time from one look for new lanes to the next, in runs that do not end by themselves
 * @param dropsState whether states that a changed pipeline cannot keep may be lost
 * @param changes is told, before anything is read, what becomes of each INSERT where the pipeline has changed
 * @param proves whether to keep what a receipt needs: a checksum of every row shown
 * @param observer watches the steps of the run, and is closed with it
 * @param status is told now and then how the run is doing, and once at its end, by the thread that runs it
 */
public record LiveOptions(
        RunOptions run,
        Path state,
        boolean fresh,
        boolean dropsState,
        long checkpointNanos,
        Until until,
        long untilTime,
        long discoveryNanos,
        Consumer<List<LiveChange>> changes,
        boolean proves,
        LiveObserver observer,
        Consumer<LiveStatus> status) {
    /** Ten seconds. */
    public static final long DEFAULT_CHECKPOINT_NANOS = 10_000_000_000L;

    /** Options of a run that loses no state, tells nobody what changed, and gives no receipts. */
    public LiveOptions(
            RunOptions run, Path state, boolean fresh, long checkpointNanos, Until until, Consumer<LiveStatus> status) {
        this(
                run,
                state,
                fresh,
                false,
                checkpointNanos,
                until,
                Long.MAX_VALUE,
                DEFAULT_DISCOVERY_NANOS,
                changes -> {},
                false,
                LiveObserver.NONE,
                status);
    }

    /** The same, where states that a changed pipeline cannot keep may be lost. */
    public LiveOptions droppingState(boolean drops) {
        return new LiveOptions(
                run,
                state,
                fresh,
                drops,
                checkpointNanos,
                until,
                untilTime,
                discoveryNanos,
                changes,
                proves,
                observer,
                status);
    }

    /** The same, ended when all results up to an event time are shown and saved. */
    public LiveOptions reaching(long nanos) {
        return new LiveOptions(
                run,
                state,
                fresh,
                dropsState,
                checkpointNanos,
                until,
                nanos,
                discoveryNanos,
                changes,
                proves,
                observer,
                status);
    }

    /** The same, with another time from one look for new lanes to the next. */
    public LiveOptions lookingEvery(long nanos) {
        return new LiveOptions(
                run,
                state,
                fresh,
                dropsState,
                checkpointNanos,
                until,
                untilTime,
                nanos,
                changes,
                proves,
                observer,
                status);
    }

    /** The same, with somebody to tell what a changed pipeline goes on with. */
    public LiveOptions tellingChanges(Consumer<List<LiveChange>> told) {
        return new LiveOptions(
                run,
                state,
                fresh,
                dropsState,
                checkpointNanos,
                until,
                untilTime,
                discoveryNanos,
                told,
                proves,
                observer,
                status);
    }

    /** The same, where receipts are wanted or not. */
    public LiveOptions proving(boolean wanted) {
        return new LiveOptions(
                run,
                state,
                fresh,
                dropsState,
                checkpointNanos,
                until,
                untilTime,
                discoveryNanos,
                changes,
                wanted,
                observer,
                status);
    }

    /** The same, with somebody who watches the steps of the run. */
    public LiveOptions watchedBy(LiveObserver watching) {
        return new LiveOptions(
                run,
                state,
                fresh,
                dropsState,
                checkpointNanos,
                until,
                untilTime,
                discoveryNanos,
                changes,
                proves,
                watching,
                status);
    }

    /** Five seconds. */
    public static final long DEFAULT_DISCOVERY_NANOS = 5_000_000_000L;

    /** When a live run ends by itself, whatever time its tables come to. */
    public enum Until {
        /** Never. */
        CANCELLED,
        /** When it has read what there was when it began; what is open stays so, and the next run goes on. */
        CAUGHT_UP,
        /** The same, and that is taken for the lanes' end: everything is shown, as over files. */
        ENDED
    }
}
