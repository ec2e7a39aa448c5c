package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.testkit.kafka.KafkaBroker;
import io.barograph.testkit.kafka.KafkaTopics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A topic that is declared to end at offsets that have yet to come, and a process that is killed on its way there. */
@Tag("slow")
class LiveEndKillTest {
    private static final int KILLS = 3;
    private static final int END = 9_000;
    private static final int SENT = 12_000;
    private static final long SEED = Long.getLong("barograph.seed", System.nanoTime());

    @TempDir
    Path folder;

    private final Random random = new Random(SEED);

    private void send(KafkaTopics topics, int from, int to) {
        for (int i = from; i < to; i++) {
            for (int partition = 0; partition < 3; partition++) {
                topics.send(
                        "readings",
                        partition,
                        (1_700_000_000_000L + i * 20L) + "," + random.nextInt(5) + "," + random.nextInt(1_000) / 8.0);
            }
        }
        topics.flush();
    }

    private void write(String servers, long end) throws IOException {
        String readings =
                "CREATE TABLE r (ts TIMESTAMP, k BIGINT, v DOUBLE, WATERMARK FOR ts AS ts - INTERVAL '1' SECOND)"
                        + " WITH ('connector' = 'kafka', 'topic' = 'readings', 'properties.bootstrap.servers' = '"
                        + servers
                        + "', 'format' = 'csv', 'timestamp.unit' = 'ms', 'scan.bounded.mode' = 'specific-offsets',"
                        + " 'scan.bounded.specific-offsets' = 'partition:0,offset:" + end + ";partition:2,offset:" + end
                        + "');\n";
        String query = " SELECT k, window_start, count(*) AS n, avg(v) AS a FROM TABLE(TUMBLE(TABLE r, DESCRIPTOR(ts),"
                + " INTERVAL '7' SECOND)) GROUP BY k, window_start, window_end;\n";
        Files.writeString(
                folder.resolve("live.sql"),
                "SET 'checkpoint.interval' = '100 milliseconds';\n" + readings
                        + "CREATE TABLE out (k BIGINT, window_start TIMESTAMP, n BIGINT, a DOUBLE) WITH ('connector' ="
                        + " 'kafka', 'topic' = 'out', 'properties.bootstrap.servers' = '" + servers
                        + "', 'format' = 'csv', 'delivery' = 'transaction');\nINSERT INTO out" + query);
        Files.writeString(
                folder.resolve("batch.sql"),
                "SET 'execution.runtime-mode' = 'batch';\n" + readings + "INSERT INTO '" + folder.resolve("batch.csv")
                        + "'" + query);
    }

    private static List<String> shown(KafkaTopics topics) {
        List<String> rows = new ArrayList<>();
        topics.read("out", "read_committed")
                .forEach(message -> rows.add(message.valueText().strip()));
        return rows;
    }

    @Test
    void theRunEndsThereWithTheAnswerOfABatchRunAndIsDoneForGood() throws IOException, InterruptedException {
        try (KafkaBroker broker = KafkaBroker.start();
                KafkaTopics topics = new KafkaTopics(broker.bootstrapServers())) {
            topics.create("readings", 3);
            topics.create("out", 1);
            write(broker.bootstrapServers(), END);
            String live = folder.resolve("live.sql").toString();
            BaroProcess baro = new BaroProcess(folder, SEED);
            int sent = 0;
            for (int kill = 0; kill < KILLS; kill++) {
                send(topics, sent, sent += 2_500);
                int before = shown(topics).size();
                // Something new is shown, so that there is a checkpoint to go on from.
                baro.runAndKill(() -> shown(topics).size() > before, "run", live);
            }
            send(topics, sent, SENT);
            baro.runToEnd("run", live);
            baro.runToEnd("run", folder.resolve("batch.sql").toString());
            List<String> batch = Files.readAllLines(folder.resolve("batch.csv"));
            List<String> expected = batch.subList(1, batch.size());
            assertThat(expected).as("seed " + SEED).hasSizeGreaterThan(100);
            assertThat(shown(topics)).as("seed " + SEED).containsExactlyInAnyOrderElementsOf(expected);
            baro.runToEnd("run", live);
            assertThat(shown(topics)).as("started again, seed " + SEED).hasSameSizeAs(expected);
        }
    }
}
