package io.barograph.server.api;

import io.barograph.core.column.Schema;
import io.barograph.core.engine.Cancellation;
import io.barograph.core.engine.ResultSink;
import io.barograph.core.engine.RunOptions;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.plan.Query;
import io.barograph.core.source.Catalog;
import io.barograph.formats.output.TextRows;
import io.barograph.local.LocalEngine;
import io.barograph.server.chart.AnswerPicture;
import io.barograph.server.chart.ChartRequest;
import io.barograph.server.http.Exchange;
import io.barograph.server.http.Json;
import io.barograph.server.http.NotedStream;
import io.barograph.server.http.Problem;
import io.barograph.server.http.ProblemException;
import io.barograph.server.http.Route;
import io.barograph.server.log.ServiceLog;
import io.barograph.server.pipeline.Pipeline;
import io.barograph.server.pipeline.Pipelines;
import io.barograph.server.pipeline.Program;
import io.barograph.sql.Script;
import io.barograph.sql.Session;
import io.barograph.sql.Statement;
import io.barograph.sql.TableSummary;
import io.barograph.sql.ValueFinder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** Answers queries over tables at rest: files, journals, what pipelines declare and what they show. Reads only; each within its limits. */
public final class Queries implements AutoCloseable {
    private static final int LAST_WORD_SECONDS = 15;

    private final Catalog catalog;
    private final Pipelines pipelines;
    private final QueryLimits limits;
    private final Semaphore free;
    private final Set<Cancellation> running = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService timer;
    private final ServiceLog log;
    private volatile boolean isEnding;

    /**
     * @param timer ends queries that take too long
     * @param log is told of answers that lack something
     */
    public Queries(
            Catalog catalog, Pipelines pipelines, QueryLimits limits, ScheduledExecutorService timer, ServiceLog log) {
        this.catalog = catalog;
        this.pipelines = pipelines;
        this.limits = limits;
        this.free = new Semaphore(limits.atOnce());
        this.timer = timer;
        this.log = log;
    }

    /** Where they are asked. */
    public List<Route> routes() {
        return List.of(
                Route.of("GET", "/v1/query", this::get).streamed().withParameters(AnswerRequest.PARAMETERS),
                Route.of("POST", "/v1/query", this::post)
                        .withText(SqlBody.MOST_BYTES)
                        .withParameters(AnswerRequest.PARAMETERS));
    }

    /** Ends those that run, and waits a little until those who asked have been told. Called once. */
    @Override
    public void close() {
        isEnding = true;
        running.forEach(Cancellation::request);
        try {
            if (!free.tryAcquire(limits.atOnce(), LAST_WORD_SECONDS, TimeUnit.SECONDS)) {
                log.warn("queries did not end in time", Map.of("running", running()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** How many are being answered. */
    public int running() {
        return limits.atOnce() - free.availablePermits();
    }

    private void get(Exchange exchange) throws IOException {
        String sql = exchange.parameter("sql");
        if (sql == null) {
            throw missing();
        }
        answer(exchange, sql);
    }

    private static ProblemException missing() {
        return new ProblemException(
                HttpStatus.BAD_REQUEST_400,
                "MISSING_PARAMETER",
                "give the query: /v1/query?sql=SELECT…, or as the body of a POST");
    }

    private void post(Exchange exchange) throws IOException {
        String sql = exchange.parameter("sql");
        if (exchange.body().isEmpty()) {
            if (sql == null) {
                throw missing();
            }
            answer(exchange, sql);
        } else if (sql == null) {
            answer(exchange, SqlBody.of(exchange));
        } else {
            throw AnswerRequest.wrong("SQL stands in the address and in the body: leave one of both out");
        }
    }

    private void answer(Exchange exchange, String sql) throws IOException {
        AnswerRequest wanted = AnswerRequest.of(exchange);
        if (isEnding) {
            throw ending();
        }
        if (!free.tryAcquire()) {
            throw new ProblemException(Problem.later(
                    HttpStatus.TOO_MANY_REQUESTS_429,
                    "TOO_MANY_QUERIES",
                    limits.atOnce() + " queries are being answered, as many as the configuration allows at once"
                            + " ('queries.at-once'); try again in a second",
                    1));
        }
        // Not before the last byte has been taken, or a service that ends would cut it off.
        Request.addCompletionListener(exchange.request(), failure -> free.release());
        Cancellation cancellation = new Cancellation();
        AtomicBoolean timedOut = new AtomicBoolean();
        ScheduledFuture<?> end = timer.schedule(
                () -> {
                    timedOut.set(true);
                    cancellation.request();
                    if (exchange.response().isCommitted()) {
                        // It may be the client that takes so long, for whom a thread waits.
                        exchange.abandon(new TimeoutException("the query's answer took too long"));
                    }
                },
                limits.time().toMillis(),
                TimeUnit.MILLISECONDS);
        exchange.request().addFailureListener(gone -> cancellation.request());
        running.add(cancellation);
        if (isEnding) {
            cancellation.request();
        }
        try {
            RunOptions options = RunOptions.defaults()
                    .withThreads(limits.threads())
                    .withMemoryBytes(limits.memoryBytes())
                    .withCancellation(cancellation);
            ResultCatalog tables = new ResultCatalog(catalog, pipelines);
            AnswerNotes notes = new AnswerNotes(tables);
            BiConsumer<Query, ResultSink> run =
                    (query, sink) -> notes.add(new LocalEngine(tables).run(query, sink, options));
            Statement statement = bind(sql, tables, ValueFinder.by(run));
            if (wanted.chart() != null) {
                draw(exchange, statement, wanted.chart(), run, notes);
            } else {
                answer(exchange, statement, tables, wanted, options, run, notes);
            }
            notes.tell(log);
        } catch (BarographException e) {
            if (timedOut.get() && e.code() == ErrorCode.CANCELLED) {
                throw new ProblemException(
                        HttpStatus.GATEWAY_TIMEOUT_504,
                        "TIMED_OUT",
                        "the query took longer than " + limits.time().toSeconds()
                                + " s, the most that this service gives: read less, or raise 'queries.time' in the"
                                + " configuration");
            }
            throw isEnding && e.code() == ErrorCode.CANCELLED ? ending() : e;
        } finally {
            running.remove(cancellation);
            end.cancel(false);
        }
    }

    private static ProblemException ending() {
        return new ProblemException(Problem.later(
                HttpStatus.SERVICE_UNAVAILABLE_503, "ENDING", "the service is ending; ask again when it is back", 5));
    }

    /** The last statement, bound behind those before it and what pipelines declare. */
    private Statement bind(String sql, Catalog tables, ValueFinder values) {
        Session session = new Session(tables, values, table -> {
            throw readsOnly();
        });
        for (String declaration : declarations()) {
            session.read(declaration, null).pieces().forEach(session::bind);
        }
        Statement last = null;
        Script script = session.read(sql, null);
        for (Script.Piece piece : script.pieces()) {
            try {
                last = session.bind(piece);
                if (last instanceof Statement.Insert) {
                    throw readsOnly();
                }
            } catch (BarographException e) {
                throw piece.located(e);
            }
        }
        if (last == null) {
            throw new BarographException(ErrorCode.SYNTAX_ERROR, "there is no statement");
        }
        return last;
    }

    private static BarographException readsOnly() {
        return new BarographException(
                ErrorCode.NOT_SUPPORTED,
                "queries only read; what writes is a pipeline: POST /v1/pipelines, or baro run for tables at rest");
    }

    /** What pipelines declare, but for names that two of them give to different things. */
    private List<String> declarations() {
        Map<String, String> texts = new HashMap<>();
        Map<String, Boolean> clear = new HashMap<>();
        List<Program.Declaration> all = new ArrayList<>();
        for (Pipeline pipeline : pipelines.all()) {
            for (Program.Declaration declaration : pipeline.runs().program().declarations()) {
                for (String name : declaration.names()) {
                    String before = texts.putIfAbsent(name, declaration.text());
                    clear.merge(name, before == null || before.equals(declaration.text()), Boolean::logicalAnd);
                }
                if (all.stream().noneMatch(other -> other.text().equals(declaration.text()))) {
                    all.add(declaration);
                }
            }
        }
        return all.stream()
                .filter(declaration -> declaration.names().stream().allMatch(name -> clear.getOrDefault(name, true)))
                .map(Program.Declaration::text)
                .toList();
    }

    private void answer(
            Exchange exchange,
            Statement statement,
            ResultCatalog tables,
            AnswerRequest wanted,
            RunOptions options,
            BiConsumer<Query, ResultSink> run,
            AnswerNotes notes)
            throws IOException {
        if (statement instanceof Statement.Select select) {
            rows(exchange, wanted, select.query(), run, notes);
        } else if (statement instanceof Statement.Summarize summarize) {
            rows(exchange, wanted, TableSummary.query(summarize.table(), tables), run, notes);
        } else if (statement instanceof Statement.Explain explain) {
            Explanation.answer(exchange, explain, tables, options, run, notes);
        } else if (statement instanceof Statement.Describe describe) {
            texts(exchange, wanted, columns(describe.table().schema()), notes);
        } else if (statement instanceof Statement.DescribeQuery describe) {
            texts(exchange, wanted, columns(describe.query().root().schema()), notes);
        } else if (statement instanceof Statement.ShowTables shown) {
            TextRows rows = new TextRows("table");
            shown.names().forEach(rows::add);
            texts(exchange, wanted, rows, notes);
        } else {
            throw new BarographException(
                    ErrorCode.NOT_SUPPORTED, "a query ends with SELECT, EXPLAIN, DESCRIBE, SUMMARIZE or SHOW TABLES");
        }
    }

    private void rows(
            Exchange exchange, AnswerRequest wanted, Query query, BiConsumer<Query, ResultSink> run, AnswerNotes notes)
            throws IOException {
        stream(exchange, wanted, notes, sink -> run.accept(query, LimitedSink.of(sink, limits.rows())));
    }

    /** A picture of all rows of the answer, of which there may be more than are ever answered one by one. */
    private static void draw(
            Exchange exchange,
            Statement statement,
            ChartRequest request,
            BiConsumer<Query, ResultSink> run,
            AnswerNotes notes)
            throws IOException {
        if (!(statement instanceof Statement.Select select)) {
            throw new BarographException(
                    ErrorCode.INVALID_ARGUMENT, "a chart is drawn of a SELECT: leave 'chart' out for other statements");
        }
        AnswerPicture picture = new AnswerPicture(request);
        run.accept(select.query(), picture);
        NotedStream out = new NotedStream(exchange.stream(AnswerType.JSON.sent()), exchange, notes::early);
        Map<String, @Nullable Object> members = new LinkedHashMap<>(picture.members());
        members.put("notes", notes.all());
        out.write(Json.bytes(members));
        out.complete(notes.late());
    }

    private static TextRows columns(Schema schema) {
        TextRows rows = new TextRows("column", "type");
        schema.fields().forEach(field -> rows.add(field.name(), field.type().name()));
        return rows;
    }

    private static void texts(Exchange exchange, AnswerRequest wanted, TextRows rows, AnswerNotes notes)
            throws IOException {
        stream(exchange, wanted, notes, rows::writeTo);
    }

    private static void stream(Exchange exchange, AnswerRequest wanted, AnswerNotes notes, Consumer<ResultSink> answer)
            throws IOException {
        NotedStream out = new NotedStream(exchange.stream(wanted.type().sent()), exchange, notes::early);
        answer.accept(wanted.type().format().open(out));
        if (wanted.endsWithNotes()) {
            out.write(Json.bytes(Map.of("notes", notes.all())));
            out.write('\n');
        }
        out.complete(notes.late());
    }
}
