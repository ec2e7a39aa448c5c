package io.barograph.clusters;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command with each engine's mini form: the libraries come from a kit, by a class loader of its own. */
@Tag("slow")
@Timeout(300)
class EnginesHereTest {
    private static final String QUERY = """
            SELECT device_id, window_start, count(*) AS n, avg(temperature) AS mean, stddev(humidity) AS spread
            FROM TABLE(TUMBLE(TABLE 'readings.csv', DESCRIPTOR(timestamp), INTERVAL '1' MINUTE))
            GROUP BY device_id, window_start, window_end ORDER BY device_id, window_start
            """;

    @TempDir
    static Path folder;

    private static Baro baro;

    @BeforeAll
    static void install() throws IOException, InterruptedException {
        Kits kits = Kits.of(EnginesHereTest.class)
                .with("spark", "spark")
                .with("flink", "flink")
                .with("hadoop", "connectors/hdfs", "hadoop");
        baro = new Baro(kits, folder);
        baro.run("generate", "readings.csv", "--rows", "200000", "--devices", "20");
        baro.run(QUERY, "-o", "local.csv");
    }

    @ParameterizedTest
    @ValueSource(strings = {"spark", "flink", "hadoop"})
    void theAnswerIsThatOfTheLocalEngine(String engine) throws IOException, InterruptedException {
        baro.run(QUERY, "-o", engine + ".csv", "--engine", engine);
        assertThat(folder.resolve(engine + ".csv")).hasSameTextualContentAs(folder.resolve("local.csv"));
    }

    @Test
    void verifyRunsThemAll() throws IOException, InterruptedException {
        assertThat(baro.run("verify", QUERY)).contains("spark", "flink", "hadoop", "the same answer, 10 times");
    }

    @ParameterizedTest
    @ValueSource(strings = {"spark", "flink", "hadoop"})
    void whatIsWrongIsSaidInOurWords(String engine) throws IOException, InterruptedException {
        Files.writeString(folder.resolve("bad.csv"), "a\n1\nx\n");
        Process refused = baro.start(java.util.List.of(
                "SELECT sum(CAST(a AS INT)) AS total FROM 'bad.csv'", "--strict", "--engine", engine));
        assertThat(baro.finish(refused, 1))
                .startsWith("error: ")
                .contains("'x'")
                .doesNotContain("\tat ");
    }
}
