package io.barograph.cli;

import io.barograph.cli.render.Durations;
import io.barograph.core.text.TimestampText;
import io.barograph.local.live.LiveStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How a live run is doing, as some lines on a terminal's standard error that are drawn over themselves; nothing elsewhere. */
final class LiveStatusBlock implements AutoCloseable {
    private static final long REDRAW_NANOS = 500_000_000L;
    private static final String ESCAPE = "\u001b[";

    private final Console console;
    private final boolean draws;
    private int drawn;
    private long shownAt = Long.MIN_VALUE;
    private long readBefore;
    private long elapsedBefore;
    private double rate;

    LiveStatusBlock(Console console, boolean draws) {
        this.console = console;
        this.draws = draws && console.terminals().err();
    }

    /** Shows a status, unless the last one is on the screen since a moment ago. */
    void show(LiveStatus status) {
        if (!draws || shownAt != Long.MIN_VALUE && status.elapsedNanos() - shownAt < REDRAW_NANOS) {
            return;
        }
        shownAt = status.elapsedNanos();
        long nanos = status.elapsedNanos() - elapsedBefore;
        rate = nanos <= 0 ? rate : (status.read() - readBefore) * 1e9 / nanos;
        readBefore = status.read();
        elapsedBefore = status.elapsedNanos();
        List<String> lines = lines(status, rate);
        StringBuilder text = new StringBuilder(wipe());
        lines.forEach(line -> text.append(line, 0, Math.min(line.length(), console.width() - 1))
                .append('\n'));
        drawn = lines.size();
        console.err().print(text);
        console.err().flush();
    }

    private String wipe() {
        return drawn == 0 ? "" : ESCAPE + drawn + "A" + ESCAPE + "J";
    }

    /** The lines of a status. */
    static List<String> lines(LiveStatus status, double rate) {
        List<String> lines = new ArrayList<>();
        Map<String, List<LiveStatus.Lane>> tables = new LinkedHashMap<>();
        status.lanes()
                .forEach(lane -> tables.computeIfAbsent(lane.table(), table -> new ArrayList<>())
                        .add(lane));
        tables.forEach((table, lanes) -> {
            long read = lanes.stream().mapToLong(LiveStatus.Lane::read).sum();
            long retired = lanes.stream().mapToLong(LiveStatus.Lane::retired).sum();
            long late = lanes.stream().mapToLong(LiveStatus.Lane::late).sum();
            long rejected = lanes.stream().mapToLong(LiveStatus.Lane::rejected).sum();
            long lag = lanes.stream().mapToLong(LiveStatus.Lane::lag).sum();
            long idle = lanes.stream().filter(LiveStatus.Lane::isIdle).count();
            lines.add(String.format(
                    Locale.ROOT,
                    "from %s: %d lane%s%s, read %,d%s, lag %,d, late %,d%s, rejected %,d",
                    table,
                    lanes.size(),
                    lanes.size() == 1 ? "" : "s",
                    idle == 0 ? "" : " (" + idle + " idle)",
                    read,
                    tables.size() == 1 ? String.format(Locale.ROOT, " (%,.0f rows/s)", rate) : "",
                    lag,
                    late,
                    retired == 0 ? "" : String.format(Locale.ROOT, " (DIVERGED: %,d retired)", retired),
                    rejected));
        });
        for (LiveStatus.Sink sink : status.sinks()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "into %s: %,d rows, %,d revised, %,d removed; watermark %s%s",
                    sink.name(),
                    sink.added(),
                    sink.revised(),
                    sink.removed(),
                    time(sink.watermark()),
                    holder(sink, status)));
        }
        lines.add(String.format(
                Locale.ROOT,
                "checkpoint %s, state %,.1f MiB, running %s",
                status.checkpoint() < 0
                        ? "none yet"
                        : String.format(
                                Locale.ROOT,
                                "%d, %s ago (%.0f ms, %,.1f KiB)",
                                status.checkpoint(),
                                Durations.text(status.checkpointAgeNanos() / 1_000_000_000L * 1_000_000_000L),
                                status.checkpointNanos() / 1e6,
                                status.checkpointBytes() / 1024.0),
                status.stateBytes() / 1048576.0,
                Durations.text(status.elapsedNanos() / 1_000_000_000L * 1_000_000_000L)));
        if (!status.health().isEmpty()) {
            lines.add("! " + status.health());
        }
        return lines;
    }

    private static String holder(LiveStatus.Sink sink, LiveStatus status) {
        return status.lanes().stream()
                .filter(lane -> lane.name().equals(sink.heldBy()) && !lane.ended())
                .findFirst()
                .map(lane -> ", held by " + lane.name()
                        + (lane.silentNanos() > 2_000_000_000L
                                ? ", silent for " + lane.silentNanos() / 1_000_000_000L + " s"
                                : ""))
                .orElse("");
    }

    private static String time(long nanos) {
        return nanos == Long.MIN_VALUE
                ? "none yet"
                : nanos == Long.MAX_VALUE ? "at the end" : TimestampText.toString(nanos);
    }

    /** What a run did: a line per table written, then law 4's equation. */
    static String summary(LiveStatus status) {
        StringBuilder text = new StringBuilder();
        for (LiveStatus.Sink sink : status.sinks()) {
            text.append(String.format(
                    Locale.ROOT,
                    "%s: %,d rows, %,d revised, %,d removed (%s)\n",
                    sink.name(),
                    sink.added(),
                    sink.revised(),
                    sink.removed(),
                    sink.guarantee()));
        }
        long held = status.lanes().stream().mapToLong(LiveStatus.Lane::held).sum();
        text.append(String.format(
                Locale.ROOT,
                "read %,d = used %,d + late %,d + rejected %,d + duplicate 0%s; checkpoint %d, %.2f s\n",
                status.read(),
                status.used(),
                status.late(),
                status.rejected(),
                held == 0 ? "" : String.format(Locale.ROOT, " + held %,d until the next row", held),
                status.checkpoint(),
                status.elapsedNanos() / 1e9));
        if (status.retired() > 0) {
            text.append(String.format(
                    Locale.ROOT,
                    "diverged: %,d of the late rows %s accepted, but came for windows that 'retain' had let go; a batch run"
                            + " would have used %s\n",
                    status.retired(),
                    status.retired() == 1 ? "was" : "were",
                    status.retired() == 1 ? "it" : "them"));
        }
        status.undefined()
                .forEach((expression, count) -> text.append(
                        String.format(Locale.ROOT, "%,d × undefined and taken as NULL: %s\n", count, expression)));
        return text.toString();
    }

    /** Wipes the lines. */
    @Override
    public void close() {
        if (drawn > 0) {
            console.err().print(wipe());
            console.err().flush();
        }
    }
}
