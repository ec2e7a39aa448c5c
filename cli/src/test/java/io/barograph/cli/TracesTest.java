package io.barograph.cli;

import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.barograph.testkit.server.Patience;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the real command tells a collector that speaks OTLP. */
@Tag("slow")
class TracesTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String SENDER = "b7ad6b7169203331";

    @TempDir
    Path folder;

    private final Queue<Span> received = new ConcurrentLinkedQueue<>();
    private final Queue<String> paths = new ConcurrentLinkedQueue<>();
    private HttpServer collector;
    private int port;

    @BeforeEach
    void collect() throws IOException {
        collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/", this::take);
        collector.start();
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Files.writeString(folder.resolve("live.sql"), """
                SET 'checkpoint.interval' = '100 milliseconds';
                CREATE TABLE readings (ts TIMESTAMP, id BIGINT, value DOUBLE,
                  WATERMARK FOR ts AS ts - INTERVAL '1' SECOND)
                WITH ('connector' = 'http', 'port' = '%d', 'format' = 'csv');
                CREATE TABLE minutes (id BIGINT, window_start TIMESTAMP, n BIGINT)
                WITH ('path' = 'minutes/', 'format' = 'csv');
                INSERT INTO minutes SELECT id, window_start, count(*) AS n
                  FROM TABLE(TUMBLE(TABLE readings, DESCRIPTOR(ts), INTERVAL '1' MINUTE))
                  GROUP BY id, window_start, window_end;
                """.formatted(port));
    }

    @AfterEach
    void stop() {
        collector.stop(0);
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            paths.add(exchange.getRequestURI().getPath());
            ExportTraceServiceRequest request = ExportTraceServiceRequest.parseFrom(exchange.getRequestBody());
            for (ResourceSpans resource : request.getResourceSpansList()) {
                for (ScopeSpans scope : resource.getScopeSpansList()) {
                    received.addAll(scope.getSpansList());
                }
            }
            exchange.sendResponseHeaders(200, -1);
        }
    }

    private static String hex(ByteString bytes) {
        return HexFormat.of().formatHex(bytes.toByteArray());
    }

    private List<Span> ofTrace(String name) {
        return received.stream()
                .filter(span -> span.getName().startsWith(name)
                        && hex(span.getTraceId()).equals(TRACE))
                .collect(toList());
    }

    @Test
    void oneTraceLeadsFromTheSenderToTheCommit() throws IOException, InterruptedException {
        RealProcess baro = new RealProcess(
                folder,
                Map.of(
                        "OTEL_EXPORTER_OTLP_ENDPOINT",
                        "http://127.0.0.1:" + collector.getAddress().getPort(),
                        "OTEL_BSP_SCHEDULE_DELAY",
                        "100"));
        Process process = baro.start("run", "live.sql");
        try {
            push("2026-01-01 00:00:10,1,20.5\n2026-01-01 00:02:00,1,21.5\n");
            Patience.await(
                    "the commit's spans have come",
                    () -> !ofTrace("commit").isEmpty()
                            && !ofTrace("show").isEmpty()
                            && !ofTrace("push").isEmpty());
        } finally {
            process.destroy();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(paths).containsOnly("/v1/traces");
        Span read = ofTrace("read readings").get(0);
        Span push = ofTrace("push readings").get(0);
        assertThat(hex(push.getParentSpanId())).isEqualTo(SENDER);
        assertThat(push.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_SERVER);
        assertThat(read.getParentSpanId()).isEqualTo(push.getSpanId());
        assertThat(read.getEndTimeUnixNano()).isGreaterThanOrEqualTo(read.getStartTimeUnixNano());
        assertThat(ofTrace("show minutes"))
                .allMatch(span -> span.getParentSpanId().equals(read.getSpanId()));
        Span checkpoint = ofTrace("checkpoint").get(0);
        assertThat(checkpoint.getParentSpanId()).isEqualTo(read.getSpanId());
        assertThat(ofTrace("commit minutes"))
                .anyMatch(span -> span.getParentSpanId().equals(checkpoint.getSpanId()));
    }

    private void push(String body) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/readings"))
                .header("traceparent", "00-" + TRACE + "-" + SENDER + "-01")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpClient client = HttpClient.newHttpClient();
        Patience.await("the pipeline answers", () -> {
            try {
                return client.send(request, HttpResponse.BodyHandlers.discarding())
                                .statusCode()
                        == 200;
            } catch (IOException notThere) {
                return false;
            }
        });
    }
}
