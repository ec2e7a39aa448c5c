package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** {@code baro serve} in a process of its own, and a client for it. What is not ended when it is closed is killed. */
final class ServedProcess implements AutoCloseable {
    private static final Pattern ADDRESS = Pattern.compile("(?m)^(http://127\\.0\\.0\\.1:\\d+/)$");
    private static final long MOST_NANOS = TimeUnit.MINUTES.toNanos(2);
    private static final int STEP_MILLIS = 20;

    private final RealProcess real;
    private final Process process;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private ServedProcess(RealProcess real, Process process) {
        this.real = real;
        this.process = process;
    }

    /** Starts one at a port that is free; names of files begin in the folder. */
    static ServedProcess in(Path folder, String... arguments) throws IOException {
        RealProcess real = new RealProcess(folder);
        return new ServedProcess(
                real,
                real.start(Stream.concat(Stream.of("serve", "--listen", "127.0.0.1:0"), Stream.of(arguments))
                        .toArray(String[]::new)));
    }

    /** Waits for its address. */
    private URI uri(String path) throws Exception {
        until("the service listens", () -> ADDRESS.matcher(said()).find());
        Matcher address = ADDRESS.matcher(said());
        assertThat(address.find()).isTrue();
        return URI.create(address.group(1) + path);
    }

    /** Waits for where it listens. */
    int port() throws Exception {
        return uri("").getPort();
    }

    /** What it said on its standard output and error. */
    String said() throws IOException {
        return real.said();
    }

    String get(String path) throws Exception {
        return send(HttpRequest.newBuilder(uri(path))).body();
    }

    HttpResponse<String> post(String path, String body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path)).POST(HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request);
    }

    void delete(String path) throws Exception {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(uri(path)).DELETE());
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /**
     * The greatest value of a metric; NaN where there is none.
     *
     * @param labels that it has, among others: {@code table="readings"}
     */
    double metric(String name, String... labels) throws Exception {
        return get("metrics")
                .lines()
                .filter(line -> line.startsWith(name + "{") && Stream.of(labels).allMatch(line::contains))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .max()
                .orElse(Double.NaN);
    }

    /** Waits until its status contains all of something. */
    void awaitStatus(String... parts) throws Exception {
        until("status has " + List.of(parts), () -> {
            String status = get("v1/status");
            return Stream.of(parts).allMatch(status::contains);
        });
    }

    /** Waits until something is so; where it does not come to that, the process' output says why. */
    void until(String what, Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + MOST_NANOS;
        while (!condition.call()) {
            if (System.nanoTime() > end || !process.isAlive()) {
                throw new AssertionError("never " + what + ": " + said());
            }
            Thread.sleep(STEP_MILLIS);
        }
    }

    /** Tells it to end, as systemd does, and waits for that; gives what it ended with. */
    int terminate() throws InterruptedException {
        process.destroy();
        assertThat(process.waitFor(MOST_NANOS, TimeUnit.NANOSECONDS)).isTrue();
        return process.exitValue();
    }

    /** Kills it, as {@code kill -9} does. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
