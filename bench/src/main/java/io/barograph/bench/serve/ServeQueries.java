package io.barograph.bench.serve;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Asks a running service, again and again, for the last hour of a thousand devices while readings come in: {@code PORT RATE
 * SECONDS}. The service's pipeline shows minutes of each device as table {@code minutes}. Every answer must have all devices, each
 * with sixty minutes of sixty readings and their exact mean.
 */
public final class ServeQueries {
    private static final String HOST = "127.0.0.1";
    private static final int MINUTES = 60;
    private static final String SQL =
            "SELECT device_id, sum(n) AS n, sum(n * mean) / sum(n) AS mean, max(hottest) AS hottest"
                    + " FROM minutes WHERE window_start > (SELECT max(window_start) FROM minutes) - INTERVAL '1' HOUR"
                    + " GROUP BY device_id";
    private static final int WARMING = 50;
    private static final long PAUSE_MILLIS = 20;

    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpRequest request;
    private final double mean;

    private ServeQueries(int port) {
        this.request = HttpRequest.newBuilder(URI.create("http://" + HOST + ":" + port + "/v1/query"))
                .POST(HttpRequest.BodyPublishers.ofString(SQL))
                .build();
        double sum = 0;
        for (int second = 0; second < MINUTES * PacedReadings.PER_MINUTE; second++) {
            sum += PacedReadings.temperature(0, second);
        }
        this.mean = sum / (MINUTES * PacedReadings.PER_MINUTE);
    }

    /** See the class. */
    public static void main(String[] arguments) throws Exception {
        int port = Integer.parseInt(arguments[0]);
        long rate = Long.parseLong(arguments[1]);
        int seconds = Integer.parseInt(arguments[2]);
        long hour = (long) PacedReadings.DEVICES * PacedReadings.PER_MINUTE * MINUTES;
        AtomicReference<Exception> failure = new AtomicReference<>();
        PacedReadings readings = new PacedReadings(HOST, port, rate);
        // An hour and some minutes before the first question.
        while (readings.send() < hour + hour / 10) {
            Thread.onSpinWait();
        }
        Thread sender = new Thread(() -> {
            try {
                while (!Thread.interrupted()) {
                    readings.send();
                }
            } catch (InterruptedException ended) {
                // That is how it is told to end.
            } catch (IOException | RuntimeException e) {
                failure.set(e);
            }
        });
        sender.start();
        new ServeQueries(port).measure(seconds);
        System.out.printf(Locale.ROOT, "readings acknowledged: %.0f/s%n", readings.rate());
        sender.interrupt();
        sender.join();
        readings.close();
        if (failure.get() != null) {
            throw failure.get();
        }
    }

    private void measure(int seconds) throws IOException, InterruptedException {
        for (int i = 0; i < WARMING; i++) {
            ask();
        }
        long[] nanos = new long[1 << 16];
        int count = 0;
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (System.nanoTime() < end) {
            nanos[count++] = ask();
            Thread.sleep(PAUSE_MILLIS);
        }
        Arrays.sort(nanos, 0, count);
        System.out.printf(
                Locale.ROOT,
                "queries: %d, median %.1f ms, 95 %% within %.1f ms, 99 %% within %.1f ms, longest %.1f ms%n",
                count,
                nanos[count / 2] / 1e6,
                nanos[(int) (count * 0.95)] / 1e6,
                nanos[(int) (count * 0.99)] / 1e6,
                nanos[count - 1] / 1e6);
    }

    /** Asks and checks; gives the nanoseconds up to the last byte of the answer. */
    private long ask() throws IOException, InterruptedException {
        long begun = System.nanoTime();
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        long took = System.nanoTime() - begun;
        String[] lines = answer.body().split("\n");
        if (answer.statusCode() != 200 || lines.length != PacedReadings.DEVICES + 1) {
            throw new IllegalStateException("a wrong answer: " + answer.statusCode() + " " + answer.body());
        }
        for (int device = 0; device < PacedReadings.DEVICES; device++) {
            String[] cells = lines[device + 1].split(",");
            boolean isRight = Integer.parseInt(cells[0]) == device
                    && Double.parseDouble(cells[1]) == MINUTES * PacedReadings.PER_MINUTE
                    && Math.abs(Double.parseDouble(cells[2]) - mean - device % 8) < 1e-9;
            if (!isRight) {
                throw new IllegalStateException("a wrong row: " + lines[device + 1]);
            }
        }
        return took;
    }
}
