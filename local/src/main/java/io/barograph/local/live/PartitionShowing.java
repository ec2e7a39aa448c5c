package io.barograph.local.live;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.live.LiveLane;
import io.barograph.core.live.LiveReader;
import io.barograph.core.live.LiveTable;
import io.barograph.core.live.Revisions;
import io.barograph.core.source.RejectHandler;
import io.barograph.core.source.TableDescription;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Brings together what lanes have sent to one partition of the keys, and shows what is ripe: the publisher's part of a
 * micro-batch. For one thread.
 */
final class PartitionShowing {
    private final MicroBatchJob job;
    private final MicroBatchQueries queries;
    private final int partition;
    private final Consumer<byte[]> target;
    private final List<LaneReport> lanes = new ArrayList<>();
    private final List<List<PartCodec>> codecs;
    /** By INSERT and live stage. */
    private final List<List<Gathered>> gathered = new ArrayList<>();

    PartitionShowing(MicroBatchJob job, MicroBatchQueries queries, int partition, Consumer<byte[]> target) {
        this.job = job;
        this.queries = queries;
        this.partition = partition;
        this.target = target;
        this.codecs = queries.codecs();
        codecs.forEach(stages -> gathered.add(stages.stream().map(Gathered::new).toList()));
    }

    byte[] show(Iterator<byte[]> chunks, byte @Nullable [] state) {
        while (chunks.hasNext()) {
            byte[] chunk = chunks.next();
            if (LiveChunk.kind(chunk) != LiveChunk.LANE) {
                int query = LiveChunk.query(chunk);
                int stage = LiveChunk.stage(chunk);
                gathered.get(query).get(stage).take(chunk);
                continue;
            }
            lanes.add(LiveChunk.report(chunk, LaneReport.class));
            if (partition == 0) {
                target.accept(chunk);
            }
        }
        check();
        Checkpoint before = state == null ? null : Checkpoint.of(state);
        List<LiveSource> sources = sources();
        List<Checkpoint.Insert> behind = new ArrayList<>();
        List<PartitionReport.OfQuery> reports = new ArrayList<>();
        boolean ended = lanes.stream().allMatch(LaneReport::ended);
        for (int number = 0; number < queries.all().size(); number++) {
            LiveQuery query = queries.all().get(number);
            QueryTime time = new QueryTime(sources.stream()
                    .filter(source -> query.tables().stream()
                            .anyMatch(table -> table.source().equals(source.description)))
                    .toList());
            if (before != null) {
                Checkpoint.Insert saved = before.inserts().get(number);
                time.resume(saved.upTo());
                query.states().take(saved, false);
            } else {
                PartCodec.deliverRest(
                        query, codecs.get(number), partition, lanes.get(0).partitions());
            }
            time.look(System.nanoTime());
            for (int stage = 0; stage < gathered.get(number).size(); stage++) {
                query.absorb(stage, gathered.get(number).get(stage).part());
            }
            if (partition == 0 || query.nodes().stream().noneMatch(LiveNode::isOneGroup)) {
                query.publish(new Store.Moment(time.upTo(), time.settled(), time.ended(), true, ended));
            }
            QuerySnapshot snapshot = query.states().snapshot(List.of(), time.upTo(), null);
            while (snapshot.writeNext()) {
                // One store after the other.
            }
            behind.add(snapshot.written());
            RowCounts counts = query.counts();
            reports.add(new PartitionReport.OfQuery(
                    time.upTo(), time.heldBy(), counts.added(), counts.revised(), counts.removed()));
        }
        target.accept(
                LiveChunk.of(LiveChunk.PARTITION, new PartitionReport(partition, ended, reports, queries.undefined())));
        return new Checkpoint(ended, List.of(), behind).toBytes();
    }

    private void check() {
        if (lanes.isEmpty() || lanes.stream().anyMatch(lane -> lane.lanes() != lanes.size())) {
            throw new BarographException(
                    ErrorCode.INTERNAL,
                    "partition " + partition + " has heard of " + lanes.size() + " lanes of "
                            + (lanes.isEmpty() ? "some" : lanes.get(0).lanes())
                            + ": what the others have sent was lost");
        }
    }

    /** The job's tables with their lanes as these have reported. */
    private List<LiveSource> sources() {
        long now = System.nanoTime();
        List<LiveSource> sources = new ArrayList<>();
        for (int number = 0; number < job.tables().size(); number++) {
            int table = number;
            TableDescription description = job.tables().get(table);
            List<LaneReport> reports =
                    lanes.stream().filter(lane -> lane.table() == table).toList();
            LiveSource source = new LiveSource(description, new ReportedLanes(description, reports), "", 0, now);
            for (int lane = 0; lane < reports.size(); lane++) {
                LaneReport report = reports.get(lane);
                LaneState state = source.lanes.get(lane);
                state.watermark = report.watermark();
                state.settled = report.settled();
                state.ended = report.ended();
                if (report.isIdle() && description.eventTime() != null) {
                    state.lastRowNanos = now - description.eventTime().idleNanos() - 1;
                }
            }
            sources.add(source);
        }
        return sources;
    }

    /** Lanes that are read elsewhere. */
    private record ReportedLanes(TableDescription description, List<LaneReport> reports) implements LiveTable {
        @Override
        public List<LiveLane> lanes() {
            return reports.stream()
                    .map(lane -> new LiveLane(lane.lane(), lane.name(), lane.first(), lane.end()))
                    .toList();
        }

        @Override
        public LiveReader newReader(int[] columns, List<LaneStart> starts, RejectHandler rejects) {
            throw new IllegalStateException("the lanes are read elsewhere");
        }

        @Override
        public void close() {}
    }

    /** What has come for one live stage: groups merge as they come, rows are brought back into the order of their lanes. */
    private static final class Gathered {
        private final PartCodec codec;
        private final Partial.Part part;
        private final Map<Long, byte[]> rows = new TreeMap<>();

        Gathered(PartCodec codec) {
            this.codec = codec;
            this.part = codec.newPart();
        }

        void take(byte[] chunk) {
            if (part instanceof Partial.Part.Groups) {
                codec.read(new StateInput(LiveChunk.content(chunk)), part);
            } else {
                rows.put(LiveChunk.place(chunk), LiveChunk.content(chunk));
            }
        }

        /** All of it, which is asked for once. */
        Partial.Part part() {
            rows.values().forEach(content -> codec.read(new StateInput(content), part));
            return part;
        }
    }

    /** Takes what queries show, and makes chunks of it. */
    static final class Shown {
        private final MicroBatchJob job;
        private final Consumer<byte[]> target;
        private final Map<Integer, RevisionCodec> codecs = new HashMap<>();

        Shown(MicroBatchJob job, Consumer<byte[]> target) {
            this.job = job;
            this.target = target;
        }

        Consumer<Revisions> of(int query) {
            RevisionCodec codec = codecs.computeIfAbsent(
                    query,
                    number -> new RevisionCodec(
                            job.inserts().get(number).plan().root().schema()));
            return changes -> {
                StateOutput output = new StateOutput();
                codec.write(changes, output);
                target.accept(LiveChunk.of(LiveChunk.REVISIONS, query, 0, 0, output.bytes(), output.length()));
            };
        }
    }
}
