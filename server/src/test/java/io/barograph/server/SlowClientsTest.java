package io.barograph.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.server.api.QueryLimits;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Those who follow results and take nothing hold nobody up, and are told what they missed. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Tag("thorough")
class SlowClientsTest {
    private static final int ROWS = 2_000;
    private static final int CLIENTS = 200;

    private static final String FOLLOW = "GET /v1/pipelines/p/results HTTP/1.1\r\nHost: localhost\r\n\r\n";

    /** Twice as much as two sockets' buffers and a client's queue can hold. */
    private static final int ROUNDS = 20;

    @TempDir
    Path folder;

    private static Socket follower(Service service) throws IOException {
        return client(service, FOLLOW);
    }

    /** Follows as one who takes what comes. */
    private static BufferedReader follow(Socket socket) throws IOException {
        socket.getOutputStream().write(FOLLOW.getBytes(StandardCharsets.US_ASCII));
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    private static Socket client(Service service, String request) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(1 << 12);
        socket.connect(new InetSocketAddress("127.0.0.1", service.uri("/").getPort()));
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    @Test
    void aFloodOfSlowClientsHoldsNothingUp() throws Exception {
        Path file = folder.resolve("readings.csv");
        Files.writeString(file, "n\n0\n");
        String sql = "CREATE TABLE readings (n BIGINT) WITH ('path' = '" + file
                + "', 'format' = 'csv', 'follow' = 'true');\nSELECT n, repeat('x', 1000) AS x FROM readings";
        List<Socket> slow = new ArrayList<>();
        try (Service service = Service.in(folder)) {
            assertThat(service.post("/v1/pipelines?name=p", sql).statusCode()).isEqualTo(201);
            for (int i = 0; i < CLIENTS; i++) {
                slow.add(follower(service));
            }
            Socket quick = new Socket("127.0.0.1", service.uri("/").getPort());
            slow.add(quick);
            BufferedReader told = follow(quick);
            Service.until(
                    "all follow", () -> service.get("/v1/status").body().contains("\"followers\":" + (CLIENTS + 1)));

            int last = 0;
            for (int round = 0; round < ROUNDS; round++) {
                StringBuilder rows = new StringBuilder();
                for (int i = 0; i < ROWS; i++) {
                    rows.append(++last).append('\n');
                }
                Files.writeString(file, rows, StandardOpenOption.APPEND);
                // Each round is told before the next comes: so none is told together with another.
                String end = "\"n\":" + last + ",";
                String line = told.readLine();
                while (!line.contains(end)) {
                    line = told.readLine();
                }
            }

            Socket one = slow.get(0);
            one.setSoTimeout(60_000);
            try (BufferedReader events =
                    new BufferedReader(new InputStreamReader(one.getInputStream(), StandardCharsets.UTF_8))) {
                String line = events.readLine();
                while (!line.equals("event: missed")) {
                    line = events.readLine();
                }
                assertThat(events.readLine()).matches("data: \\{\"events\":[1-9]\\d*}");
                while (!line.startsWith("event: state")) {
                    line = events.readLine();
                }
                while (!line.startsWith("data: {\"sink\":\"results\",\"columns\"")) {
                    line = events.readLine();
                }
                assertThat(line).contains("\"total\":" + (last + 1), "\"n\":" + last + ",");
            }
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    /** Two who take nothing of their answers are as many as may ask at once: others are kept waiting for a query's time, no longer. */
    @Test
    void whoTakesNoAnswerIsDroppedWhenTheQuerysTimeIsOver() throws Exception {
        ServerConfig usual = Service.config(folder, null);
        ServerConfig brief = new ServerConfig(
                usual.host(),
                0,
                null,
                usual.hosts(),
                usual.files(),
                usual.connectors(),
                usual.data(),
                usual.pipelines(),
                usual.limits(),
                new QueryLimits(2, Duration.ofSeconds(5), 64L << 20, 100_000, 1),
                usual.clients(),
                true);
        Path file = folder.resolve("n.csv");
        Files.writeString(file, "n\n" + "1\n".repeat(50_000));
        String query = "GET /v1/query?sql=" + Service.encoded("SELECT repeat('x', 1000) AS x FROM '" + file + "'")
                + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
        List<Socket> slow = new ArrayList<>();
        try (Service service = new Service(brief)) {
            for (int i = 1; i <= 2; i++) {
                slow.add(client(service, query));
                String running = "\"queriesRunning\":" + i + ",";
                Service.until(
                        "it is being answered",
                        () -> service.get("/v1/status").body().contains(running));
            }
            assertThat(service.query("SELECT 1 AS x").statusCode()).isEqualTo(429);
            Service.until(
                    "others are answered again",
                    () -> service.query("SELECT 1 AS x").statusCode() == 200);
            for (Socket socket : slow) {
                socket.setSoTimeout(60_000);
                String got = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
                assertThat(got).startsWith("HTTP/1.1 200").doesNotEndWith("0\r\n\r\n");
            }
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }
}
