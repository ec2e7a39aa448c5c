package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.engines.Engines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnginesCommandTest {
    @TempDir
    Path home;

    private final Session baro = new Session();

    @BeforeEach
    void nothingIsInstalled() {
        System.setProperty(Engines.HOME_PROPERTY, home.toString());
    }

    @AfterEach
    void asBefore() {
        System.clearProperty(Engines.HOME_PROPERTY);
    }

    @Test
    void whatWorksIsListedAndWhatDoesNotSaysHow() throws IOException {
        assertThat(baro.run("engines")).isZero();
        assertThat(baro.out())
                .contains("local     works", "gpu       ", "hadoop    not installed", "baro engines install hadoop")
                .contains("spark     not installed", "flink     not installed");
        Files.createDirectories(home.resolve("engines/hadoop"));
        assertThat(baro.run("engines")).isZero();
        assertThat(baro.out()).contains("hadoop    works", home.toString());
    }

    /** Whether or not this machine has one. */
    @Test
    void theGpuIsNamedOrItIsSaidWhyThereIsNone() {
        assertThat(baro.run("engines")).isZero();
        assertThat(baro.out().lines().filter(line -> line.startsWith("gpu ")))
                .singleElement()
                .asString()
                .matches("gpu       (works: .+ GiB, compute capability .+, CUDA driver .+|none: .+)");
    }

    @Test
    void anEngineThatIsNoneIsRefused() {
        assertThat(baro.run("engines", "install", "hadoup")).isEqualTo(2);
        assertThat(baro.err()).contains("there is no engine 'hadoup' to install", "hadoop");
        assertThat(baro.run("engines", "remove", "hadoop")).isEqualTo(2);
        assertThat(baro.err()).contains("baro engines install NAME; not: remove hadoop");
    }

    @Test
    void aQueryOverHdfsSaysWhatIsMissing() {
        assertThat(baro.run("SELECT * FROM 'hdfs://namenode:8020/a.csv'")).isEqualTo(2);
        assertThat(baro.err())
                .startsWith("error: 'hdfs://namenode:8020/a.csv': the libraries of 'hadoop' are not installed here")
                .contains("baro engines install hadoop");
    }

    @Test
    void aQuerySaysWhereItRuns() {
        assertThat(baro.run("SELECT 1 AS one", "--engine", "sparc")).isEqualTo(2);
        assertThat(baro.err()).contains("there is no engine 'sparc'", "spark");
        assertThat(baro.run("SELECT 1 AS one", "--master", "spark://host:7077")).isEqualTo(2);
        assertThat(baro.err()).contains("say which engine it is");
        assertThat(baro.run("SELECT 1 AS one", "--engine", "spark", "--conf", "x"))
                .isEqualTo(2);
        assertThat(baro.err()).contains("--conf expects KEY=VALUE");
        assertThat(baro.run("SELECT 1 AS one", "--engine", "spark")).isEqualTo(2);
        assertThat(baro.err()).contains("--engine spark: ", "baro engines install spark");
        assertThat(baro.run("SELECT 1 AS one", "--engine", "local")).isZero();
    }

    @Test
    void explainSaysWhichTasksThereWouldBeWithoutTheEngine() {
        assertThat(baro.run(
                        "EXPLAIN SELECT a, count(*) AS n FROM (VALUES (1), (2)) AS t(a) GROUP BY a ORDER BY a",
                        "--engine",
                        "spark",
                        "--master",
                        "spark://host:7077"))
                .isZero();
        assertThat(baro.out())
                .contains("on spark, spark://host:7077, as tasks:")
                .contains(
                        "stage 0 reads rows of the query, one task; partial groups go out [keyed: to the partition of their key]")
                .contains("stage 1 reads stage 0, a task per partition; rows go out [gather: to one partition]");
    }

    @Test
    void anAnswerForHdfsSaysSoBeforeAnythingRuns() {
        assertThat(baro.run("SELECT 1 AS one", "-o", "hdfs://namenode:8020/a.csv"))
                .isEqualTo(2);
        assertThat(baro.err()).contains("baro engines install hadoop");
    }
}
