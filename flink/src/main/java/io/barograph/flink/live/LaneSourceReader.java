package io.barograph.flink.live;

import io.barograph.core.column.Batch;
import io.barograph.core.error.BarographException;
import io.barograph.flink.worker.Restarts;
import io.barograph.local.live.HostedLanes;
import io.barograph.local.live.HostedTables;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.core.io.InputStatus;
import org.jspecify.annotations.Nullable;

/** Reads the lanes that it was given, batch by batch, in Flink's thread. */
final class LaneSourceReader implements SourceReader<LaneRecord, LaneSplit> {
    /** Looks again after so long where nothing had come. */
    private static final long PAUSE_MILLIS = 3;

    private final HostedJobs jobs;
    private final Runnable ended;
    private @Nullable HostedTables tables;
    private @Nullable HostedLanes lanes;
    private @Nullable ReaderOutput<LaneRecord> output;
    private CompletableFuture<Void> available = new CompletableFuture<>();
    private boolean hasAll;

    /** @param ended is told, once, that all lanes have ended */
    LaneSourceReader(HostedJobs jobs, Runnable ended) {
        this.jobs = jobs;
        this.ended = ended;
    }

    @Override
    public void start() {}

    private HostedLanes lanes() {
        if (lanes == null) {
            tables = jobs.tables();
            lanes = tables.newLanes(this::collect);
        }
        return lanes;
    }

    private void collect(int query, int reading, Batch rows) {
        Objects.requireNonNull(output).collect(new LaneRecord.Rows(query, reading, rows));
    }

    @Override
    public void addSplits(List<LaneSplit> splits) {
        try {
            lanes().adopt(splits.stream().map(LaneSplit::lane).toList());
        } catch (BarographException failed) {
            throw Restarts.of(failed);
        }
        available.complete(null);
    }

    @Override
    public void notifyNoMoreSplits() {
        hasAll = true;
        available.complete(null);
    }

    @Override
    public InputStatus pollNext(ReaderOutput<LaneRecord> target) throws Exception {
        HostedLanes mine = lanes;
        if (mine == null) {
            return hasAll ? end() : pause(new CompletableFuture<>());
        }
        output = target;
        boolean did;
        try {
            did = mine.step();
        } catch (BarographException failed) {
            throw Restarts.of(failed);
        }
        target.collect(progress(mine));
        if (hasAll && mine.haveEnded()) {
            return end();
        }
        return did
                ? InputStatus.MORE_AVAILABLE
                : pause(new CompletableFuture<Void>().completeOnTimeout(null, PAUSE_MILLIS, TimeUnit.MILLISECONDS));
    }

    private LaneRecord.Progress progress(HostedLanes mine) {
        List<HostedLanes.Progress> byQuery = new ArrayList<>();
        for (int query = 0; query < jobs.count(); query++) {
            byQuery.add(mine.progress(query));
        }
        return new LaneRecord.Progress(byQuery, mine.books());
    }

    private InputStatus end() {
        ended.run();
        return InputStatus.END_OF_INPUT;
    }

    private InputStatus pause(CompletableFuture<Void> until) {
        available = until;
        return InputStatus.NOTHING_AVAILABLE;
    }

    @Override
    public CompletableFuture<Void> isAvailable() {
        return available;
    }

    @Override
    public List<LaneSplit> snapshotState(long checkpoint) {
        HostedLanes mine = lanes;
        return mine == null
                ? List.of()
                : mine.lanes().stream().map(LaneSplit::new).toList();
    }

    @Override
    public void close() {
        if (lanes != null) {
            lanes.close();
        }
        if (tables != null) {
            tables.close();
        }
    }
}
