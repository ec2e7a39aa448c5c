package io.barograph.local.live;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.live.LiveSink;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Hands what micro-batches show to the sinks: a batch is a checkpoint of theirs. So a sink that shows a batch which the host does not
 * know to be done is not given it again, and one that does not care is given the same bits.
 *
 * <p>One thread at a time; {@link #lanes} and what else is told of the last batch by any.
 */
final class SinkBatches implements MicroBatchTarget {
    private final List<LiveSink> sinks;
    private final List<RevisionCodec> codecs;
    private final LanePlanner planner;
    /** By sink, the last checkpoint that it shows. */
    private final long[] shown;

    private final boolean isFresh;
    private final Consumer<SinkBatches> taken;
    private boolean isResumed;

    private volatile long last = LiveSink.NONE;
    private volatile boolean ended;
    private volatile List<LaneReport> lanes = List.of();
    private volatile List<PartitionReport> partitions = List.of();
    private volatile Map<String, Long> undefined = Map.of();

    /**
     * @param shown by sink, what it has said when it began
     * @param isFresh whether checkpoints that were there are forgotten
     * @param taken is told after each batch
     */
    SinkBatches(
            MicroBatchJob job,
            List<LiveSink> sinks,
            long[] shown,
            boolean isFresh,
            LanePlanner planner,
            Consumer<SinkBatches> taken) {
        this.sinks = sinks;
        this.codecs = job.inserts().stream()
                .map(insert -> new RevisionCodec(insert.plan().root().schema()))
                .toList();
        this.shown = shown;
        this.isFresh = isFresh;
        this.planner = planner;
        this.taken = taken;
    }

    @Override
    public void take(long batch, Iterator<byte[]> chunks) {
        long checkpoint = Objects.requireNonNull(planner.last()).base() + batch;
        resume(batch, checkpoint);
        List<LaneReport> ofLanes = new ArrayList<>();
        List<PartitionReport> ofPartitions = new ArrayList<>();
        while (chunks.hasNext()) {
            byte[] chunk = chunks.next();
            switch (LiveChunk.kind(chunk)) {
                case LiveChunk.LANE -> ofLanes.add(LiveChunk.report(chunk, LaneReport.class));
                case LiveChunk.PARTITION -> ofPartitions.add(LiveChunk.report(chunk, PartitionReport.class));
                default -> show(chunk, checkpoint);
            }
        }
        check(ofLanes, ofPartitions);
        for (int sink = 0; sink < sinks.size(); sink++) {
            if (isWanted(sink, checkpoint)) {
                sinks.get(sink).flush();
                sinks.get(sink).prepare(checkpoint);
            }
        }
        for (int sink = 0; sink < sinks.size(); sink++) {
            if (isWanted(sink, checkpoint)) {
                sinks.get(sink).commit(checkpoint);
            }
        }
        enter(checkpoint, ofLanes, ofPartitions);
        taken.accept(this);
    }

    /** Tells the sinks, once, behind which batch the run goes on. */
    private void resume(long batch, long checkpoint) {
        if (isResumed) {
            return;
        }
        isResumed = true;
        for (int sink = 0; sink < sinks.size(); sink++) {
            sinks.get(sink).resume(behind(shown[sink], batch, checkpoint));
        }
    }

    private long behind(long one, long batch, long checkpoint) {
        if (one == checkpoint) {
            return one;
        } else if (one == LiveSink.ANY || one == checkpoint - 1 || batch == 0 && isFresh) {
            return batch == 0 ? LiveSink.NONE : checkpoint - 1;
        }
        throw new BarographException(
                ErrorCode.DATA_LOST,
                "a sink shows " + (one == LiveSink.NONE ? "no checkpoint" : "checkpoint " + one)
                        + ", but the next one in the folder of checkpoints is " + checkpoint
                        + "; bring the folder back, or start anew with --fresh, into empty tables");
    }

    private boolean isWanted(int sink, long checkpoint) {
        return shown[sink] == LiveSink.ANY || shown[sink] < checkpoint;
    }

    private void show(byte[] chunk, long checkpoint) {
        int query = LiveChunk.query(chunk);
        if (isWanted(query, checkpoint)) {
            sinks.get(query).accept(codecs.get(query).read(new StateInput(LiveChunk.content(chunk))));
        }
    }

    private void check(List<LaneReport> ofLanes, List<PartitionReport> ofPartitions) {
        LanePlan plan = Objects.requireNonNull(planner.last());
        if (ofLanes.size() != plan.lanes().size() || ofPartitions.size() != plan.partitions()) {
            throw new BarographException(
                    ErrorCode.INTERNAL,
                    "of " + plan.lanes().size() + " lanes and " + plan.partitions() + " partitions, " + ofLanes.size()
                            + " and " + ofPartitions.size() + " have reported: some were lost");
        }
    }

    private void enter(long checkpoint, List<LaneReport> ofLanes, List<PartitionReport> ofPartitions) {
        Map<String, Long> counts = new TreeMap<>(undefined);
        ofLanes.forEach(lane -> lane.undefined().forEach((text, count) -> counts.merge(text, count, Long::sum)));
        ofPartitions.forEach(one -> one.undefined().forEach((text, count) -> counts.merge(text, count, Long::sum)));
        undefined = counts;
        lanes = List.copyOf(ofLanes);
        partitions = List.copyOf(ofPartitions);
        last = checkpoint;
        ended = ofPartitions.stream().allMatch(PartitionReport::ended);
    }

    @Override
    public boolean hasEnded() {
        LanePlan plan = planner.last();
        return ended || plan != null && last == LiveSink.NONE && plan.hasEnded();
    }

    /** The last batch's checkpoint; {@link LiveSink#NONE} before the first. */
    long last() {
        return last;
    }

    /** How lanes stand behind the last batch. */
    List<LaneReport> lanes() {
        return lanes;
    }

    /** What an INSERT has shown, of all partitions together; null before the first batch. */
    PartitionReport.@Nullable OfQuery shownOf(int query) {
        return partitions.stream()
                .map(partition -> partition.queries().get(query))
                .reduce((one, other) -> new PartitionReport.OfQuery(
                        Math.min(one.upTo(), other.upTo()),
                        one.heldBy(),
                        one.added() + other.added(),
                        one.revised() + other.revised(),
                        one.removed() + other.removed()))
                .orElse(null);
    }

    /** Undefined results of expressions since the run began, by their text. */
    Map<String, Long> undefined() {
        return undefined;
    }
}
