package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the real process, as {@code kill -9} does, while real clients push to it, and starts it again. What was acknowledged
 * is in the journal, once; and what the live run leaves is what a batch run over the journal answers.
 */
@Tag("slow")
class PushKillTest {
    private static final int KILLS = Integer.getInteger("barograph.push.kills", 3);
    private static final int PRODUCERS = 8;
    /** For how long a request is sent again; longer than any start takes. */
    private static final long MOST_NANOS = TimeUnit.MINUTES.toNanos(3);

    private static final long SEED = Long.getLong("barograph.seed", System.nanoTime());

    private static final String COLUMNS = "(id BIGINT, device_id BIGINT, ts TIMESTAMP, temperature DOUBLE";
    private static final String ANSWER = " SELECT device_id, window_start, count(*) AS n, avg(temperature) AS average,"
            + " stddev(temperature) AS deviation FROM TABLE(TUMBLE(TABLE readings, DESCRIPTOR(ts), INTERVAL '1' MINUTE))"
            + " GROUP BY device_id, window_start, window_end;\n";

    @TempDir
    Path folder;

    private final Random random = new Random(SEED);
    private final HttpClient client = HttpClient.newHttpClient();
    private final Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
    private volatile boolean done;
    private int port;

    private void pipelines() throws IOException {
        String watermark = ", WATERMARK FOR ts AS ts - INTERVAL '5' SECOND)";
        Files.writeString(
                folder.resolve("live.sql"),
                "SET 'checkpoint.interval' = '100 milliseconds';\nCREATE TABLE readings " + COLUMNS + watermark
                        + " WITH ('connector' = 'http', 'port' = '" + port
                        + "', 'format' = 'csv', 'timestamp.unit' = 'ms');\n"
                        + "CREATE TABLE minutes (device_id BIGINT, window_start TIMESTAMP, n BIGINT, average DOUBLE,"
                        + " deviation DOUBLE) WITH ('path' = 'live/', 'format' = 'csv');\n"
                        + "INSERT INTO minutes" + ANSWER);
        String journal = "SET 'execution.runtime-mode' = 'batch';\nCREATE TABLE readings " + COLUMNS + "%s"
                + " WITH ('connector' = 'journal', 'path' = 'readings.journal', 'format' = 'csv', 'timestamp.unit' ="
                + " 'ms');\n";
        Files.writeString(
                folder.resolve("batch.sql"), journal.formatted(watermark) + "INSERT INTO 'batch.csv'" + ANSWER);
        Files.writeString(
                folder.resolve("ids.sql"), journal.formatted(")") + "INSERT INTO 'ids.csv' SELECT id FROM readings;\n");
    }

    /** Sends until the test is over, each request again until it is acknowledged. */
    private Thread producer(int number) {
        Thread thread = new Thread(() -> {
            Random own = new Random(SEED + number);
            for (int request = 0; !done; request++) {
                List<String> ids = new ArrayList<>();
                StringBuilder body = new StringBuilder();
                for (int i = own.nextInt(20); i >= 0; i--) {
                    String id = number + "" + (1_000_000 + ids.size() + request * 20);
                    ids.add(id);
                    body.append(id)
                            .append(',')
                            .append(own.nextInt(5))
                            .append(',')
                            .append(1_700_000_000_000L + request * 1_000L - own.nextInt(8_000))
                            .append(',')
                            .append(own.nextInt(1000) / 10.0)
                            .append('\n');
                }
                if (push(body.toString(), number + "-" + request)) {
                    acknowledged.addAll(ids);
                }
            }
        });
        thread.start();
        return thread;
    }

    private boolean push(String body, String key) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/readings"))
                .timeout(Duration.ofSeconds(10))
                .header("Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        long end = System.nanoTime() + MOST_NANOS;
        while (System.nanoTime() < end) {
            try {
                if (client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode() == 200) {
                    return true;
                }
            } catch (IOException | InterruptedException notThere) {
                // Killed, or not yet there again: the same once more.
            }
            try {
                TimeUnit.MILLISECONDS.sleep(20);
            } catch (InterruptedException e) {
                return false;
            }
        }
        return false;
    }

    @Test
    void whatWasAcknowledgedIsThereOnce() throws IOException, InterruptedException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        pipelines();
        RealProcess baro = new RealProcess(folder);
        List<Thread> producers = new ArrayList<>();
        for (int i = 1; i <= PRODUCERS; i++) {
            producers.add(producer(i));
        }
        for (int kill = 0; kill < KILLS; kill++) {
            Process process = startAndAwaitAnswers(baro);
            TimeUnit.MILLISECONDS.sleep(random.nextInt(800));
            process.destroyForcibly().waitFor();
        }
        Process process = startAndAwaitAnswers(baro);
        done = true;
        for (Thread producer : producers) {
            producer.join();
        }
        process.destroy();
        process.waitFor();
        baro.run("run", "live.sql", "--bounded");
        baro.run("run", "ids.sql");
        baro.run("run", "batch.sql");

        List<String> ids = Files.readAllLines(folder.resolve("ids.csv"));
        ids.remove(0);
        assertThat(new TreeSet<>(ids))
                .as("seed " + SEED + ": none is there twice")
                .hasSameSizeAs(ids);
        assertThat(ids).as("seed " + SEED).containsExactlyInAnyOrderElementsOf(acknowledged);
        assertThat(acknowledged).hasSizeGreaterThan(100);
        assertThat(live()).as("seed " + SEED).isEqualTo(lines(folder.resolve("batch.csv")));
    }

    private Process startAndAwaitAnswers(RealProcess baro) throws IOException, InterruptedException {
        int before = acknowledged.size();
        Process process = baro.start("run", "live.sql");
        while (acknowledged.size() == before) {
            assertThat(process.isAlive()).as(baro.said()).isTrue();
            TimeUnit.MILLISECONDS.sleep(5);
        }
        return process;
    }

    private List<String> live() throws IOException {
        List<String> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder.resolve("live"))) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".csv")).toList()) {
                all.addAll(lines(file));
            }
        }
        all.sort(null);
        return all;
    }

    /** Rows without their header, sorted. */
    private static List<String> lines(Path file) throws IOException {
        return Files.readAllLines(file).stream().skip(1).sorted().toList();
    }
}
