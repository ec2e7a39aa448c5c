package io.barograph.bench.intake;

import io.barograph.connectors.journal.JournalWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * Pushes from many connections for some seconds and prints what was acknowledged: {@code http PORT BATCH CONNECTIONS SECONDS},
 * {@code mqtt PORT 1 CONNECTIONS SECONDS}, or {@code journal FOLDER BATCH THREADS SECONDS} without a pipeline. Whoever runs it
 * compares the count with what the journal holds. {@code disk FILE BYTES 1 SECONDS} writes plain bytes and forces them, so
 * many at a time: what the disk can do.
 */
public final class IntakeLoad {
    private static final String HOST = "127.0.0.1";

    private IntakeLoad() {}

    /** Opens a sender. */
    private interface Opener {
        Load open(int number) throws IOException;
    }

    /** See the class. */
    public static void main(String[] arguments) throws InterruptedException, IOException {
        int batch = Integer.parseInt(arguments[2]);
        String where = arguments[1];
        switch (arguments[0]) {
            case "http" ->
                measure(arguments, number -> new HttpLoad(HOST, Integer.parseInt(where), "/readings", batch));
            case "mqtt" -> measure(arguments, number -> new MqttLoad(HOST, Integer.parseInt(where), number));
            case "disk" -> measure(arguments, number -> new DiskLoad(Path.of(where), batch));
            case "journal" -> {
                try (JournalWriter journal = JournalWriter.open(where)) {
                    measure(arguments, number -> new JournalLoad(journal, batch));
                }
            }
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    private static void measure(String[] arguments, Opener opener) throws InterruptedException {
        int connections = Integer.parseInt(arguments[3]);
        int seconds = Integer.parseInt(arguments[4]);
        LongAdder records = new LongAdder();
        LongAdder requests = new LongAdder();
        AtomicLong failures = new AtomicLong();
        long begin = System.nanoTime();
        long end = begin + TimeUnit.SECONDS.toNanos(seconds);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            int number = i;
            Thread thread = new Thread(() -> {
                try (Load load = opener.open(number)) {
                    while (System.nanoTime() < end) {
                        records.add(load.send());
                        requests.increment();
                    }
                } catch (IOException e) {
                    failures.incrementAndGet();
                    System.err.println(e.getMessage());
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        double took = (System.nanoTime() - begin) / 1e9;
        System.out.printf(
                Locale.ROOT,
                "%s: %d acknowledged, %.0f records/s (%.1f MB/s), %.0f requests/s, %.1f ms a request, %d failures%n",
                String.join(" ", arguments),
                records.sum(),
                records.sum() / took,
                records.sum() * (Load.ROW.length() - 1) / took / 1e6,
                requests.sum() / took,
                1e3 * took * connections / Math.max(1, requests.sum()),
                failures.get());
    }
}
