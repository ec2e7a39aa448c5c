package io.barograph.local.live;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint on its way to the disk. It was taken by the publisher's thread; another goes through the steps, and the
 * publisher's sees when they are done.
 */
final class CheckpointSave implements Runnable {
    private final CheckpointFiles files;
    private final long number;
    private final boolean ended;
    private final List<Checkpoint.Reading> readings;
    private final List<QuerySnapshot> queries;
    private long bytes;
    private @Nullable RuntimeException failure;
    private @Nullable Error error;
    /** Written last, read first. */
    private volatile boolean done;

    /** @param ended whether nothing was open any more */
    CheckpointSave(
            CheckpointFiles files,
            long number,
            boolean ended,
            List<Checkpoint.Reading> readings,
            List<QuerySnapshot> queries) {
        this.files = files;
        this.number = number;
        this.ended = ended;
        this.readings = readings;
        this.queries = queries;
    }

    /** Goes through all steps. */
    @Override
    public void run() {
        while (!done) {
            step();
        }
    }

    /** Writes a state, or, where all are, the file. */
    void step() {
        try {
            for (QuerySnapshot query : queries) {
                if (query.writeNext()) {
                    return;
                }
            }
            List<Checkpoint.Insert> inserts =
                    queries.stream().map(QuerySnapshot::written).toList();
            byte[] payload = new Checkpoint(ended, readings, inserts).toBytes();
            files.save(number, payload);
            bytes = payload.length;
        } catch (RuntimeException e) {
            failure = e;
        } catch (Error e) {
            error = e;
        }
        done = true;
    }

    long number() {
        return number;
    }

    /** Whether all steps were gone through. */
    boolean isDone() {
        return done;
    }

    /**
     * The size of the file, when all is done.
     *
     * @throws RuntimeException what a step failed with
     */
    long bytes() {
        if (failure != null) {
            throw failure;
        } else if (error != null) {
            throw error;
        }
        return bytes;
    }
}
