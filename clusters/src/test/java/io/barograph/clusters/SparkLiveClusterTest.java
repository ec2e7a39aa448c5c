package io.barograph.clusters;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.testkit.kafka.KafkaBroker;
import io.barograph.testkit.kafka.KafkaTopics;
import io.barograph.testkit.server.Patience;
import io.barograph.testkit.spark.SparkCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A live pipeline on a master with two workers, whose executors die, as the command does: what is left is what one machine leaves. */
@Tag("slow")
@Timeout(600)
class SparkLiveClusterTest {
    private static final int PARTITIONS = 4;
    private static final long START = 1_700_000_000_000L;
    private static final int FIRST = 6_000;
    private static final int SECOND = 12_000;
    private static final int ALL = 18_000;

    @TempDir
    Path folder;

    private static String table(String name, String columns, String topic, String servers, String more) {
        return "CREATE TABLE " + name + " (" + columns + ") WITH ('connector' = 'kafka', 'topic' = '" + topic
                + "', 'properties.bootstrap.servers' = '" + servers + "'" + more + ");\n";
    }

    private void pipeline(String file, String servers, String suffix) throws IOException {
        String columns =
                "device_id BIGINT, window_start TIMESTAMP, n BIGINT, average DOUBLE, deviation DOUBLE, least DOUBLE";
        String windows = " SELECT device_id, window_start, count(*), avg(temperature), stddev(temperature),"
                + " min(temperature) FROM TABLE(TUMBLE(TABLE sensors, DESCRIPTOR(ts), INTERVAL '1' MINUTE))"
                + " GROUP BY device_id, window_start, window_end;\n";
        Files.writeString(
                folder.resolve(file),
                table(
                                "sensors",
                                "ts TIMESTAMP, device_id BIGINT, temperature DOUBLE,"
                                        + " WATERMARK FOR ts AS ts - INTERVAL '5' SECOND",
                                "readings",
                                servers,
                                ", 'format' = 'csv', 'timestamp.unit' = 'ms', 'accept' = '8 seconds'")
                        + table(
                                "upserted",
                                columns + ", PRIMARY KEY (device_id, window_start) NOT ENFORCED",
                                "upserted" + suffix,
                                servers,
                                ", 'format' = 'json'")
                        + table(
                                "committed",
                                columns,
                                "committed" + suffix,
                                servers,
                                ", 'format' = 'json', 'delivery' = 'transaction'")
                        + "INSERT INTO upserted" + windows
                        + "INSERT INTO committed" + windows);
    }

    private static void send(KafkaTopics topics, int from, int to) {
        Random random = new Random(from);
        for (int i = from; i < to; i++) {
            String value = random.nextInt(2_000) == 0
                    ? "broken"
                    : String.format(
                            Locale.ROOT,
                            "%d,%d,%.4f",
                            START + i * 40L - random.nextInt(9_000),
                            random.nextInt(30),
                            20 + random.nextGaussian());
            topics.send("readings", i % PARTITIONS, value);
        }
        topics.flush();
    }

    private static List<String> onCluster(SparkCluster cluster, String... more) {
        List<String> arguments = new ArrayList<>(List.of("run", "spark.sql"));
        arguments.addAll(cluster.arguments());
        arguments.addAll(List.of(more));
        return arguments;
    }

    private static List<String> log(KafkaTopics topics, String topic) {
        return topics.read(topic).stream()
                .map(KafkaTopics.Message::valueText)
                .sorted()
                .toList();
    }

    @Test
    void neitherKilledExecutorsNorAKilledCommandChangeWhatIsLeft() throws IOException, InterruptedException {
        try (KafkaBroker broker = KafkaBroker.start();
                KafkaTopics topics = new KafkaTopics(broker.bootstrapServers());
                SparkCluster cluster = SparkCluster.start(2)) {
            Baro baro = new Baro(Kits.of(SparkLiveClusterTest.class).with("spark", "spark"), folder);
            topics.create("readings", PARTITIONS);
            for (String topic : List.of("upserted-here", "committed-here", "upserted-spark", "committed-spark")) {
                topics.create(topic, 1);
            }
            pipeline("here.sql", broker.bootstrapServers(), "-here");
            pipeline("spark.sql", broker.bootstrapServers(), "-spark");

            send(topics, 0, FIRST);
            Process running = baro.start(onCluster(cluster));
            Path batches = folder.resolve("spark.state/batches");
            Patience.await("Spark plans", () -> Files.exists(batches.resolve("offsets/0")));
            Patience.await("a batch is done", () -> Files.exists(batches.resolve("commits/0")));
            Patience.await(
                    "windows of the first readings",
                    () -> log(topics, "committed-spark").size() > 50);
            assertThat(cluster.worker(0).killExecutors()).isPositive();
            CatchUp catchUp = new CatchUp("an executor");
            int before = log(topics, "committed-spark").size();
            send(topics, FIRST, SECOND);
            Patience.await(
                    "windows behind the killed executor",
                    () -> log(topics, "committed-spark").size() > before + 50);
            catchUp.tell();
            running.destroyForcibly().waitFor();

            send(topics, SECOND, ALL);
            Process rest = baro.start(onCluster(cluster, "--bounded"));
            String said = baro.finish(rest, 0);
            assertThat(said).contains("late", "rejected");

            baro.run("run", "here.sql", "--bounded");
            assertThat(topics.table("upserted-here")).hasSizeGreaterThan(300);
            assertThat(new TreeMap<>(topics.table("upserted-spark")))
                    .isEqualTo(new TreeMap<>(topics.table("upserted-here")));
            // How often a late reading revises a window depends on when it was shown; the last row under its key does
            // not.
            assertThat(new TreeMap<>(topics.table("committed-spark")))
                    .isEqualTo(new TreeMap<>(topics.table("committed-here")));
            assertThat(log(topics, "committed-spark"))
                    .as("no row is shown twice")
                    .doesNotHaveDuplicates();
        }
    }
}
