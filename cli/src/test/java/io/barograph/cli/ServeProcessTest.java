package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code baro serve} as a process: told to end it makes a last checkpoint, killed it goes on from the one before. */
@Tag("slow")
class ServeProcessTest {
    private static final Pattern ADDRESS = Pattern.compile("(?m)^(http://127\\.0\\.0\\.1:\\d+/)$");
    private static final long MOST_NANOS = TimeUnit.MINUTES.toNanos(2);

    /** Of a process that SIGTERM has ended. */
    private static final int TERMINATED = 143;

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();

    private Process start() throws IOException {
        return new RealProcess(folder).start("serve", "--listen", "127.0.0.1:0", "p.sql");
    }

    private String get(String path) throws Exception {
        long end = System.nanoTime() + MOST_NANOS;
        Matcher address = ADDRESS.matcher(new RealProcess(folder).said());
        while (!address.find()) {
            assertThat(System.nanoTime()).as(new RealProcess(folder).said()).isLessThan(end);
            Thread.sleep(20);
            address = ADDRESS.matcher(new RealProcess(folder).said());
        }
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(address.group(1) + path)).build();
        return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    private void awaitStatus(String part) throws Exception {
        long end = System.nanoTime() + MOST_NANOS;
        String status = get("v1/status");
        while (!status.contains(part)) {
            assertThat(System.nanoTime()).as(status).isLessThan(end);
            Thread.sleep(50);
            status = get("v1/status");
        }
    }

    @Test
    void aSignalIsAnOrderToMakeALastCheckpoint() throws Exception {
        Path readings = folder.resolve("r.csv");
        Files.writeString(readings, "ts,x\n2024-01-01 00:00:00,1\n");
        Files.writeString(
                folder.resolve("p.sql"),
                "SET 'checkpoint.interval' = '1 hour';\n"
                        + "CREATE TABLE r (ts TIMESTAMP, x BIGINT, WATERMARK FOR ts AS ts - INTERVAL '1' SECOND)"
                        + " WITH ('path' = 'r.csv', 'format' = 'csv', 'follow' = 'true');\n"
                        + "CREATE TABLE o WITH ('path' = 'out/', 'format' = 'csv');\n"
                        + "INSERT INTO o SELECT window_start, sum(x) AS s FROM TABLE(TUMBLE(TABLE r, DESCRIPTOR(ts),"
                        + " INTERVAL '1' MINUTE)) GROUP BY window_start, window_end");
        Process process = start();
        try {
            awaitStatus("\"read\":1,");
            process.destroy();
            assertThat(process.waitFor(MOST_NANOS, TimeUnit.NANOSECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(TERMINATED);
            assertThat(new RealProcess(folder).said()).contains("pipeline ended", "CANCELLED", "service ended");

            process = start();
            awaitStatus("\"checkpoint\":{\"number\":0");
            process.destroyForcibly().waitFor();

            Files.writeString(readings, "2024-01-01 00:00:30,2\n2024-01-01 00:02:00,3\n", StandardOpenOption.APPEND);
            process = start();
            awaitStatus("\"read\":3,");
            process.destroy();
            assertThat(process.waitFor(MOST_NANOS, TimeUnit.NANOSECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        RealProcess batch = new RealProcess(folder);
        batch.run("SELECT s FROM 'out/*.csv'");
        assertThat(batch.said()).isEqualTo("s\n3\n");
    }
}
