package io.barograph.local.live;

import io.barograph.core.live.LiveSink;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says how a run in micro-batches is doing, from what these have reported. For one thread at a time. */
final class MicroBatchStatus {
    private final MicroBatchJob job;
    private final List<LiveSink> sinks;
    private final long begun = System.nanoTime();
    private long lastTaken = begun;

    MicroBatchStatus(MicroBatchJob job, List<LiveSink> sinks) {
        this.job = job;
        this.sinks = sinks;
    }

    /** @param end why the run is over, or null while it goes on */
    LiveStatus of(SinkBatches batches, LiveStatus.@Nullable End end) {
        long now = System.nanoTime();
        long taken = end == null ? now : lastTaken;
        long nanos = taken - lastTaken;
        lastTaken = taken;
        List<LiveStatus.Lane> lanes = new ArrayList<>();
        for (LaneReport lane : batches.lanes()) {
            long known = lane.used() + lane.late() + lane.rejected();
            lanes.add(new LiveStatus.Lane(
                    job.tables().get(lane.table()).name(),
                    lane.name(),
                    lane.read(),
                    lane.used(),
                    lane.late(),
                    lane.retired(),
                    lane.rejected(),
                    end != null ? lane.read() - known : 0,
                    lane.first(),
                    lane.offset(),
                    Math.max(0, lane.end() - lane.offset()),
                    lane.watermark(),
                    0,
                    lane.isIdle(),
                    lane.ended()));
        }
        List<LiveStatus.Sink> shown = new ArrayList<>();
        String health = "";
        List<LiveStatus.Guard> guards = new ArrayList<>();
        for (int query = 0; query < sinks.size(); query++) {
            PartitionReport.OfQuery report = batches.shownOf(query);
            LiveSink sink = sinks.get(query);
            shown.add(new LiveStatus.Sink(
                    job.inserts().get(query).name(),
                    report == null ? 0 : report.added(),
                    report == null ? 0 : report.revised(),
                    report == null ? 0 : report.removed(),
                    report == null ? Long.MIN_VALUE : report.upTo(),
                    report == null ? "" : report.heldBy(),
                    sink.guarantee(),
                    null));
            health = health.isEmpty() ? sink.health() : health;
            guards.addAll(RunWaits.guards(job.inserts().get(query).name(), sink));
        }
        return new LiveStatus(
                now - begun,
                lanes,
                shown,
                List.of(),
                batches.last(),
                now - taken,
                nanos,
                0,
                0,
                0,
                batches.undefined(),
                new LiveStatus.Waits(health, List.of(), RunWaits.joined(guards)),
                null,
                end);
    }
}
