package io.barograph.server.pipeline;

import io.barograph.core.error.BarographException;
import io.barograph.server.chart.ChartRequest;
import io.barograph.server.http.EventStream;
import io.barograph.server.http.Json;
import io.barograph.server.http.Problem;
import io.barograph.server.http.ProblemException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;

/**
 * Those who look at charts of one result. Who asks for the same chart is given the same bytes; a picture is drawn when the rows have
 * changed, at its {@link DrawingPace}. Not thread-safe.
 */
final class ChartFeed {
    /** Different charts of one result at once. */
    private static final int MOST_CHARTS = 64;

    private static final long UNDRAWN = Long.MIN_VALUE;
    private static final ThreadMXBean PROCESSOR = ManagementFactory.getThreadMXBean();

    private final Function<ChartRequest, Map<String, @Nullable Object>> pictures;
    private final LongSupplier version;
    private final Map<ChartRequest, Chart> charts = new LinkedHashMap<>();

    /** A picture, and who looks at it. */
    private static final class Chart {
        /** A client that is gone leaves while others are told. */
        final List<EventStream> clients = new CopyOnWriteArrayList<>();

        byte[] event = {};
        long version = UNDRAWN;
        final DrawingPace pace = new DrawingPace();
    }

    /**
     * @param pictures draws one, as the rows are now
     * @param version of the rows as they are now
     */
    ChartFeed(Function<ChartRequest, Map<String, @Nullable Object>> pictures, LongSupplier version) {
        this.pictures = pictures;
        this.version = version;
    }

    /** @throws ProblemException where it is one too many */
    void check(ChartRequest request) {
        if (!charts.containsKey(request) && charts.size() >= MOST_CHARTS) {
            throw new ProblemException(Problem.later(
                    HttpStatus.TOO_MANY_REQUESTS_429,
                    "TOO_MANY_CHARTS",
                    MOST_CHARTS + " different charts of this result are looked at already",
                    60));
        }
    }

    void add(EventStream client, ChartRequest request) {
        Chart chart = charts.computeIfAbsent(request, unseen -> new Chart());
        chart.clients.add(client);
        draw(request, chart);
        client.offer(chart.event);
    }

    /** Gives one who looks at a chart the picture as it is now; false for one who does not. */
    boolean show(EventStream client) {
        for (Map.Entry<ChartRequest, Chart> entry : charts.entrySet()) {
            if (entry.getValue().clients.contains(client)) {
                draw(entry.getKey(), entry.getValue());
                client.offer(entry.getValue().event);
                return true;
            }
        }
        return false;
    }

    void remove(EventStream client) {
        charts.values().removeIf(chart -> chart.clients.remove(client) && chart.clients.isEmpty());
    }

    /** Shows pictures anew whose rows have changed. */
    void tick() {
        long now = System.nanoTime();
        List.copyOf(charts.entrySet()).forEach(entry -> {
            Chart chart = entry.getValue();
            if (chart.pace.isDue(now) && draw(entry.getKey(), chart)) {
                chart.clients.forEach(client -> client.offer(chart.event));
            }
        });
    }

    /** Draws a picture where its rows have changed, and tells whether they have. */
    private boolean draw(ChartRequest request, Chart chart) {
        long begun = System.nanoTime();
        long work = PROCESSOR.getCurrentThreadCpuTime();
        long current = version.getAsLong();
        if (chart.version == current) {
            return false;
        }
        chart.event = EventStream.event("chart", Json.bytes(members(request)));
        chart.version = current;
        chart.pace.drawn(begun, PROCESSOR.getCurrentThreadCpuTime() - work);
        return true;
    }

    private Map<String, @Nullable Object> members(ChartRequest request) {
        try {
            return pictures.apply(request);
        } catch (BarographException e) {
            // The result has other columns than when the chart was asked for.
            Map<String, @Nullable Object> members = new LinkedHashMap<>();
            members.put("problem", e.getMessage());
            return members;
        }
    }

    void beat() {
        List.copyOf(charts.values()).forEach(chart -> chart.clients.forEach(EventStream::beat));
    }

    void end() {
        List.copyOf(charts.values()).forEach(chart -> chart.clients.forEach(EventStream::end));
        charts.clear();
    }
}
