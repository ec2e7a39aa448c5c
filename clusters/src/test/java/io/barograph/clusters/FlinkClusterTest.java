package io.barograph.clusters;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.testkit.flink.FlinkCluster;
import io.barograph.testkit.kafka.KafkaBroker;
import io.barograph.testkit.kafka.KafkaTopics;
import io.barograph.testkit.server.Patience;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command sends queries to a session cluster with two TaskManagers, which may die. */
@Tag("slow")
@Timeout(300)
class FlinkClusterTest {
    private static final String ROWS = "2000000";
    private static final int PARTITIONS = 3;

    private static final String WINDOWS = """
            SELECT device_id, window_start, count(*) AS n, avg(temperature) AS mean, stddev(humidity) AS spread, max(pressure) AS top
            FROM TABLE(TUMBLE(TABLE 'readings.csv', DESCRIPTOR(timestamp), INTERVAL '1' MINUTE))
            GROUP BY device_id, window_start, window_end ORDER BY device_id, window_start
            """;

    private static final String PIPELINE = """
            SET 'checkpoint.interval' = '1 s';
            CREATE TABLE readings (t TIMESTAMP, device VARCHAR, value DOUBLE, WATERMARK FOR t AS t - INTERVAL '5' SECOND)
            WITH ('connector' = 'kafka', 'bootstrap.servers' = '%1$s', 'topic' = 'readings', 'format' = 'csv',
                  'accept' = '1 minute');
            CREATE TABLE result WITH ('connector' = 'kafka', 'bootstrap.servers' = '%1$s', 'topic' = '%2$s', 'format' = 'json');
            INSERT INTO result
            SELECT device, window_start, count(*) AS n, avg(value) AS mean, stddev(value) AS spread
            FROM TABLE(TUMBLE(TABLE readings, DESCRIPTOR(t), INTERVAL '10' SECOND))
            GROUP BY device, window_start, window_end;
            """;

    @TempDir
    static Path folder;

    private static FlinkCluster cluster;
    private static Baro baro;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        baro = new Baro(Kits.of(FlinkClusterTest.class).with("flink", "flink"), folder);
        baro.run("generate", "readings.csv", "--rows", ROWS, "--devices", "50");
        cluster = FlinkCluster.start(2, 2, 1024);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private static List<String> onCluster(String... command) {
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(List.of("--engine", "flink", "--master", cluster.master()));
        return arguments;
    }

    private static void same(String expected, String actual) throws IOException {
        assertThat(Files.size(folder.resolve(expected))).isPositive();
        assertThat(Files.mismatch(folder.resolve(expected), folder.resolve(actual)))
                .as("the first byte in which %s and %s differ", expected, actual)
                .isEqualTo(-1);
    }

    @Test
    void theAnswerIsThatOfOneMachine() throws IOException, InterruptedException {
        baro.run(WINDOWS, "-o", "windows.csv");
        baro.finish(baro.start(onCluster(WINDOWS, "-o", "windows-flink.csv")), 0);
        same("windows.csv", "windows-flink.csv");
    }

    @Test
    void aTaskManagerThatIsKilledCostsTimeAlone() throws IOException, InterruptedException {
        baro.run(WINDOWS, "-o", "expected.csv");
        Process running = baro.start(onCluster(WINDOWS, "-o", "survived.csv"));
        Patience.await("a job runs", () -> cluster.manager().overview("jobs-running") > 0);
        cluster.worker(0).kill();
        cluster.worker(0).restart();
        baro.finish(running, 0);
        same("expected.csv", "survived.csv");
    }

    @Test
    void aLivePipelineSurvivesATaskManager() throws IOException, InterruptedException {
        try (KafkaBroker broker = KafkaBroker.start();
                KafkaTopics topics = new KafkaTopics(broker.bootstrapServers())) {
            for (String topic : List.of("readings", "local", "flink")) {
                topics.create(topic, PARTITIONS);
                Files.writeString(folder.resolve(topic + ".sql"), PIPELINE.formatted(broker.bootstrapServers(), topic));
            }
            Random random = new Random(7);
            send(topics, random, 0, 20_000);
            Process running = baro.start(onCluster("run", "flink.sql"));
            try {
                Patience.await("rows are shown", () -> {
                    assertThat(running.isAlive() ? "" : baro.finish(running, 0)).isEmpty();
                    return !topics.read("flink").isEmpty();
                });
                send(topics, random, 20_000, 30_000);
                cluster.worker(1).kill();
                CatchUp catchUp = new CatchUp("a TaskManager");
                send(topics, random, 30_000, 40_000);
                cluster.worker(1).restart();
                // What runs has the file of what is said.
                Baro beside = new Baro(baro.kits(), Files.createDirectories(folder.resolve("beside")));
                beside.run("run", "../local.sql", "--until-caught-up");
                Patience.await(
                        "both tables are one", () -> topics.table("flink").equals(topics.table("local")));
                catchUp.tell();
                assertThat(topics.table("local")).hasSizeGreaterThan(100);
            } finally {
                running.destroy();
            }
            running.waitFor();
        }
    }

    private static void send(KafkaTopics topics, Random random, int from, int to) {
        for (int row = from; row < to; row++) {
            int back = random.nextInt(100) == 0 ? 20_000 : random.nextInt(4_000);
            Instant time = Instant.parse("2026-03-01T00:00:00Z").plus(Duration.ofMillis(60_000 + row * 10L - back));
            topics.send(
                    "readings",
                    row % PARTITIONS,
                    time + ",device-" + random.nextInt(20) + "," + random.nextInt(1_000_000) / 1e3);
        }
        topics.flush();
    }

    @Test
    void aClusterThatIsNotThereIsNamed() throws IOException, InterruptedException {
        Process refused = baro.start(List.of("SELECT 1 AS one", "--engine", "flink", "--master", "127.0.0.1:1"));
        assertThat(baro.finish(refused, 3))
                .startsWith("error: no Flink answers")
                .contains("127.0.0.1:1")
                .doesNotContain("\tat ");
    }
}
