package io.barograph.local.live;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.live.LiveSink;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Where a run begins: behind the checkpoint that its files and sinks agree on, or at its tables' start. */
final class Beginning {
    /** What is gone on from, or null for a run from the start. */
    private final @Nullable Checkpoint checkpoint;

    private final @Nullable Takeover takeover;
    /** What sinks that begin anew are told that they go on behind. */
    private final long from;

    private final long lastNumber;

    /** The checkpoint is of a run that was told that nothing more would come, and has shown everything. */
    private final boolean isOver;
    /** Whether rows that come again would stand twice in a sink. */
    private final boolean doubles;

    private Beginning(
            @Nullable Checkpoint checkpoint, @Nullable Takeover takeover, long from, long lastNumber, boolean doubles) {
        this.checkpoint = checkpoint;
        this.takeover = takeover;
        this.from = from;
        this.lastNumber = lastNumber;
        this.isOver = checkpoint != null && checkpoint.ended();
        this.doubles = doubles;
    }

    private static Beginning anew(long lastNumber) {
        return new Beginning(null, null, LiveSink.NONE, lastNumber, false);
    }

    /**
     * Has the sinks begin, and finds the newest checkpoint that is whole and that all those sinks show whose INSERTs go on
     * from it.
     *
     * @throws BarographException DATA_LOST where there is none; INVALID_ARGUMENT where the pipeline has changed so that states
     *     would be lost, and may not be
     */
    static Beginning of(CheckpointFiles files, List<LiveQuery> queries, LiveOptions options) {
        List<CheckpointFiles.Damaged> damaged = new ArrayList<>();
        List<CheckpointFiles.Found> whole = files.whole(damaged);
        List<Long> shown = queries.stream().map(query -> query.sink().begin()).toList();
        long newest = whole.isEmpty() ? LiveSink.NONE : whole.get(0).id();
        long greatest = newest;
        for (long one : shown) {
            greatest = one == LiveSink.ANY ? greatest : Math.max(greatest, one);
        }
        if (options.fresh()) {
            files.clear();
            // A number that a sink has seen must not come again.
            return anew(greatest);
        }
        for (CheckpointFiles.Found found : whole) {
            Checkpoint checkpoint = Checkpoint.of(found.payload());
            Takeover takeover = Takeover.of(checkpoint, queries);
            if (wanted(queries, shown, takeover, found.id()) == found.id()
                    && !isAhead(queries, shown, takeover, newest)) {
                files.keep(found.id());
                boolean doubles = shown.stream().anyMatch(one -> one != LiveSink.ANY);
                return goOn(found.id(), checkpoint, takeover, greatest, doubles, options);
            }
        }
        // A crash while the first one was made leaves nothing to go on from, and nothing that was shown by it.
        boolean lost = damaged.stream().anyMatch(file -> file.id() > 0);
        if (greatest > newest || newest > 0 || lost) {
            throw new BarographException(
                    ErrorCode.DATA_LOST,
                    "the sinks show checkpoints "
                            + shown.stream()
                                    .filter(one -> one != LiveSink.ANY)
                                    .map(one -> one == LiveSink.NONE ? "none" : Long.toString(one))
                                    .toList()
                            + ", but in the folder of checkpoints there are "
                            + whole.stream().map(one -> Long.toString(one.id())).toList()
                            + (damaged.isEmpty()
                                    ? ""
                                    : " (damaged: "
                                            + damaged.stream()
                                                    .map(CheckpointFiles.Damaged::toString)
                                                    .collect(Collectors.joining(", "))
                                            + ")")
                            + "; bring the folder back, or start anew with --fresh, into empty tables");
        }
        return anew(LiveSink.NONE);
    }

    private static Beginning goOn(
            long id, Checkpoint checkpoint, Takeover takeover, long greatest, boolean doubles, LiveOptions options) {
        if (!checkpoint.ended() && !takeover.isNone()) {
            options.changes().accept(takeover.changes());
            if (!options.dropsState()) {
                takeover.refuseLosses();
            }
        }
        return new Beginning(checkpoint, takeover, id, Math.max(id, greatest), doubles);
    }

    /** The earliest checkpoint that a sink of an INSERT that goes on shows; where any will do for all of them, the given one. */
    private static long wanted(List<LiveQuery> queries, List<Long> shown, Takeover takeover, long id) {
        long least = LiveSink.ANY;
        for (int query = 0; query < queries.size(); query++) {
            least = takeover.savedFor(queries.get(query)) == null ? least : Math.min(least, shown.get(query));
        }
        return least == LiveSink.ANY ? id : least;
    }

    /** Whether such a sink shows a checkpoint behind all that there are. */
    private static boolean isAhead(List<LiveQuery> queries, List<Long> shown, Takeover takeover, long newest) {
        for (int query = 0; query < queries.size(); query++) {
            long one = shown.get(query);
            if (takeover.savedFor(queries.get(query)) != null && one != LiveSink.ANY && one > newest) {
                return true;
            }
        }
        return false;
    }

    /** The checkpoint's readings; empty for a run from the start. */
    List<Checkpoint.Reading> readings() {
        return checkpoint == null || isOver ? List.of() : checkpoint.readings();
    }

    /** What the checkpoint has of a query, or null for one that begins anew. */
    Checkpoint.@Nullable Insert savedFor(LiveQuery query) {
        return takeover == null || isOver ? null : takeover.savedFor(query);
    }

    /**
     * Whether an earlier run has read all that there is, and shown it: then queries and lanes are given its counts, and there
     * is nothing to do.
     *
     * @param sources from their start
     * @throws BarographException INVALID_ARGUMENT where more has come, which cannot be added to what is shown
     */
    boolean isDone(List<LiveSource> sources, List<LiveQuery> queries, LiveOptions options, long now) {
        if (checkpoint == null || takeover == null || !isOver) {
            return false;
        }
        Map<String, Checkpoint.Reading> saved = new HashMap<>();
        checkpoint.readings().forEach(reading -> saved.put(reading.table(), reading));
        boolean isAll = options.until() != LiveOptions.Until.CANCELLED;
        boolean isDone = takeover.isNone()
                && sources.stream().allMatch(source -> source.wasReadBy(saved.get(source.text()), isAll));
        if (isDone) {
            for (LiveSource source : sources) {
                Checkpoint.Reading reading = Objects.requireNonNull(saved.get(source.text()));
                source.restore(reading, reading.settled(), now);
            }
            for (LiveQuery query : queries) {
                Checkpoint.Insert insert = Objects.requireNonNull(takeover.savedFor(query));
                query.states().take(insert, false);
                resume(query.sink(), insert, true);
            }
            return true;
        }
        if (doubles) {
            throw new BarographException(
                    ErrorCode.INVALID_ARGUMENT,
                    "the last run was told where its tables end (--bounded, or 'scan.bounded.mode'), and ended with checkpoint "
                            + from
                            + ": every window is shown. What has come since, or lies before an end that was moved, cannot be added to rows that are final, and to"
                            + " read everything again would double them; start anew with --fresh, into an empty table");
        }
        return false;
    }

    /** @param isSame whether the query is the one whose rows were shown; another shows all that it has again */
    private void resume(LiveSink sink, Checkpoint.Insert saved, boolean isSame) {
        if (isSame && saved.shown().length > 0) {
            sink.restore(from, new StateInput(saved.shown()));
        }
        sink.resume(from);
    }

    /** Checkpoints of this run have greater numbers. */
    long lastNumber() {
        return lastNumber;
    }

    /** Has queries and their sinks go on, each from where it is; sources have their lanes already. */
    void takeUp(List<LiveQuery> queries, List<QueryTime> times) {
        for (int i = 0; i < queries.size(); i++) {
            LiveQuery query = queries.get(i);
            Checkpoint.Insert saved = savedFor(query);
            if (saved != null && takeover != null) {
                times.get(i).resume(saved.upTo());
                boolean isChanged = takeover.isChanged(query);
                query.states().take(saved, isChanged);
                resume(query.sink(), saved, !isChanged);
            } else {
                // All rows come again, whatever numbers the checkpoints have: what was shown of them must not stay
                // beside
                // them.
                query.sink().resume(LiveSink.NONE);
            }
        }
        queries.stream().filter(query -> savedFor(query) == null).forEach(LiveQuery::deliverRest);
    }
}
