package io.barograph.server.api;

import io.barograph.server.chart.ChartRequest;
import io.barograph.server.files.ConfinedCatalog;
import io.barograph.server.http.EventStream;
import io.barograph.server.http.Exchange;
import io.barograph.server.http.Problem;
import io.barograph.server.http.ProblemException;
import io.barograph.server.http.Route;
import io.barograph.server.pipeline.Pipeline;
import io.barograph.server.pipeline.Pipelines;
import io.barograph.server.pipeline.ResultFeed;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;

/** Pipelines over HTTP: made, looked at, told what to do, their results followed. */
public final class PipelineApi {
    /** Clients that follow results at once. */
    private static final int MOST_FOLLOWERS = 2_000;

    /** How long a request waits for what it asked for. */
    private static final long PATIENCE_MILLIS = TimeUnit.SECONDS.toMillis(30);

    private final Pipelines pipelines;
    private final ConfinedCatalog catalog;
    private final StatusDocument documents;
    private final AtomicInteger followers = new AtomicInteger();

    /**
     * @param catalog what clients' pipelines may read and write
     * @param clock the wall clock that times are told by
     */
    public PipelineApi(Pipelines pipelines, ConfinedCatalog catalog, Clock clock) {
        this.documents = new StatusDocument(clock);
        this.pipelines = pipelines;
        this.catalog = catalog;
    }

    /** Where it is reached. */
    public List<Route> routes() {
        return List.of(
                Route.of("GET", "/v1/pipelines", this::list),
                Route.of("POST", "/v1/pipelines", this::create)
                        .withText(SqlBody.MOST_BYTES)
                        .withParameters(List.of("name", "start")),
                Route.of("GET", "/v1/pipelines/{name}", this::get),
                Route.of("DELETE", "/v1/pipelines/{name}", this::delete),
                Route.of("POST", "/v1/pipelines/{name}/start", this::start),
                Route.of("POST", "/v1/pipelines/{name}/stop", this::stop),
                Route.of("POST", "/v1/pipelines/{name}/drain", this::drain),
                Route.of("POST", "/v1/pipelines/{name}/restart", this::restart),
                Route.of("POST", "/v1/pipelines/{name}/checkpoint", this::checkpoint),
                Route.of("GET", "/v1/pipelines/{name}/results", this::results)
                        .streamed()
                        .withParameters(Stream.concat(Stream.of("sink"), ChartRequest.PARAMETERS.stream())
                                .toList()));
    }

    /** How many follow results. */
    public int followers() {
        return followers.get();
    }

    private void list(Exchange exchange) {
        exchange.json(
                HttpStatus.OK_200,
                Map.of(
                        "pipelines",
                        pipelines.all().stream().map(documents::brief).toList()));
    }

    private void create(Exchange exchange) throws IOException {
        String name = exchange.parameter("name");
        if (name == null) {
            throw new ProblemException(
                    HttpStatus.BAD_REQUEST_400,
                    "MISSING_PARAMETER",
                    "give the name, and the SQL as the body: POST /v1/pipelines?name=hourly");
        }
        String start = exchange.parameter("start");
        if (start != null && !start.equals("true") && !start.equals("false")) {
            throw AnswerRequest.wrong("start is true or false, not '" + start + "'");
        }
        Pipeline made = pipelines.create(name, SqlBody.of(exchange), !"false".equals(start), catalog);
        exchange.response().getHeaders().put("Location", "/v1/pipelines/" + name);
        exchange.json(HttpStatus.CREATED_201, documents.brief(made));
    }

    private Pipeline of(Exchange exchange) {
        String name = exchange.path("name");
        Pipeline found = pipelines.named(name);
        if (found == null) {
            throw new ProblemException(
                    HttpStatus.NOT_FOUND_404,
                    "NO_PIPELINE",
                    "there is no pipeline of this name; there are: "
                            + String.join(
                                    ", ",
                                    pipelines.all().stream().map(Pipeline::name).toList()));
        }
        return found;
    }

    private void get(Exchange exchange) {
        exchange.json(HttpStatus.OK_200, documents.whole(of(exchange)));
    }

    private void delete(Exchange exchange) throws IOException {
        Pipeline pipeline = of(exchange);
        patiently(() -> pipelines.delete(pipeline, PATIENCE_MILLIS));
        exchange.nothing(HttpStatus.NO_CONTENT_204);
    }

    private void start(Exchange exchange) {
        Pipeline pipeline = of(exchange);
        pipeline.start();
        pipelines.setRuns(pipeline, true);
        exchange.json(HttpStatus.OK_200, documents.brief(pipeline));
    }

    private void stop(Exchange exchange) throws IOException {
        Pipeline pipeline = of(exchange);
        pipelines.setRuns(pipeline, false);
        pipeline.stop();
        answerBehind(exchange, pipeline);
    }

    private void drain(Exchange exchange) throws IOException {
        Pipeline pipeline = of(exchange);
        pipelines.setRuns(pipeline, false);
        pipeline.drain();
        answerBehind(exchange, pipeline);
    }

    /** 200 where it has ended, 202 where that takes longer than a request should. */
    private void answerBehind(Exchange exchange, Pipeline pipeline) throws IOException {
        boolean[] ended = new boolean[1];
        patiently(() -> ended[0] = pipeline.awaitEnd(PATIENCE_MILLIS));
        exchange.json(ended[0] ? HttpStatus.OK_200 : HttpStatus.ACCEPTED_202, documents.brief(pipeline));
    }

    private void restart(Exchange exchange) throws IOException {
        Pipeline pipeline = of(exchange);
        pipeline.stop();
        boolean[] ended = new boolean[1];
        patiently(() -> ended[0] = pipeline.awaitEnd(PATIENCE_MILLIS));
        if (!ended[0]) {
            throw new ProblemException(Problem.later(
                    HttpStatus.SERVICE_UNAVAILABLE_503, "STILL_STOPPING", "it is still stopping; then start it", 1));
        }
        pipeline.start();
        pipelines.setRuns(pipeline, true);
        exchange.json(HttpStatus.OK_200, documents.brief(pipeline));
    }

    private void checkpoint(Exchange exchange) throws IOException {
        Pipeline pipeline = of(exchange);
        long[] number = new long[1];
        patiently(() -> number[0] = pipeline.checkpoint(PATIENCE_MILLIS));
        exchange.json(HttpStatus.OK_200, Map.of("checkpoint", number[0]));
    }

    /** Something that waits. */
    @FunctionalInterface
    private interface Waiting {
        void run() throws InterruptedException;
    }

    private static void patiently(Waiting work) throws IOException {
        try {
            work.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the service is ending", e);
        }
    }

    private void results(Exchange exchange) {
        Pipeline pipeline = of(exchange);
        String wanted = exchange.parameter("sink");
        List<ResultFeed> feeds = pipeline.runs().feeds().stream()
                .filter(feed -> wanted == null || feed.name().equals(wanted))
                .toList();
        if (feeds.isEmpty()) {
            throw new ProblemException(
                    HttpStatus.NOT_FOUND_404,
                    "NO_RESULT",
                    "the pipeline has no result of this name; there are: "
                            + String.join(
                                    ", ",
                                    pipeline.runs().feeds().stream()
                                            .map(ResultFeed::name)
                                            .toList()));
        }
        ChartRequest chart = ChartRequest.of(exchange::parameter);
        if (!isStreamWanted(exchange.header("Accept"))) {
            exchange.json(
                    HttpStatus.OK_200,
                    Map.of(
                            "results",
                            feeds.stream()
                                    .map(feed -> chart == null ? feed.snapshot() : feed.picture(chart))
                                    .toList()));
            return;
        }
        if (chart != null) {
            feeds.forEach(feed -> feed.check(chart));
        }
        if (followers.incrementAndGet() > MOST_FOLLOWERS) {
            followers.decrementAndGet();
            throw new ProblemException(Problem.later(
                    HttpStatus.TOO_MANY_REQUESTS_429,
                    "TOO_MANY_FOLLOWERS",
                    MOST_FOLLOWERS + " clients follow results already",
                    60));
        }
        EventStream client = new EventStream(exchange, one -> feeds.forEach(feed -> feed.show(one)), one -> {
            followers.decrementAndGet();
            feeds.forEach(feed -> feed.remove(one));
        });
        feeds.forEach(chart == null ? feed -> feed.add(client) : feed -> feed.add(client, chart));
    }

    /** Whoever asks for JSON gets the rows as they are now, and that was it. */
    private static boolean isStreamWanted(@Nullable String accept) {
        return accept == null || !accept.contains("application/json");
    }
}
