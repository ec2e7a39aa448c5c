package io.barograph.server.metrics;

import io.barograph.local.live.LiveStatus;
import io.barograph.server.pipeline.Pipeline;
import io.barograph.server.pipeline.Pipelines;
import io.barograph.server.pipeline.RunLog;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What pipelines say of themselves, when Prometheus asks. Times of the data are in seconds since 1970. */
final class PipelineCollector implements MultiCollector {
    private static final double NANOS = 1e9;

    /** Phases in which nobody expects anything of a pipeline. */
    private static final Set<Pipeline.Phase> AT_REST = EnumSet.of(Pipeline.Phase.STOPPED, Pipeline.Phase.ENDED);

    private final Pipelines pipelines;

    PipelineCollector(Pipelines pipelines) {
        this.pipelines = pipelines;
    }

    @Override
    public MetricSnapshots collect() {
        Samples samples = new Samples();
        for (Pipeline pipeline : pipelines.all()) {
            Labels labels = Labels.of("pipeline", pipeline.name());
            for (Pipeline.Phase phase : Pipeline.Phase.values()) {
                samples.gauge(
                        "barograph_pipeline_phase",
                        "1 for what the pipeline does now.",
                        labels.add("phase", phase.name().toLowerCase(Locale.ROOT)),
                        pipeline.phase() == phase ? 1 : 0);
            }
            samples.counter(
                    "barograph_pipeline_restarts",
                    "How often the pipeline was started again behind a failure.",
                    labels,
                    pipeline.restarts());
            LiveStatus status = pipeline.runs().log().last();
            boolean isMeantToRun = !AT_REST.contains(pipeline.phase());
            samples.gauge(
                    "barograph_pipeline_healthy",
                    "0 while an outside system does not answer, and from a failure on until a run is well again.",
                    labels,
                    isMeantToRun && (pipeline.failure() != null || hasComplaint(status)) ? 0 : 1);
            if (isMeantToRun) {
                samples.gauge(
                        "barograph_checkpoint_age_seconds",
                        "Time since the last checkpoint was saved, or since the start before the first.",
                        labels,
                        pipeline.runs().log().checkpointAge().toNanos() / NANOS);
            }
            if (status != null) {
                run(samples, labels, status);
                status.lanes().forEach(lane -> lane(samples, labels, lane));
                status.sinks()
                        .forEach(sink -> sink(
                                samples, labels, sink, pipeline.runs().log().holder(sink.name())));
                status.operators().forEach(operator -> operator(samples, labels, operator, status));
                waits(samples, labels, status.waits());
            }
        }
        return samples.snapshots();
    }

    private static boolean hasComplaint(@Nullable LiveStatus status) {
        return status != null && !status.health().isEmpty();
    }

    private static void run(Samples samples, Labels labels, LiveStatus status) {
        samples.gauge("barograph_pipeline_state_bytes", "Heap that states take.", labels, status.stateBytes());
        if (status.checkpoint() < 0) {
            return;
        }
        samples.gauge("barograph_checkpoint_number", "The number of the last checkpoint.", labels, status.checkpoint());
        samples.gauge(
                "barograph_checkpoint_duration_seconds",
                "How long the last checkpoint took.",
                labels,
                status.checkpointNanos() / NANOS);
        samples.gauge(
                "barograph_checkpoint_pause_seconds",
                "For how much of that nothing was shown.",
                labels,
                status.checkpointPauseNanos() / NANOS);
        samples.gauge(
                "barograph_checkpoint_size_bytes", "Size of the last checkpoint.", labels, status.checkpointBytes());
    }

    private static void lane(Samples samples, Labels pipeline, LiveStatus.Lane lane) {
        Labels labels = pipeline.add("table", lane.table()).add("lane", lane.name());
        samples.counter("barograph_rows_read", "Records read.", labels, lane.read());
        samples.counter("barograph_rows_used", "Rows given to queries.", labels, lane.used());
        samples.counter("barograph_rows_late", "Rows that came too late.", labels, lane.late());
        samples.counter(
                "barograph_rows_retired", "Late rows whose windows were kept no longer.", labels, lane.retired());
        samples.counter("barograph_rows_rejected", "Records that are no rows.", labels, lane.rejected());
        samples.gauge(
                "barograph_lane_lag",
                "What is yet to be read, in the lane's offsets: bytes of files and journals, records of Kafka.",
                labels,
                lane.lag());
        samples.gauge(
                "barograph_lane_silent_seconds", "Time since the last record.", labels, lane.silentNanos() / NANOS);
        time(samples, "barograph_lane_watermark_timestamp_seconds", "The lane's watermark.", labels, lane.watermark());
    }

    private static void sink(Samples samples, Labels pipeline, LiveStatus.Sink sink, RunLog.@Nullable Holder holder) {
        Labels labels = pipeline.add("sink", sink.name());
        String help = "Changes of a result's rows.";
        samples.counter("barograph_sink_changes", help, labels.add("change", "added"), sink.added());
        samples.counter("barograph_sink_changes", help, labels.add("change", "revised"), sink.revised());
        samples.counter("barograph_sink_changes", help, labels.add("change", "removed"), sink.removed());
        time(
                samples,
                "barograph_sink_watermark_timestamp_seconds",
                "Windows that end here or before are shown.",
                labels,
                sink.watermark());
        samples.gauge(
                "barograph_sink_held_seconds",
                "For how long one lane has held the watermark.",
                labels,
                holder == null ? 0 : holder.age().toNanos() / NANOS);
    }

    private static void operator(Samples samples, Labels pipeline, LiveStatus.Operator operator, LiveStatus status) {
        Labels labels = pipeline.add("sink", operator.sink())
                .add("stage", Integer.toString(operator.stage()))
                .add("kind", operator.kind());
        samples.counter(
                "barograph_operator_rows", "Rows that came to a stage, behind filters.", labels, operator.rowsIn());
        samples.gauge("barograph_operator_state_bytes", "Heap that a stage takes.", labels, operator.stateBytes());
        samples.counter(
                "barograph_operator_blocked_seconds",
                "For how long what is behind a stage has held it up.",
                labels,
                status.blockedNanos(operator) / NANOS);
    }

    private static void waits(Samples samples, Labels pipeline, LiveStatus.Waits waits) {
        for (LiveStatus.Blocked blocked : waits.blocked()) {
            if (blocked.stage() == LiveStatus.Blocked.SOURCE) {
                samples.counter(
                        "barograph_source_blocked_seconds",
                        "For how long a source was not read because nobody took its rows.",
                        pipeline.add("table", blocked.name()),
                        blocked.nanos() / NANOS);
            }
        }
        for (LiveStatus.Guard guard : waits.guards()) {
            Labels labels = pipeline.add("role", guard.isSink() ? "sink" : "source")
                    .add("table", guard.name())
                    .add("system", guard.breaker().system());
            samples.gauge(
                    "barograph_breaker_state",
                    "Of the circuit breaker before an outside system: 0 closed, 1 half open, 2 open.",
                    labels,
                    guard.breaker().state().ordinal());
            samples.counter(
                    "barograph_retries",
                    "Calls to an outside system that were tried again.",
                    labels,
                    guard.breaker().retries());
        }
    }

    /** Nothing before the first row, and behind the last. */
    private static void time(Samples samples, String name, String help, Labels labels, long nanos) {
        if (nanos != Long.MIN_VALUE && nanos != Long.MAX_VALUE) {
            samples.gauge(name, help, labels, nanos / NANOS);
        }
    }
}
