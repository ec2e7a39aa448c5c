package io.barograph.server.api;

import io.barograph.core.error.BarographException;
import io.barograph.core.source.SecretOptions;
import io.barograph.core.text.TimestampText;
import io.barograph.local.live.LeftOutFolders;
import io.barograph.local.live.LiveStatus;
import io.barograph.server.pipeline.Pipeline;
import io.barograph.server.pipeline.ResultFeed;
import io.barograph.server.pipeline.RunLog;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Pipelines as JSON: {@code docs/reference/api.md} says what each member means. */
final class StatusDocument {
    private static final double NANOS = 1e9;

    private final Clock clock;

    /** @param clock the wall clock that times are told by */
    StatusDocument(Clock clock) {
        this.clock = clock;
    }

    /** A pipeline with how it runs. */
    Map<String, @Nullable Object> of(Pipeline pipeline) {
        Map<String, @Nullable Object> members = brief(pipeline);
        LiveStatus status = pipeline.runs().log().last();
        members.put(
                "leftOut",
                pipeline.runs().leftOut().stream()
                        .map(folder -> leftOut(folder, status))
                        .toList());
        if (status == null) {
            members.put("run", null);
            return members;
        }
        Map<String, @Nullable Object> run = new LinkedHashMap<>();
        run.put("seconds", status.elapsedNanos() / NANOS);
        run.put("health", status.health());
        run.put("counts", counts(status));
        run.put("rowsPerSecond", pipeline.runs().log().perSecond(LiveStatus::read));
        run.put("stateBytes", status.stateBytes());
        run.put("checkpoint", checkpoint(status, pipeline.runs().log().checkpointAge()));
        run.put("sources", sources(pipeline, status));
        run.put("operators", operators(pipeline, status));
        run.put("sinks", sinks(pipeline, status));
        run.put(
                "breakers",
                status.waits().guards().stream().map(StatusDocument::breaker).toList());
        run.put("undefined", status.undefined());
        members.put("run", run);
        return members;
    }

    /** A pipeline without what changes all the time. */
    Map<String, @Nullable Object> brief(Pipeline pipeline) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("name", pipeline.name());
        members.put("phase", pipeline.phase().name().toLowerCase(Locale.ROOT));
        members.put("restarts", pipeline.restarts());
        Pipeline.Failed failure = pipeline.failure();
        members.put("failure", failure == null ? null : failure(failure.why()));
        Pipeline.Failed last = pipeline.lastFailure();
        members.put("lastFailure", last == null ? null : lastFailure(last));
        Duration next = pipeline.timeToStart();
        members.put("nextStart", next == null ? null : millis(clock.instant().plus(next)));
        members.put(
                "results",
                pipeline.runs().feeds().stream().map(ResultFeed::name).toList());
        return members;
    }

    /** A pipeline with its text, secrets hidden. */
    Map<String, @Nullable Object> whole(Pipeline pipeline) {
        Map<String, @Nullable Object> members = of(pipeline);
        members.put("sql", SecretOptions.hiddenIn(pipeline.runs().text()));
        return members;
    }

    private Map<String, @Nullable Object> lastFailure(Pipeline.Failed failed) {
        Map<String, @Nullable Object> members = failure(failed.why());
        members.put("time", millis(clock.instant().minus(failed.age())));
        return members;
    }

    private static Map<String, @Nullable Object> failure(BarographException failure) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("code", failure.code().name());
        members.put("detail", failure.getMessage());
        members.put("line", failure.line() == 0 ? null : failure.line());
        members.put("column", failure.line() == 0 ? null : failure.column());
        return members;
    }

    private static Map<String, @Nullable Object> counts(LiveStatus status) {
        Map<String, @Nullable Object> counts = new LinkedHashMap<>();
        counts.put("read", status.read());
        counts.put("used", status.used());
        counts.put("late", status.late());
        counts.put("retired", status.retired());
        counts.put("rejected", status.rejected());
        return counts;
    }

    private static @Nullable Map<String, @Nullable Object> checkpoint(LiveStatus status, Duration age) {
        if (status.checkpoint() < 0) {
            return null;
        }
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("number", status.checkpoint());
        members.put("ageSeconds", age.toNanos() / NANOS);
        members.put("seconds", status.checkpointNanos() / NANOS);
        members.put("pauseSeconds", status.checkpointPauseNanos() / NANOS);
        members.put("bytes", status.checkpointBytes());
        return members;
    }

    private static List<Map<String, @Nullable Object>> sources(Pipeline pipeline, LiveStatus status) {
        Map<String, List<LiveStatus.Lane>> tables = new LinkedHashMap<>();
        for (LiveStatus.Lane lane : status.lanes()) {
            tables.computeIfAbsent(lane.table(), table -> new ArrayList<>()).add(lane);
        }
        List<Map<String, @Nullable Object>> sources = new ArrayList<>();
        tables.forEach((table, lanes) -> {
            Map<String, @Nullable Object> source = new LinkedHashMap<>();
            source.put("table", table);
            source.put("rowsPerSecond", pipeline.runs().log().perSecond(moment -> readOf(moment, table)));
            source.put("backPressure", backPressure(pipeline, moment -> moment.blockedNanos(table)));
            source.put("lanes", lanes.stream().map(StatusDocument::lane).toList());
            sources.add(source);
        });
        return sources;
    }

    /** The share of the last seconds in which something was held up, between 0 and 1. */
    private static double backPressure(Pipeline pipeline, RunLog.Count blockedNanos) {
        return Math.min(1, pipeline.runs().log().perSecond(blockedNanos) / NANOS);
    }

    private static Map<String, @Nullable Object> breaker(LiveStatus.Guard guard) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("role", guard.isSink() ? "sink" : "source");
        members.put("table", guard.name());
        members.put("system", guard.breaker().system());
        members.put(
                "state", guard.breaker().state().name().toLowerCase(Locale.ROOT).replace('_', ' '));
        members.put("retries", guard.breaker().retries());
        return members;
    }

    private static long readOf(LiveStatus status, String table) {
        return status.lanes().stream()
                .filter(lane -> lane.table().equals(table))
                .mapToLong(LiveStatus.Lane::read)
                .sum();
    }

    private static Map<String, @Nullable Object> lane(LiveStatus.Lane lane) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("name", lane.name());
        members.put("read", lane.read());
        members.put("used", lane.used());
        members.put("late", lane.late());
        members.put("retired", lane.retired());
        members.put("rejected", lane.rejected());
        members.put("offset", lane.offset());
        members.put("lag", lane.lag());
        members.put("watermark", time(lane.watermark()));
        members.put("silentSeconds", lane.silentNanos() / NANOS);
        members.put("idle", lane.isIdle());
        members.put("ended", lane.ended());
        return members;
    }

    private static List<Map<String, @Nullable Object>> operators(Pipeline pipeline, LiveStatus status) {
        List<Map<String, @Nullable Object>> operators = new ArrayList<>();
        List<String> own =
                pipeline.runs().feeds().stream().map(ResultFeed::name).toList();
        for (LiveStatus.Operator operator : status.operators()) {
            if (own.contains(operator.sink())) {
                Map<String, @Nullable Object> members = new LinkedHashMap<>();
                members.put("sink", operator.sink());
                members.put("stage", operator.stage());
                members.put("kind", operator.kind());
                members.put("columns", operator.columns());
                members.put("rowsIn", operator.rowsIn());
                members.put("rowsPerSecond", pipeline.runs().log().perSecond(moment -> rowsInto(moment, operator)));
                members.put("stateBytes", operator.stateBytes());
                members.put("backPressure", backPressure(pipeline, moment -> moment.blockedNanos(operator)));
                operators.add(members);
            }
        }
        return operators;
    }

    private static long rowsInto(LiveStatus status, LiveStatus.Operator operator) {
        return status.operators().stream()
                .filter(one -> one.sink().equals(operator.sink()) && one.stage() == operator.stage())
                .mapToLong(LiveStatus.Operator::rowsIn)
                .sum();
    }

    private List<Map<String, @Nullable Object>> sinks(Pipeline pipeline, LiveStatus status) {
        List<Map<String, @Nullable Object>> sinks = new ArrayList<>();
        List<String> own =
                pipeline.runs().feeds().stream().map(ResultFeed::name).toList();
        for (LiveStatus.Sink sink : status.sinks()) {
            if (own.contains(sink.name())) {
                sinks.add(sink(pipeline, sink));
            }
        }
        return sinks;
    }

    private Map<String, @Nullable Object> sink(Pipeline pipeline, LiveStatus.Sink sink) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("name", sink.name());
        members.put("added", sink.added());
        members.put("revised", sink.revised());
        members.put("removed", sink.removed());
        members.put("rowsPerSecond", pipeline.runs().log().perSecond(moment -> shownBy(moment, sink.name())));
        members.put("watermark", time(sink.watermark()));
        RunLog.Holder holder = pipeline.runs().log().holder(sink.name());
        members.put("heldBy", holder == null ? null : holder.lane());
        members.put("heldSince", holder == null ? null : millis(clock.instant().minus(holder.age())));
        members.put("guarantee", sink.guarantee());
        return members;
    }

    private static long shownBy(LiveStatus status, String sink) {
        return status.sinks().stream()
                .filter(one -> one.name().equals(sink))
                .mapToLong(one -> one.added() + one.revised() + one.removed())
                .sum();
    }

    private static Map<String, @Nullable Object> leftOut(LeftOutFolders.Folder folder, @Nullable LiveStatus status) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("table", folder.table());
        members.put("kind", folder.kind().name().toLowerCase(Locale.ROOT));
        members.put("path", folder.path());
        members.put("rows", status == null ? 0 : shownBy(status, folder.sink()));
        members.put("readable", folder.isReadable());
        return members;
    }

    private static Instant millis(Instant time) {
        return time.truncatedTo(ChronoUnit.MILLIS);
    }

    /** As RFC 3339 has it; null for none yet, and {@code "end"} where all lanes have ended. */
    private static @Nullable String time(long nanos) {
        return nanos == Long.MIN_VALUE ? null : nanos == Long.MAX_VALUE ? "end" : iso(nanos);
    }

    private static String iso(long nanos) {
        return TimestampText.toString(nanos).replace(' ', 'T') + "Z";
    }
}
