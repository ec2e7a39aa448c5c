package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.testkit.kafka.KafkaBroker;
import io.barograph.testkit.kafka.KafkaTopics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the real process, as {@code kill -9} does, at random moments, starts it again, and compares what both kinds of Kafka
 * sinks hold with what a batch run over the same topic answers: nothing lost, nothing doubled, no bit another one.
 */
@Tag("slow")
class LiveKillTest {
    private static final int KILLS = Integer.getInteger("barograph.kills", 10);
    /** Readings sent at a time, and the pause after them: at most 15,000 a second. */
    private static final int SLICE = 150;

    private static final long SLICE_MILLIS = 10;
    private static final int PARTITIONS = 4;
    private static final long SEED = Long.getLong("barograph.seed", System.nanoTime());

    private static final String COLUMNS =
            "device_id, window_start, count(*), avg(temperature), stddev(temperature), min(temperature), max(temperature)";
    private static final String WINDOWS = " FROM TABLE(TUMBLE(TABLE sensors, DESCRIPTOR(ts), INTERVAL '1' MINUTE))"
            + " GROUP BY device_id, window_start, window_end";

    @TempDir
    Path folder;

    private String table(String name, String columns, String topic, String servers, String more) {
        return "CREATE TABLE " + name + " (" + columns + ") WITH ('connector' = 'kafka', 'topic' = '" + topic
                + "', 'properties.bootstrap.servers' = '" + servers + "'" + more + ");\n";
    }

    private void pipelines(String servers) throws IOException {
        String sensors = table(
                "sensors",
                "ts TIMESTAMP, device_id BIGINT, temperature DOUBLE, WATERMARK FOR ts AS ts - INTERVAL '5' SECOND",
                "readings",
                servers,
                ", 'format' = 'csv', 'timestamp.unit' = 'ms', 'accept' = '8 seconds'");
        String columns =
                "device_id BIGINT, window_start TIMESTAMP, n BIGINT, average DOUBLE, deviation DOUBLE, least DOUBLE,"
                        + " greatest DOUBLE";
        String key = ", PRIMARY KEY (device_id, window_start) NOT ENFORCED";
        Files.writeString(
                folder.resolve("live.sql"),
                "SET 'checkpoint.interval' = '100 milliseconds';\n" + sensors
                        + table("upserted", columns + key, "upserted", servers, ", 'format' = 'json'")
                        + table(
                                "committed",
                                columns,
                                "committed",
                                servers,
                                ", 'format' = 'json', 'delivery' = 'transaction'")
                        + "INSERT INTO upserted SELECT " + COLUMNS + WINDOWS + ";\n"
                        + "INSERT INTO committed SELECT " + COLUMNS + WINDOWS + ";\n");
        Files.writeString(
                folder.resolve("batch.sql"),
                "SET 'execution.runtime-mode' = 'batch';\n" + sensors + "INSERT INTO '" + folder.resolve("batch.json")
                        + "' SELECT device_id, window_start, count(*) AS n, avg(temperature) AS average,"
                        + " stddev(temperature) AS deviation, min(temperature) AS least, max(temperature) AS greatest"
                        + WINDOWS + ";\n");
    }

    /**
     * Sends readings until the last process was killed, at a steady pace, so that no process runs out of work however fast
     * the machine: a kill that comes after the end of the work would be none.
     */
    private final class Feeder extends Thread {
        private final KafkaTopics topics;
        private final Random random = new Random(SEED + 1);
        private volatile boolean done;
        private int sent;

        Feeder(KafkaTopics topics) {
            super("feeder");
            this.topics = topics;
        }

        @Override
        public void run() {
            while (!done) {
                for (int i = 0; i < SLICE; i++) {
                    send(sent++);
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(SLICE_MILLIS));
            }
            topics.flush();
        }

        private void send(int i) {
            long time = 1_700_000_000_000L + i * 20L - random.nextInt(7_000);
            int device = random.nextInt(20);
            String value = random.nextInt(5_000) == 0
                    ? "poison " + i
                    : time + "," + device + "," + (15_000 + random.nextInt(20_000)) / 1000.0;
            topics.send("readings", device % PARTITIONS, value);
        }

        void finish() throws InterruptedException {
            done = true;
            join();
        }
    }

    private String[] live(String... more) {
        List<String> line =
                new ArrayList<>(List.of("run", folder.resolve("live.sql").toString()));
        line.addAll(List.of("--receipts", folder.resolve("receipts").toString()));
        line.addAll(List.of(more));
        return line.toArray(String[]::new);
    }

    @Test
    void afterAnyNumberOfKillsSinksHoldWhatBatchAnswers() throws IOException, InterruptedException {
        try (KafkaBroker broker = KafkaBroker.start();
                KafkaTopics topics = new KafkaTopics(broker.bootstrapServers())) {
            topics.create("readings", PARTITIONS);
            topics.create("upserted", 2);
            topics.create("committed", 2);
            pipelines(broker.bootstrapServers());
            BaroProcess baro = new BaroProcess(folder, SEED);
            Feeder feeder = new Feeder(topics);
            feeder.start();
            for (int i = 0; i < KILLS; i++) {
                // About as long as it takes to start.
                Instant begun = Instant.now().plusMillis(700);
                baro.runAndKill(() -> Instant.now().isAfter(begun), live());
            }
            feeder.finish();
            baro.runToEnd(live("--bounded"));
            baro.runToEnd("run", folder.resolve("batch.sql").toString());
            Map<String, Integer> expected = new TreeMap<>();
            String batch = Files.readString(folder.resolve("batch.json"));
            for (String row : batch.substring(1, batch.length() - 2).split("},?\\s*")) {
                if (!row.isBlank()) {
                    expected.merge(row.strip() + "}", 1, Integer::sum);
                }
            }
            assertThat(expected).as("seed " + SEED).isNotEmpty();
            Map<String, Integer> upserted = new TreeMap<>();
            topics.table("upserted").values().forEach(row -> upserted.merge(row, 1, Integer::sum));
            assertThat(upserted).as("seed " + SEED).isEqualTo(expected);
            // A window that a late reading revises comes again, another row under its key; no row comes twice.
            Map<String, String> committed = new TreeMap<>();
            Set<String> all = new HashSet<>();
            for (KafkaTopics.Message message : topics.read("committed")) {
                assertThat(all.add(message.valueText()))
                        .as("seed %d: shown once: %s", SEED, message.valueText())
                        .isTrue();
                committed.put(message.keyText(), message.valueText());
            }
            assertThat(committed.values()).as("seed " + SEED).containsExactlyInAnyOrderElementsOf(expected.keySet());
            System.out.printf(
                    Locale.ROOT,
                    "%d kills, %,d readings, seed %d: %,d rows by key and %,d in transactions, all as batch answers%n",
                    KILLS,
                    feeder.sent,
                    SEED,
                    upserted.size(),
                    committed.size());
            topics.send("readings", 0, "1700000000000,0,20.5");
            topics.flush();
            baro.runToEnd(
                    "verify", folder.resolve("receipts/committed.receipt.json").toString());
        }
    }
}
