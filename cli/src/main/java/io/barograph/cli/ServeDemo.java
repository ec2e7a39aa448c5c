package io.barograph.cli;

import io.barograph.core.text.TimestampText;
import io.barograph.server.ConfigReader;
import io.barograph.server.ServerConfig;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** {@code baro demo --serve}: the service over sensors that are made up as it runs, with what goes wrong with real ones. */
final class ServeDemo {
    private static final int DEVICES = 20;
    private static final int ROUNDS_PER_SECOND = 5;
    private static final long NANOS = 1_000_000_000L;

    /** One row in so many is late, out of order, no reading, or strange. */
    private static final int STRANGE = 1500;

    private static final String PIPELINE = """
            SET 'checkpoint.interval' = '5 seconds';

            CREATE TABLE sensors (ts TIMESTAMP, device_id BIGINT, temperature DOUBLE, humidity DOUBLE,
              WATERMARK FOR ts AS ts - INTERVAL '2' SECOND)
            WITH ('path' = '%1$s', 'format' = 'csv', 'follow' = 'true');

            CREATE TABLE seconds WITH ('connector' = 'results');
            INSERT INTO seconds
            SELECT device_id, window_start, count(*) AS n, avg(temperature) AS temperature, avg(humidity) AS humidity
              FROM TABLE(TUMBLE(TABLE sensors, DESCRIPTOR(ts), INTERVAL '1' SECOND))
             GROUP BY device_id, window_start, window_end;

            CREATE TABLE anomalies WITH ('connector' = 'results');
            INSERT INTO anomalies
            SELECT device_id, ts, metric, score, reason
              FROM TABLE(DETECT(TABLE sensors PARTITION BY device_id, DESCRIPTOR(ts), 'temperature'))
             WHERE anomaly
            """;

    private final Path folder;
    private final Path file;
    private volatile boolean isOver;

    ServeDemo(Path folder) {
        this.folder = folder;
        this.file = folder.resolve("readings.csv");
    }

    /** Runs until the console is told to end. */
    int run(Console console) throws IOException, InterruptedException {
        Files.writeString(file, "ts,device_id,temperature,humidity\n");
        Path pipeline = folder.resolve("sensors.sql");
        Files.writeString(pipeline, String.format(PIPELINE, file));
        Thread generator = new Thread(this::generate, "readings");
        generator.setDaemon(true);
        generator.start();
        ServerConfig config =
                ConfigReader.read(null, null, folder.resolve("service"), List.of(pipeline), console.environment());
        console.println("made-up sensors in " + folder + " (removed when this ends); the page:");
        try {
            ServeCommand.serve(config.below(List.of(folder)), console);
        } finally {
            isOver = true;
            generator.join(TimeUnit.SECONDS.toMillis(2));
        }
        return 0;
    }

    private void generate() {
        Random random = new Random(42);
        try (Writer out = Files.newBufferedWriter(file, StandardOpenOption.APPEND)) {
            while (!isOver) {
                long now = System.currentTimeMillis() * (NANOS / 1000);
                for (int device = 1; device <= DEVICES; device++) {
                    out.write(reading(random, now, device));
                }
                out.flush();
                Thread.sleep(1000 / ROUNDS_PER_SECOND);
            }
        } catch (IOException e) {
            // The folder is gone: there is nobody to make up readings for.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String reading(Random random, long now, int device) {
        double phase = now / (double) NANOS / 60 + device;
        double temperature = 20 + 5 * Math.sin(phase) + random.nextGaussian() * 0.2;
        double humidity = 50 + 10 * Math.cos(phase) + random.nextGaussian();
        long time = now;
        int chance = random.nextInt(STRANGE);
        if (chance == 0) {
            temperature += 30;
        } else if (chance == 1) {
            time -= 10 * NANOS;
        } else if (chance == 2) {
            return TimestampText.toString(time) + "," + device + ",n/a?,\n";
        }
        return String.format(
                Locale.ROOT, "%s,%d,%.3f,%.2f\n", TimestampText.toString(time), device, temperature, humidity);
    }
}
