package io.barograph.cli;

import io.barograph.core.engine.Cancellation;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The part of {@link Training} that is a service: it starts, is asked what a browser and a client would ask, and ends. */
final class ServiceTraining {
    private static final long START_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final int STEP_MILLIS = 10;
    private static final int PATIENCE_MILLIS = 10_000;

    private ServiceTraining() {}

    /**
     * Runs a service at a free port of the loopback, and leaves it.
     *
     * @param folder that it may write to, where {@code sensors.csv} is
     * @throws IOException where it does not answer as it should
     */
    static void run(Path folder) throws IOException, InterruptedException {
        Path pipeline = Files.writeString(
                folder.resolve("served.sql"),
                "CREATE TABLE sensors (timestamp TIMESTAMP, device_id BIGINT, temperature DOUBLE,"
                        + " WATERMARK FOR timestamp AS timestamp - INTERVAL '5' SECOND)"
                        + " WITH ('path' = '" + folder.resolve("sensors.csv")
                        + "', 'format' = 'csv', 'follow' = 'true');"
                        + " CREATE TABLE pushed (n BIGINT) WITH ('connector' = 'http', 'format' = 'csv', 'journal' = '"
                        + folder.resolve("pushed.journal") + "'); CREATE TABLE n WITH ('connector' = 'results');"
                        + " INSERT INTO n SELECT n FROM pushed;"
                        + " SELECT device_id, window_start, count(*) AS n, avg(temperature) AS mean"
                        + " FROM TABLE(TUMBLE(TABLE sensors, DESCRIPTOR(timestamp), INTERVAL '1' MINUTE))"
                        + " GROUP BY device_id, window_start, window_end");
        Path config = Files.writeString(
                folder.resolve("barograph.yaml"),
                "listen: 127.0.0.1:0\nfiles: [" + folder + "]\ndata: " + folder.resolve("data") + "\npipelines: ["
                        + pipeline + "]\n");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Cancellation end = new Cancellation();
        Console console = new Console(
                new ByteArrayInputStream(new byte[0]),
                out,
                new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8),
                Map.of(),
                new Console.Terminals(false, false, false),
                Console.DEFAULT_WIDTH,
                end);
        Thread service =
                new Thread(() -> Baro.run(List.of("serve", "--config", config.toString()), console), "service");
        service.start();
        try {
            ask(address(out, service), folder);
        } finally {
            end.request();
            service.join();
        }
    }

    private static String address(ByteArrayOutputStream out, Thread service) throws IOException, InterruptedException {
        long until = System.nanoTime() + START_NANOS;
        while (!out.toString(StandardCharsets.UTF_8).contains("\n")) {
            if (!service.isAlive() || System.nanoTime() > until) {
                throw new IOException("the service did not start");
            }
            Thread.sleep(STEP_MILLIS);
        }
        return out.toString(StandardCharsets.UTF_8).lines().findFirst().orElseThrow();
    }

    private static void ask(String address, Path folder) throws IOException, InterruptedException {
        String sql =
                "SELECT device_id, avg(temperature) FROM '" + folder.resolve("sensors.csv") + "' GROUP BY device_id";
        for (String path : List.of("", "app.js", "style.css", "v1/openapi.json")) {
            get(address + path);
        }
        for (String format : List.of("csv", "json", "arrows")) {
            get(address + "v1/query?format=" + format + "&sql=" + URLEncoder.encode(sql, StandardCharsets.UTF_8));
        }
        awaitReady(address);
        get(address + "v1/status");
        post(address + "v1/tables/pushed/rows", "1\n2\n");
        post(address + "v1/pipelines/served/checkpoint", "");
        get(address + "v1/pipelines");
        get(address + "metrics");
    }

    /** Its pipeline is still starting at first, and takes no rows. */
    private static void awaitReady(String address) throws IOException, InterruptedException {
        long until = System.nanoTime() + START_NANOS;
        while (true) {
            try {
                get(address + "health/ready");
                return;
            } catch (IOException e) {
                if (System.nanoTime() > until) {
                    throw e;
                }
                Thread.sleep(STEP_MILLIS);
            }
        }
    }

    private static String get(String address) throws IOException {
        return answer(connection(address));
    }

    private static void post(String address, String body) throws IOException {
        HttpURLConnection connection = connection(address);
        connection.setRequestMethod("POST");
        connection.setDoOutput(true);
        connection.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
        answer(connection);
    }

    private static HttpURLConnection connection(String address) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(address).toURL().openConnection();
        connection.setReadTimeout(PATIENCE_MILLIS);
        return connection;
    }

    /** Where the status is one of failure, this fails. */
    private static String answer(HttpURLConnection connection) throws IOException {
        try (InputStream in = connection.getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
