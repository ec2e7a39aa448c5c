package io.barograph.local.live;

import io.barograph.core.engine.RunOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How a live query is run. Immutable: what changes an option gives another one. */
public final class LiveOptions implements Cloneable {
    /** Ten seconds. */
    public static final long DEFAULT_CHECKPOINT_NANOS = 10_000_000_000L;

    /** Five seconds. */
    public static final long DEFAULT_DISCOVERY_NANOS = 5_000_000_000L;

    private final RunOptions run;
    private final Path state;
    private final boolean fresh;
    private final long checkpointNanos;
    private final Until until;
    private final Consumer<LiveStatus> status;

    private @Nullable String clusterState;
    private boolean dropsState;
    private long untilTime = Long.MAX_VALUE;
    private long discoveryNanos = DEFAULT_DISCOVERY_NANOS;
    private Consumer<List<LiveChange>> changes = unheard -> {};
    private boolean proves;
    private LiveObserver observer = LiveObserver.NONE;
    private CheckpointTrigger trigger = new CheckpointTrigger();

    /**
     * Options of a run that loses no state, tells nobody what changed, and gives no receipts.
     *
     * @param run threads, memory, temporary files, what is told of rejected and late rows (in the order in which they come, one
     *     at a time), cancellation: it ends the run in good order, with a last checkpoint
     * @param state the folder of checkpoints
     * @param fresh whether to forget the checkpoints that are there
     * @param checkpointNanos time from one checkpoint to the next
     * @param until when to end
     * @param status is told now and then how the run is doing, and once at its end, by the thread that runs it
     */
    public LiveOptions(
            RunOptions run, Path state, boolean fresh, long checkpointNanos, Until until, Consumer<LiveStatus> status) {
        this.run = run;
        this.state = state;
        this.fresh = fresh;
        this.checkpointNanos = checkpointNanos;
        this.until = until;
        this.status = status;
    }

    private LiveOptions copy() {
        try {
            return (LiveOptions) clone();
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }

    /** The same, where states that a changed pipeline cannot keep may be lost. */
    public LiveOptions droppingState(boolean drops) {
        LiveOptions changed = copy();
        changed.dropsState = drops;
        return changed;
    }

    /**
     * The same, where a cluster keeps its plans and states elsewhere than in the folder of checkpoints.
     *
     * @param place a URI that all its machines know, as of {@code hdfs://}; null for that folder
     */
    public LiveOptions clusterState(@Nullable String place) {
        LiveOptions changed = copy();
        changed.clusterState = place;
        return changed;
    }

    /** The same, ended when all results up to an event time, nanoseconds since 1970, are shown and saved. */
    public LiveOptions reaching(long nanos) {
        LiveOptions changed = copy();
        changed.untilTime = nanos;
        return changed;
    }

    /** The same, with another time from one look for new lanes to the next. */
    public LiveOptions lookingEvery(long nanos) {
        LiveOptions changed = copy();
        changed.discoveryNanos = nanos;
        return changed;
    }

    /** The same, with somebody to tell what a changed pipeline goes on with. */
    public LiveOptions tellingChanges(Consumer<List<LiveChange>> told) {
        LiveOptions changed = copy();
        changed.changes = told;
        return changed;
    }

    /** The same, where receipts are wanted or not. */
    public LiveOptions proving(boolean wanted) {
        LiveOptions changed = copy();
        changed.proves = wanted;
        return changed;
    }

    /** The same, with somebody who watches the steps of the run, and is closed with it. */
    public LiveOptions watchedBy(LiveObserver watching) {
        LiveOptions changed = copy();
        changed.observer = watching;
        return changed;
    }

    /** The same, with something that asks for checkpoints before their time. */
    public LiveOptions triggeredBy(CheckpointTrigger asking) {
        LiveOptions changed = copy();
        changed.trigger = asking;
        return changed;
    }

    /** Threads, memory, temporary files, rejected rows, cancellation. */
    public RunOptions run() {
        return run;
    }

    /** The folder of checkpoints. */
    public Path state() {
        return state;
    }

    /** Where a cluster keeps its plans and states; null for the folder of checkpoints. */
    public @Nullable String clusterState() {
        return clusterState;
    }

    /** Whether to forget the checkpoints that are there. */
    public boolean fresh() {
        return fresh;
    }

    /** Whether states that a changed pipeline cannot keep may be lost. */
    public boolean dropsState() {
        return dropsState;
    }

    /** Time from one checkpoint to the next. */
    public long checkpointNanos() {
        return checkpointNanos;
    }

    /** When to end. */
    public Until until() {
        return until;
    }

    /**
     * An event time, nanoseconds since 1970: the run ends when all results up to it are shown and saved, if it has not before;
     * what is later stays open. {@link Long#MAX_VALUE} for none.
     */
    public long untilTime() {
        return untilTime;
    }

    /** Time from one look for new lanes to the next, in runs that do not end by themselves. */
    public long discoveryNanos() {
        return discoveryNanos;
    }

    /** Is told, before anything is read, what becomes of each INSERT where the pipeline has changed. */
    public Consumer<List<LiveChange>> changes() {
        return changes;
    }

    /** Whether to keep what a receipt needs: a checksum of every row shown. */
    public boolean proves() {
        return proves;
    }

    /** Watches the steps of the run, and is closed with it. */
    public LiveObserver observer() {
        return observer;
    }

    /** Asks for checkpoints that do not wait for their time. */
    public CheckpointTrigger trigger() {
        return trigger;
    }

    /** Is told how the run is doing. */
    public Consumer<LiveStatus> status() {
        return status;
    }

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
