package io.barograph.cli;

import io.barograph.cli.live.LiveScreen;
import io.barograph.cli.render.Counted;
import io.barograph.cli.render.Durations;
import io.barograph.core.text.TimestampText;
import io.barograph.local.live.LiveStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a live run is doing, as some lines at the end of a terminal's screen; nothing where there is none. */
final class LiveStatusBlock implements AutoCloseable {
    private static final long REDRAW_NANOS = 500_000_000L;

    private final @Nullable LiveScreen screen;
    private LiveScreen.@Nullable Pane pane;
    private long shownAt = Long.MIN_VALUE;
    private long readBefore;
    private long elapsedBefore;
    private double rate;

    /** @param screen to draw on, or null for none */
    LiveStatusBlock(@Nullable LiveScreen screen) {
        this.screen = screen;
    }

    /** Shows a status, unless the last one is on the screen since a moment ago. */
    void show(LiveStatus status) {
        if (screen == null || shownAt != Long.MIN_VALUE && status.elapsedNanos() - shownAt < REDRAW_NANOS) {
            return;
        }
        shownAt = status.elapsedNanos();
        long nanos = status.elapsedNanos() - elapsedBefore;
        rate = nanos <= 0 ? rate : (status.read() - readBefore) * 1e9 / nanos;
        readBefore = status.read();
        elapsedBefore = status.elapsedNanos();
        if (pane == null) {
            // Beneath the panes of all sinks, which are open when there is a status.
            pane = screen.newSmallPane();
        }
        int width = screen.width() - 1;
        List<String> lines = new ArrayList<>();
        lines(status, rate).forEach(line -> lines.add(cut(line, width)));
        lines.addAll(wrapped(status.health(), width));
        pane.show(String.join("\n", lines));
        screen.draw();
    }

    /** A line's beginning, without the comma behind which nothing follows any more. */
    static String cut(String line, int width) {
        return line.length() <= width
                ? line
                : line.substring(0, Math.max(0, width)).replaceAll("[,;: ]+$", "");
    }

    /** Whole seconds in words. */
    private static String seconds(long nanos) {
        return nanos < 1_000_000_000L ? "0 s" : Durations.text(nanos / 1_000_000_000L * 1_000_000_000L);
    }

    /** What is wrong, to be read to its end. */
    static List<String> wrapped(String health, int width) {
        List<String> lines = new ArrayList<>();
        String rest = health.isEmpty() ? "" : "! " + health;
        while (rest.length() > width) {
            int space = rest.lastIndexOf(' ', width);
            int end = space > 2 ? space : width;
            lines.add(rest.substring(0, end));
            rest = "  " + rest.substring(end).strip();
        }
        if (!rest.isEmpty()) {
            lines.add(rest);
        }
        return lines;
    }

    /** The lines of a status but for what is wrong. */
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
                    "from %s: %s%s, read %,d%s, lag %,d, late %,d%s, rejected %,d",
                    table,
                    Counted.of(lanes.size(), "lane"),
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
                    "into %s: %s, %,d revised, %,d removed; watermark %s%s",
                    sink.name(),
                    Counted.of(sink.added(), "row"),
                    sink.revised(),
                    sink.removed(),
                    time(sink.watermark()),
                    holder(sink.heldBy(), status)));
        }
        LiveStatus.Goal goal = status.goal();
        if (goal != null && status.end() == null) {
            lines.add("until " + time(goal.time()) + ": " + goal.sink() + " is complete up to " + time(goal.reached())
                    + holder(goal.heldBy(), status));
        }
        lines.add(String.format(
                Locale.ROOT,
                "checkpoint %s, state %,.1f MiB, running %s",
                status.checkpoint() < 0
                        ? "none yet"
                        : String.format(
                                Locale.ROOT,
                                "%d, %s (%.0f ms, results waited %.0f ms, %,.1f KiB)",
                                status.checkpoint(),
                                ago(status.checkpointAgeNanos()),
                                status.checkpointNanos() / 1e6,
                                status.checkpointPauseNanos() / 1e6,
                                status.checkpointBytes() / 1024.0),
                status.stateBytes() / 1048576.0,
                seconds(status.elapsedNanos())));
        return lines;
    }

    private static String holder(String name, LiveStatus status) {
        return status.lanes().stream()
                .filter(lane -> lane.name().equals(name) && !lane.ended())
                .findFirst()
                .map(lane -> ", held by " + lane.name()
                        + (lane.silentNanos() > 2_000_000_000L
                                ? ", silent for " + lane.silentNanos() / 1_000_000_000L + " s"
                                : ""))
                .orElse("");
    }

    private static String ago(long nanos) {
        return nanos < 1_000_000_000L ? "just now" : seconds(nanos) + " ago";
    }

    private static String time(long nanos) {
        return nanos == Long.MIN_VALUE
                ? "none yet"
                : nanos == Long.MAX_VALUE ? "at the end" : TimestampText.toString(nanos);
    }

    private static String why(LiveStatus.End end, LiveStatus.@Nullable Goal goal) {
        return switch (end) {
            case ENDED -> "ended: all lanes have, and every window is shown";
            case REACHED ->
                "ended: all results up to " + (goal == null ? "" : time(goal.time()))
                        + " are written; the next run goes on";
            case CAUGHT_UP -> "ended: what there was is read; the next run goes on";
            case CANCELLED -> "ended: it was told to stop; the next run goes on";
            case DONE -> "nothing to do: an earlier run has read all that there is";
        };
    }

    /** What a run did and why it ended: a line per table written, then law 4's equation. */
    static String summary(LiveStatus status) {
        StringBuilder text = new StringBuilder();
        for (LiveStatus.Sink sink : status.sinks()) {
            text.append(String.format(
                    Locale.ROOT,
                    "%s: %s, %,d revised, %,d removed (%s)\n",
                    sink.name(),
                    Counted.of(sink.added(), "row"),
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
        LiveStatus.End end = status.end();
        if (end != null) {
            text.append(why(end, status.goal())).append('\n');
        }
        if (status.retired() > 0) {
            text.append(String.format(
                    Locale.ROOT,
                    "diverged: %,d of the late rows %s accepted, but came for windows that 'retain' had let go; a batch run"
                            + " would have used %s\n",
                    status.retired(),
                    status.retired() == 1 ? "was" : "were",
                    status.retired() == 1 ? "it" : "them"));
        }
        if (!status.health().isEmpty()) {
            text.append("! ").append(status.health()).append('\n');
        }
        status.undefined()
                .forEach((expression, count) -> text.append(
                        String.format(Locale.ROOT, "%,d × undefined and taken as NULL: %s\n", count, expression)));
        return text.toString();
    }

    /** Wipes the lines. */
    @Override
    public void close() {
        if (screen != null && pane != null) {
            pane.show("");
            screen.draw();
        }
    }
}
