package io.barograph.clusters;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.testkit.server.Patience;
import io.barograph.testkit.spark.SparkCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command sends queries to a master with two workers, whose executors may die. */
@Tag("slow")
@Timeout(300)
class SparkClusterTest {
    private static final String ROWS = "2000000";

    private static final String WINDOWS = """
            SELECT device_id, window_start, count(*) AS n, avg(temperature) AS mean, stddev(humidity) AS spread, max(pressure) AS top
            FROM TABLE(TUMBLE(TABLE 'readings.csv', DESCRIPTOR(timestamp), INTERVAL '1' MINUTE))
            GROUP BY device_id, window_start, window_end ORDER BY device_id, window_start
            """;

    private static final String CHANGES = """
            SELECT device_id, count(*) AS n, sum(change) AS total FROM (
              SELECT device_id, temperature - lag(temperature) OVER (PARTITION BY device_id ORDER BY timestamp) AS change
              FROM 'readings.csv')
            GROUP BY device_id ORDER BY device_id
            """;

    private static SparkCluster cluster;

    @TempDir
    static Path folder;

    private static Baro baro;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        baro = new Baro(Kits.of(SparkClusterTest.class).with("spark", "spark"), folder);
        baro.run("generate", "readings.csv", "--rows", ROWS, "--devices", "50");
        cluster = SparkCluster.start(2);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private static List<String> onCluster(String query, String answer) {
        List<String> arguments = new ArrayList<>(List.of(query, "-o", answer));
        arguments.addAll(cluster.arguments());
        return arguments;
    }

    private static void same(String expected, String actual) throws IOException {
        assertThat(Files.size(folder.resolve(expected))).isPositive();
        assertThat(Files.mismatch(folder.resolve(expected), folder.resolve(actual)))
                .as("the first byte in which %s and %s differ", expected, actual)
                .isEqualTo(-1);
    }

    @Test
    void theAnswersAreThoseOfOneMachine() throws IOException, InterruptedException {
        baro.run(WINDOWS, "-o", "windows.csv");
        baro.finish(baro.start(onCluster(WINDOWS, "windows-spark.csv")), 0);
        same("windows.csv", "windows-spark.csv");
        baro.run(CHANGES, "-o", "changes.csv");
        baro.finish(baro.start(onCluster(CHANGES, "changes-spark.csv")), 0);
        same("changes.csv", "changes-spark.csv");
    }

    @Test
    void anExecutorThatIsKilledIsReplaced() throws IOException, InterruptedException {
        baro.run(WINDOWS, "-o", "expected.csv");
        Process running = baro.start(onCluster(WINDOWS, "survived.csv"));
        Patience.await("an executor runs", () -> cluster.worker(0).executors() > 0);
        assertThat(cluster.worker(0).killExecutors()).isPositive();
        baro.finish(running, 0);
        same("expected.csv", "survived.csv");
    }

    @Test
    void aClusterThatIsNotThereIsNamed() throws IOException, InterruptedException {
        Process refused = baro.start(List.of(
                "SELECT 1 AS one",
                "--engine",
                "spark",
                "--master",
                "spark://127.0.0.1:1",
                "--conf",
                "spark.driver.host=127.0.0.1"));
        assertThat(baro.finish(refused, 3))
                .startsWith("error: Spark")
                .contains("spark://127.0.0.1:1")
                .doesNotContain("\tat ");
    }
}
