package io.barograph.server;

import io.barograph.connectors.http.PushedTables;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.formats.LiveConnectors;
import io.barograph.server.api.PipelineApi;
import io.barograph.server.api.Queries;
import io.barograph.server.api.ServiceApi;
import io.barograph.server.api.TableApi;
import io.barograph.server.files.ConfinedCatalog;
import io.barograph.server.files.DataFolders;
import io.barograph.server.http.Guard;
import io.barograph.server.http.PageFiles;
import io.barograph.server.http.RateLimit;
import io.barograph.server.http.Route;
import io.barograph.server.http.Router;
import io.barograph.server.http.TextBodies;
import io.barograph.server.log.ServiceLog;
import io.barograph.server.metrics.ServiceMetrics;
import io.barograph.server.pipeline.Pipelines;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The service: it listens from the moment that it is there until it is closed, which takes the last checkpoints. */
public final class BarographServer implements AutoCloseable {
    private static final int MOST_THREADS = 64;
    private static final int MOST_CONNECTIONS = 4096;
    private static final int MOST_PORT = 65_535;
    /** Whoever sends too slowly is answered with a status; his connection stays open for so long to take it. */
    private static final Duration LAST_WORD = Duration.ofSeconds(5);

    private static final int HEADER_BYTES = 32 << 10;
    /** Twice as often as charts are drawn: whichever way readings and ticks fall, none waits for long. */
    private static final long TICK_MILLIS = 50;

    /** Whoever may name all connectors. */
    private static final Set<String> ANY = Set.of("*");

    /** What draws the page's charts: uPlot, as its WebJar has it. */
    private static final Map<String, String> CHARTS = Map.of(
            "/lib/uplot.js", "/META-INF/resources/webjars/uplot/1.6.30/dist/uPlot.iife.min.js",
            "/lib/uplot.css", "/META-INF/resources/webjars/uplot/1.6.30/dist/uPlot.min.css");

    private final ServerConfig config;
    private final ServiceLog log;
    private final Pipelines pipelines;
    private final Queries queries;
    private final Server server;
    private final ServerConnector connector;
    private final ScheduledExecutorService timer;
    private final PushedTables.Served served;
    private final List<Route> routes = new ArrayList<>();
    private volatile boolean isReady;

    private BarographServer(ServerConfig config, ServiceLog log, Clock clock) {
        this.config = config;
        this.log = log;
        DataFolders folders = new DataFolders(config.files());
        folders.allow(config.data());
        LiveConnectors live = new LiveConnectors();
        ConfinedCatalog ofClients = new ConfinedCatalog(folders, config.connectors());
        this.pipelines = new Pipelines(config.data().resolve("pipelines"), folders, live, config.limits(), log);
        this.timer = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "barograph-timer");
            thread.setDaemon(true);
            return thread;
        });
        this.queries = new Queries(new ConfinedCatalog(folders, ANY), pipelines, config.queries(), timer, log);
        PipelineApi ofPipelines = new PipelineApi(pipelines, ofClients, clock);
        routes.addAll(queries.routes());
        routes.addAll(ofPipelines.routes());
        routes.addAll(new TableApi(pipelines, config.token() != null).routes());
        routes.addAll(new ServiceApi(pipelines, queries, ofPipelines, () -> isReady, clock).routes());
        ServiceMetrics metrics = new ServiceMetrics(pipelines, queries::running, ofPipelines::followers);
        routes.addAll(metrics.routes());
        QueuedThreadPool threads = new QueuedThreadPool(MOST_THREADS);
        threads.setName("barograph-serve");
        threads.setDaemon(true);
        this.server = new Server(threads);
        this.connector = connector();
        server.addConnector(connector);
        server.addBean(new NetworkConnectionLimit(MOST_CONNECTIONS, connector));
        Router router = new Router(
                routes,
                new Guard(config.hosts(), config.token()),
                new PageFiles(BarographServer.class, "page", CHARTS),
                new TextBodies(config.clients().idle()),
                metrics,
                defect -> log.defect("request failed", defect));
        server.setHandler(RateLimit.before(router, config.clients().requestsPerSecond()));
        this.served = PushedTables.serve();
        start(folders);
    }

    private ServerConnector connector() {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(HEADER_BYTES);
        // Else the value of a connection's earlier request stands for one that differs in the case of letters.
        http.setHeaderCacheCaseSensitive(true);
        ServerConnector made = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        made.setHost(config.host());
        made.setPort(config.port());
        made.setIdleTimeout(config.clients().idle().plus(LAST_WORD).toMillis());
        return made;
    }

    /**
     * Starts a service: when this returns, it answers.
     *
     * @throws BarographException {@code INVALID_OPTION} where it would be open to the world; {@code UNAVAILABLE} where the
     *     address is taken; what is wrong with its pipelines
     */
    public static BarographServer start(ServerConfig config, ServiceLog log) {
        return start(config, log, Clock.systemUTC());
    }

    /**
     * As {@link #start(ServerConfig, ServiceLog)}.
     *
     * @param clock by which times are told to people; nothing else goes by it
     */
    static BarographServer start(ServerConfig config, ServiceLog log, Clock clock) {
        if (config.token() == null && !isLoopback(config.host())) {
            throw new BarographException(
                    ErrorCode.INVALID_OPTION,
                    "at " + config.host() + " anybody who reaches this machine could read its files: set a token in the"
                            + " environment variable BAROGRAPH_TOKEN, or listen at 127.0.0.1");
        }
        return new BarographServer(config, log, clock);
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            // Listening there will fail, and say so.
            return true;
        }
    }

    private void start(DataFolders folders) {
        try {
            ConfinedCatalog ofOperator = new ConfinedCatalog(folders, ANY);
            for (Path file : config.pipelines()) {
                String stem = stem(file);
                String text = read(file);
                try {
                    pipelines.give(stem, text, file.toAbsolutePath().resolveSibling(stem + ".state"), ofOperator);
                } catch (BarographException e) {
                    throw in(file, e);
                }
            }
            pipelines.takeUp(new ConfinedCatalog(folders, config.connectors()));
            listen();
            timer.scheduleAtFixedRate(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
            isReady = true;
            log.info(
                    "service started",
                    Map.of("url", url(), "pipelines", pipelines.all().size()));
        } catch (BarographException e) {
            close();
            throw e;
        }
    }

    /** What is wrong with a pipeline, behind its place: {@code minutes.sql:3:14: …}. */
    private static BarographException in(Path file, BarographException wrong) {
        String place = wrong.line() == 0 ? "" : ":" + wrong.line() + ":" + wrong.column();
        return BarographException.at(
                wrong.code(), wrong.line(), wrong.column(), file + place + ": " + wrong.getMessage(), wrong);
    }

    private void listen() {
        try {
            server.start();
        } catch (Exception e) {
            throw new BarographException(
                    ErrorCode.UNAVAILABLE,
                    "cannot listen at " + config.host() + ":" + config.port() + ": " + whyNot(e),
                    e);
        }
    }

    private String whyNot(Exception failure) {
        Throwable cause = failure instanceof IOException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof UnresolvedAddressException) {
            return "no host of this name is known; give an address of this machine, such as "
                    + ServerConfig.DEFAULT_HOST;
        }
        String reason = String.valueOf(cause.getMessage());
        return reason.contains("assign")
                ? reason + ": this machine has no such address; give one that it has, or 0.0.0.0 for all"
                : reason + "; stop whoever does, or give another port: --listen " + config.host() + ":"
                        + (config.port() == MOST_PORT ? ServerConfig.DEFAULT_PORT : config.port() + 1);
    }

    private void tick() {
        try {
            pipelines.tick();
        } catch (RuntimeException | Error e) {
            // Else the timer would never come again.
            log.defect("results were not shown", e);
        }
    }

    private static String stem(Path file) {
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        return dot <= 0 ? name : name.substring(0, dot);
    }

    private static String read(Path file) {
        return TextFile.read(file, "pipeline");
    }

    /** Where the page is: {@code http://127.0.0.1:8750/}. */
    public String url() {
        String host = config.host().contains(":") ? "[" + config.host() + "]" : config.host();
        return "http://" + host + ":" + connector.getLocalPort() + "/";
    }

    /** What it answers, but for the page. */
    List<Route> routes() {
        return List.copyOf(routes);
    }

    /** Takes no more queries, and ends those that run; each pipeline makes its last checkpoint. */
    @Override
    public void close() {
        boolean wasStarted = isReady;
        isReady = false;
        queries.close();
        pipelines.close();
        served.close();
        timer.shutdownNow();
        try {
            server.stop();
        } catch (Exception e) {
            log.defect("service did not stop in good order", e);
        }
        if (wasStarted) {
            log.info("service ended", Map.of());
        }
    }
}
