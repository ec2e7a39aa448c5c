package io.barograph.server;

import io.barograph.server.api.QueryLimits;
import io.barograph.server.http.ClientLimits;
import io.barograph.server.log.ServiceLog;
import io.barograph.server.pipeline.PipelineLimits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;

/** A real service in this process, at a port that is free, and a client for it. */
final class Service implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    final BarographServer server;
    final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    Service(ServerConfig config) {
        this(config, Clock.systemUTC());
    }

    Service(ServerConfig config, Clock clock) {
        server = BarographServer.start(
                config, new ServiceLog(new PrintStream(log, true, StandardCharsets.UTF_8), true, clock), clock);
    }

    static Service in(Path folder, Path... pipelines) {
        return new Service(config(folder, null, pipelines));
    }

    static ServerConfig config(Path folder, String token, Path... pipelines) {
        return new ServerConfig(
                "127.0.0.1",
                0,
                token,
                Set.of(),
                List.of(folder),
                ServerConfig.DEFAULT_CONNECTORS,
                folder.resolve("service"),
                List.of(pipelines),
                new PipelineLimits(1, 64L << 20, 2_000, Duration.ofMillis(50), Duration.ofMillis(200)),
                new QueryLimits(2, Duration.ofSeconds(30), 64L << 20, 100_000, 1),
                new ClientLimits(0, Duration.ofMinutes(1)),
                true);
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    URI uri(String path) {
        return URI.create(server.url() + path.substring(1));
    }

    static String encoded(String sql) {
        return URLEncoder.encode(sql, StandardCharsets.UTF_8);
    }

    HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        return send("GET", path, "", headers);
    }

    HttpResponse<String> query(String sql, String... headers) throws IOException, InterruptedException {
        return get("/v1/query?sql=" + encoded(sql), headers);
    }

    HttpResponse<String> post(String path, String body, String... headers) throws IOException, InterruptedException {
        return send("POST", path, body, headers);
    }

    HttpResponse<String> send(String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        return client.send(request(method, path, body, headers), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<byte[]> bytes(String path, String... headers) throws IOException, InterruptedException {
        return client.send(request("GET", path, "", headers), HttpResponse.BodyHandlers.ofByteArray());
    }

    HttpResponse<InputStream> stream(String path) throws IOException, InterruptedException {
        return client.send(request("GET", path, ""), HttpResponse.BodyHandlers.ofInputStream());
    }

    private HttpRequest request(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path))
                .timeout(PATIENCE)
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return request.build();
    }

    /** Waits until something is so. */
    static void until(String what, Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.call()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within a minute: " + what);
            }
            Thread.sleep(20);
        }
    }

    String log() {
        return log.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        server.close();
    }
}
