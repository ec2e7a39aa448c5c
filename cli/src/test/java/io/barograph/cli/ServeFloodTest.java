package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A thousand clients that take nothing, or send half of what they said they would, against a service with a heap of 256 MB: others are
 * served meanwhile, and those are dropped, with a status where one can be sent.
 */
@Tag("slow")
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ServeFloodTest {
    private static final int READERS = 400;
    private static final int SENDERS = 200;
    private static final int ROWS = 2_000;

    private static final String FOLLOW = "GET /v1/pipelines/p/results?sink=shown HTTP/1.1\r\nHost: localhost\r\n\r\n";

    /** Together more than two sockets' buffers and a client's queue can hold. */
    private static final int ROUNDS = 10;

    @TempDir
    Path folder;

    private final List<Socket> readers = new ArrayList<>();
    private final List<Socket> senders = new ArrayList<>();

    @AfterEach
    void leave() throws IOException {
        for (List<Socket> all : List.of(readers, senders)) {
            for (Socket socket : all) {
                socket.close();
            }
        }
    }

    private static Socket client(int port, String request) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(1 << 12);
        socket.connect(new InetSocketAddress("127.0.0.1", port));
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static String half(String path) {
        return "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nSELECT";
    }

    @Test
    void othersAreServedAndTheSlowAreDropped() throws Exception {
        Path file = folder.resolve("numbers.csv");
        Files.writeString(file, "n\n0\n");
        Files.writeString(
                folder.resolve("p.sql"),
                "CREATE TABLE numbers (n BIGINT) WITH ('path' = 'numbers.csv', 'format' = 'csv', 'follow' = 'true');\n"
                        + "CREATE TABLE pushed (n BIGINT)"
                        + " WITH ('connector' = 'http', 'format' = 'csv', 'journal' = 'pushed.journal');\n"
                        + "CREATE TABLE shown (n BIGINT, x VARCHAR) WITH ('connector' = 'results');\n"
                        + "INSERT INTO shown SELECT n, repeat('x', 1000) AS x FROM numbers;\n"
                        + "SELECT n FROM pushed");
        Files.writeString(
                folder.resolve("c.yaml"),
                "pipelines: [p.sql]\nrequests-per-second: 0\nidle-time: 4 seconds\npipeline: {result-rows: 2000}\n");
        try (ServedProcess service = ServedProcess.in(folder, "--config", "c.yaml")) {
            service.until(
                    "the table takes rows",
                    () -> service.post("v1/tables/pushed/rows", "1\n").statusCode() == 200);
            int port = service.port();
            for (int i = 0; i < READERS; i++) {
                readers.add(client(port, FOLLOW));
            }
            Socket quick = new Socket("127.0.0.1", port);
            readers.add(quick);
            quick.getOutputStream().write(FOLLOW.getBytes(StandardCharsets.US_ASCII));
            BufferedReader told =
                    new BufferedReader(new InputStreamReader(quick.getInputStream(), StandardCharsets.US_ASCII));
            for (int i = 0; i < SENDERS; i++) {
                senders.add(client(port, half("/v1/query")));
                senders.add(client(port, half("/v1/pipelines?name=slow")));
                senders.add(client(port, half("/v1/tables/pushed/rows")));
            }
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
                assertThat(service.get("v1/query?sql=SELECT%201%20AS%20x")).isEqualTo("x\n1\n");
            }
            for (Socket sender : senders) {
                sender.setSoTimeout(60_000);
                assertThat(new String(sender.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                        .isEqualTo("HTTP/1.1 408");
            }
            quick.close();
            service.until("nobody follows", () -> service.get("v1/status").contains("\"followers\":0,"));
            assertThat(service.post("v1/tables/pushed/rows", "2\n").statusCode())
                    .isEqualTo(200);
            assertThat(service.said()).doesNotContain("OutOfMemory", "request failed");
            service.terminate();
        }
    }
}
