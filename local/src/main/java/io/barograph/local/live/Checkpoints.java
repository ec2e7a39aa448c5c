package io.barograph.local.live;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes checkpoints, one at a time: has the sinks prepare and takes the states as they stand, which is short; has another
 * thread write them; and when that is done, has the sinks commit. Rows that sinks are given in between belong to the next one.
 * For the publisher's thread.
 */
final class Checkpoints {
    private final List<LiveSource> sources;
    private final List<LiveQuery> queries;
    private final List<QueryTime> times;
    private final CheckpointFiles files;
    private final GroupFiles groups;
    private final Consumer<CheckpointSave> writer;
    private final LiveObserver observer;
    private final LongSupplier clock;

    private volatile @Nullable CheckpointSave saving;
    private LiveObserver.@Nullable Saving observed;
    /** Files that the checkpoint needs which is being made, and the last that was written when it was taken. */
    private Set<String> needed = Set.of();

    private long lastFile;
    /** Rows that the queries had shown then. */
    private long shownThen;

    private long begun;
    private long paused;

    private long last;
    private long bytes;
    private long nanos;
    private long pauseNanos;
    private long savedAt;

    /**
     * @param writer takes a checkpoint to be written, and has somebody go through its steps
     * @param observer is told of each
     * @param last the number of the last one, or -1
     */
    Checkpoints(
            List<LiveSource> sources,
            List<LiveQuery> queries,
            List<QueryTime> times,
            CheckpointFiles files,
            GroupFiles groups,
            Consumer<CheckpointSave> writer,
            LiveObserver observer,
            LongSupplier clock,
            long last) {
        this.sources = sources;
        this.queries = queries;
        this.times = times;
        this.files = files;
        this.groups = groups;
        this.writer = writer;
        this.observer = observer;
        this.clock = clock;
        this.last = last;
        this.savedAt = clock.getAsLong();
    }

    /** Whether one is being made. Any thread may ask. */
    boolean isSaving() {
        return saving != null;
    }

    /**
     * Begins one, of what is shown and held now.
     *
     * @param upTo by query, windows that end here or before were shown
     * @param settled by query, windows that end here or before were let go
     * @param ended whether nothing is open any more
     * @param lanes as the workers gave them with their parts
     */
    void begin(long[] upTo, long[] settled, boolean ended, Map<LaneState, byte[]> lanes) {
        begun = clock.getAsLong();
        long next = last + 1;
        observed = observer.saving(next);
        queries.forEach(query -> query.prepare(next));
        List<QuerySnapshot> snapshots = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int query = 0; query < queries.size(); query++) {
            List<Integer> fed =
                    times.get(query).sources().stream().map(sources::indexOf).toList();
            LiveQuery one = queries.get(query);
            snapshots.add(one.states().snapshot(fed, upTo[query], one.sink().shown()));
            one.name(names);
        }
        needed = names;
        lastFile = groups.last();
        shownThen = shown();
        CheckpointSave save = new CheckpointSave(files, next, ended, readings(settled, lanes), snapshots);
        saving = save;
        paused = clock.getAsLong() - begun;
        writer.accept(save);
    }

    private List<Checkpoint.Reading> readings(long[] settled, Map<LaneState, byte[]> states) {
        List<Checkpoint.Reading> readings = new ArrayList<>();
        for (LiveSource source : sources) {
            List<byte[]> lanes = new ArrayList<>();
            for (LaneState lane : source.lanes) {
                byte[] state = states.get(lane);
                // One that came after the cut is none of this checkpoint's: it comes again.
                if (state != null) {
                    lanes.add(state);
                }
            }
            List<Integer> columns = Arrays.stream(source.columns()).boxed().toList();
            readings.add(
                    new Checkpoint.Reading(source.text(), source.ending, columns, settledOf(source, settled), lanes));
        }
        return readings;
    }

    /**
     * Windows that end here or before may have been let go by a query that a source feeds.
     *
     * @param settled by query
     */
    long settledOf(LiveSource source, long[] settled) {
        long greatest = Long.MIN_VALUE;
        for (int query = 0; query < queries.size(); query++) {
            greatest = source.feeds(queries.get(query)) ? Math.max(greatest, settled[query]) : greatest;
        }
        return greatest;
    }

    /**
     * Ends the one that is being made, where it is on the disk.
     *
     * @return whether it was
     * @throws RuntimeException where it cannot be written
     */
    boolean finish() {
        CheckpointSave save = saving;
        if (save == null || !save.isDone()) {
            return false;
        }
        long from = clock.getAsLong();
        bytes = save.bytes();
        queries.forEach(query -> query.states().saved());
        groups.saved(needed, lastFile);
        LiveObserver.Saving watching = observed;
        if (watching != null) {
            watching.saved(bytes);
        }
        for (LiveQuery query : queries) {
            Runnable commit = () -> query.commit(save.number());
            if (watching == null) {
                commit.run();
            } else {
                watching.commit(query.name(), commit);
            }
        }
        files.keep(save.number());
        groups.keep(needed);
        last = save.number();
        savedAt = clock.getAsLong();
        nanos = savedAt - begun;
        pauseNanos = paused + savedAt - from;
        if (watching != null) {
            watching.done();
        }
        saving = null;
        return true;
    }

    /** Rows that were shown since the one that is being made was taken. */
    long shownSince() {
        return shown() - shownThen;
    }

    private long shown() {
        return queries.stream().mapToLong(query -> query.counts().shown()).sum();
    }

    /** The number of the last one, or -1. */
    long last() {
        return last;
    }

    /** The size of its file; 0 before the first of the run. */
    long bytes() {
        return bytes;
    }

    /** How long it took, from the sinks' preparing to their commit. */
    long nanos() {
        return nanos;
    }

    /** For how much of that time nothing was shown. */
    long pauseNanos() {
        return pauseNanos;
    }

    /** When it was there, as the clock has it; the begin of the run before the first. */
    long savedAt() {
        return savedAt;
    }
}
