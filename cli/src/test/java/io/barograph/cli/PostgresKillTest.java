package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.barograph.testkit.postgres.PostgresServer;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the real process, and now and then the database under it, at random moments, starts them again, and compares what both
 * kinds of tables hold with the table that a batch run over the same file writes: nothing lost, nothing doubled, no bit
 * another one.
 */
@Tag("slow")
class PostgresKillTest {
    private static final int KILLS = Integer.getInteger("barograph.kills", 10);
    private static final int SLICE = 100;
    private static final long SLICE_MILLIS = 10;
    private static final long SEED = Long.getLong("barograph.seed", System.nanoTime());

    private static final String COLUMNS = "device_id, window_start, count(*), avg(temperature), stddev(temperature),"
            + " min(temperature), max(temperature)";
    private static final String WINDOWS = " FROM TABLE(TUMBLE(TABLE sensors, DESCRIPTOR(ts), INTERVAL '1' MINUTE))"
            + " GROUP BY device_id, window_start, window_end;\n";
    private static final String DECLARED = " (device_id BIGINT, window_start TIMESTAMP, n BIGINT, average DOUBLE,"
            + " deviation DOUBLE, least DOUBLE, greatest DOUBLE";

    @TempDir
    Path folder;

    private String table(String name, String more, PostgresServer server) {
        return "CREATE TABLE " + name + DECLARED + more + ") WITH ('connector' = 'postgres', 'url' = '" + server.url()
                + "', 'username' = '" + PostgresServer.USER + "', 'password' = '" + PostgresServer.PASSWORD + "');\n";
    }

    private void pipelines(PostgresServer server) throws IOException {
        String sensors = "CREATE TABLE sensors (ts TIMESTAMP, device_id BIGINT, temperature DOUBLE,"
                + " WATERMARK FOR ts AS ts - INTERVAL '5' SECOND) WITH ('path' = '" + folder.resolve("readings.csv")
                + "', 'format' = 'csv', 'header' = 'false', 'timestamp.unit' = 'ms', 'accept' = '8 seconds'";
        String key = ", PRIMARY KEY (device_id, window_start) NOT ENFORCED";
        Files.writeString(
                folder.resolve("live.sql"),
                "SET 'checkpoint.interval' = '100 milliseconds';\n" + sensors + ", 'follow' = 'true');\n"
                        + table("upserted", key, server) + table("committed", "", server)
                        + "INSERT INTO upserted SELECT " + COLUMNS + WINDOWS
                        + "INSERT INTO committed SELECT " + COLUMNS + WINDOWS);
        Files.writeString(
                folder.resolve("batch.sql"),
                sensors + ");\n" + table("batch", key, server) + "INSERT INTO batch SELECT " + COLUMNS + WINDOWS);
    }

    /** Appends readings to the file until the last process was killed, so that no process runs out of work. */
    private final class Feeder extends Thread {
        private final Random random = new Random(SEED + 1);
        private volatile boolean done;

        Feeder() {
            super("feeder");
        }

        @Override
        public void run() {
            try (BufferedWriter file = Files.newBufferedWriter(
                    folder.resolve("readings.csv"), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                for (int sent = 0; !done; sent++) {
                    long time = 1_700_000_000_000L + sent * 20L - random.nextInt(7_000);
                    file.write(
                            random.nextInt(5_000) == 0
                                    ? "poison\n"
                                    : time + "," + random.nextInt(20) + "," + (15_000 + random.nextInt(20_000)) / 1000.0
                                            + "\n");
                    if (sent % SLICE == 0) {
                        file.flush();
                        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(SLICE_MILLIS));
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void finish() throws InterruptedException {
            done = true;
            join();
        }
    }

    /** How often a run has taken over both tables. */
    private static int starts(PostgresServer server) {
        List<String> epochs = server.rows("SELECT CASE WHEN to_regclass('barograph_sinks') IS NULL THEN 0 ELSE 1 END");
        return epochs.equals(List.of("0"))
                ? 0
                : Integer.parseInt(
                        server.rows("SELECT CASE count(*) WHEN 2 THEN min(epoch) ELSE 0 END FROM barograph_sinks")
                                .get(0));
    }

    @Test
    void afterAnyNumberOfKillsTablesHoldWhatBatchWrites() throws IOException, InterruptedException {
        assumeTrue(PostgresServer.find().isPresent(), "no PostgreSQL on this machine: apt-get install postgresql");
        try (PostgresServer server = PostgresServer.start()) {
            pipelines(server);
            Files.createFile(folder.resolve("readings.csv"));
            Random random = new Random(SEED + 2);
            BaroProcess baro = new BaroProcess(folder, SEED);
            Feeder feeder = new Feeder();
            feeder.start();
            for (int i = 0; i < KILLS; i++) {
                int before = starts(server);
                boolean serverDies = i % 3 == 2;
                baro.runAndKill(
                        () -> {
                            boolean begun = starts(server) > before;
                            if (begun && serverDies) {
                                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(1_000)));
                                server.kill();
                                server.restart();
                            }
                            return begun;
                        },
                        "run",
                        folder.resolve("live.sql").toString());
            }
            feeder.finish();
            baro.runToEnd("run", folder.resolve("live.sql").toString(), "--bounded");
            baro.runToEnd("run", folder.resolve("batch.sql").toString());
            List<String> expected = server.rows("SELECT * FROM batch ORDER BY 1, 2");
            assertThat(expected).as("seed " + SEED).isNotEmpty();
            for (String table : List.of("upserted", "committed")) {
                assertThat(server.rows("SELECT * FROM " + table + " ORDER BY 1, 2"))
                        .as("seed " + SEED + ", " + table)
                        .isEqualTo(expected);
            }
            System.out.printf(
                    Locale.ROOT,
                    "%d kills, %d of them of the server too, seed %d: %,d rows in both tables, all as batch writes%n",
                    KILLS,
                    KILLS / 3,
                    SEED,
                    expected.size());
        }
    }
}
