package io.barograph.flink.live;

import io.barograph.flink.worker.Restarts;
import io.barograph.local.live.HostedLanes;
import io.barograph.local.live.HostedTables;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * Deals the lanes that tables have when the job begins out to readers, each in its turn, once: from then on readers' states have them.
 *
 * <p>Of a bounded job it tells Flink when all readers have come to their end: until then it has a backlog, in Flink's words, behind which
 * checkpoints come soon, so that the job does not wait long for its last one.
 */
final class LaneDealer implements SplitEnumerator<LaneSplit, Boolean> {
    private final SplitEnumeratorContext<LaneSplit> context;
    private final HostedJobs jobs;
    /** By reader: lanes that wait for it. */
    private final Map<Integer, List<LaneSplit>> waiting = new HashMap<>();

    private final boolean isBounded;
    private final Set<Integer> ended = new HashSet<>();
    private boolean hasBacklog;
    private boolean isDealt;

    LaneDealer(SplitEnumeratorContext<LaneSplit> context, HostedJobs jobs, boolean isDealt) {
        this.context = context;
        this.jobs = jobs;
        this.isBounded = jobs.areBounded();
        this.isDealt = isDealt;
    }

    @Override
    public void start() {
        tellBacklog();
        if (isDealt) {
            return;
        }
        context.callAsync(this::find, (lanes, failed) -> {
            if (failed != null) {
                throw Restarts.told(failed);
            }
            deal(lanes);
        });
    }

    private List<HostedLanes.Lane> find() {
        try (HostedTables tables = jobs.tables()) {
            return tables.lanes();
        }
    }

    private void deal(List<HostedLanes.Lane> lanes) {
        for (int lane = 0; lane < lanes.size(); lane++) {
            waiting.computeIfAbsent(lane % context.currentParallelism(), key -> new ArrayList<>())
                    .add(new LaneSplit(lanes.get(lane)));
        }
        isDealt = true;
        new TreeSet<>(context.registeredReaders().keySet()).forEach(this::give);
    }

    private void give(int reader) {
        if (isDealt) {
            List<LaneSplit> given = waiting.remove(reader);
            if (given != null) {
                given.forEach(split -> context.assignSplit(split, reader));
            }
            context.signalNoMoreSplits(reader);
        }
    }

    /** A reader that is there for the first time, or again. */
    @Override
    public void addReader(int reader) {
        ended.remove(reader);
        tellBacklog();
        give(reader);
    }

    @Override
    public void handleSourceEvent(int reader, SourceEvent lanesEnded) {
        ended.add(reader);
        tellBacklog();
    }

    private void tellBacklog() {
        boolean now = isBounded && ended.size() < context.currentParallelism();
        if (now != hasBacklog) {
            hasBacklog = now;
            context.setIsProcessingBacklog(now);
        }
    }

    @Override
    public void addSplitsBack(List<LaneSplit> splits, int reader) {
        waiting.computeIfAbsent(reader, key -> new ArrayList<>()).addAll(splits);
    }

    /** Lanes are given unasked. */
    @Override
    public void handleSplitRequest(int reader, String host) {}

    /** Whether lanes were dealt out: readers have saved where they stand. */
    @Override
    public Boolean snapshotState(long checkpoint) {
        return isDealt && waiting.isEmpty();
    }

    @Override
    public void close() {}

    /** Of a reader whose lanes have all ended. */
    static final class LanesEnded implements SourceEvent {
        private static final long serialVersionUID = 1L;
    }

    /** Layout: a byte, 1 or 0. */
    static final class Serializer implements SimpleVersionedSerializer<Boolean> {
        private static final int VERSION = 1;

        @Override
        public int getVersion() {
            return VERSION;
        }

        @Override
        public byte[] serialize(Boolean dealt) {
            return new byte[] {(byte) (dealt ? 1 : 0)};
        }

        @Override
        public Boolean deserialize(int version, byte[] serialized) {
            return serialized[0] == 1;
        }
    }
}
