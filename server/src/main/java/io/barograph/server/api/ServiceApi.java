package io.barograph.server.api;

import io.barograph.server.http.Exchange;
import io.barograph.server.http.Route;
import io.barograph.server.pipeline.Pipeline;
import io.barograph.server.pipeline.Pipelines;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;

/** The service itself over HTTP: how it is doing, whether it is well, and what its API is. */
public final class ServiceApi {
    private final Pipelines pipelines;
    private final Queries queries;
    private final PipelineApi followed;
    private final BooleanSupplier isReady;
    /** For so long after its start a service waits for its tables. */
    private static final long MOST_STARTING_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Clock clock;
    private final StatusDocument documents;
    private final Instant started;
    private final long startedNanos = System.nanoTime();

    /**
     * @param isReady whether it takes requests, and is not about to end
     * @param clock the wall clock that times are told by
     */
    public ServiceApi(
            Pipelines pipelines, Queries queries, PipelineApi followed, BooleanSupplier isReady, Clock clock) {
        this.clock = clock;
        this.documents = new StatusDocument(clock);
        this.started = clock.instant();
        this.pipelines = pipelines;
        this.queries = queries;
        this.followed = followed;
        this.isReady = isReady;
    }

    /** Where it is reached. */
    public List<Route> routes() {
        return List.of(
                Route.of("GET", "/v1/status", this::status),
                Route.open("GET", "/v1/openapi.json", ServiceApi::description),
                Route.open("GET", "/health/live", exchange -> exchange.json(HttpStatus.OK_200, Map.of("live", true))),
                Route.open("GET", "/health/ready", this::ready));
    }

    private void status(Exchange exchange) {
        Runtime runtime = Runtime.getRuntime();
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("time", clock.instant());
        members.put("started", started);
        members.put("ready", isReady.getAsBoolean());
        members.put("queriesRunning", queries.running());
        members.put("followers", followed.followers());
        members.put("heapBytes", runtime.totalMemory() - runtime.freeMemory());
        members.put("heapMostBytes", runtime.maxMemory());
        members.put("pipelines", pipelines.all().stream().map(documents::of).toList());
        exchange.json(HttpStatus.OK_200, members);
    }

    /** Not where a pipeline has failed for good: then somebody has to look. Nor before tables take the rows that are sent to them. */
    private void ready(Exchange exchange) {
        long failed = count(pipeline -> pipeline.phase() == Pipeline.Phase.FAILED);
        // One that cannot begin, because a server is away, is no reason to keep all others waiting.
        long starting = System.nanoTime() - startedNanos > MOST_STARTING_NANOS ? 0 : count(ServiceApi::isStarting);
        boolean ready = isReady.getAsBoolean() && failed == 0 && starting == 0;
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("ready", ready);
        members.put("failed", failed);
        members.put("starting", starting);
        exchange.json(ready ? HttpStatus.OK_200 : HttpStatus.SERVICE_UNAVAILABLE_503, members);
    }

    private long count(Predicate<Pipeline> condition) {
        return pipelines.all().stream().filter(condition).count();
    }

    private static boolean isStarting(Pipeline pipeline) {
        return pipeline.phase() == Pipeline.Phase.STARTING
                && !pipeline.runs().program().pushed().isEmpty();
    }

    private static void description(Exchange exchange) throws IOException {
        try (InputStream in = Objects.requireNonNull(
                ServiceApi.class.getResourceAsStream("openapi.json"), "the jar has the API's description")) {
            exchange.bytes(HttpStatus.OK_200, "application/json; charset=utf-8", in.readAllBytes());
        }
    }
}
