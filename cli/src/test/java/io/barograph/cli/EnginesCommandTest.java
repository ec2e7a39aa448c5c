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
        assertThat(baro.out()).contains("local     works", "hadoop    not installed", "baro engines install hadoop");
        Files.createDirectories(home.resolve("engines/hadoop"));
        assertThat(baro.run("engines")).isZero();
        assertThat(baro.out()).contains("hadoop    works", home.toString());
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
    void anAnswerForHdfsSaysSoBeforeAnythingRuns() {
        assertThat(baro.run("SELECT 1 AS one", "-o", "hdfs://namenode:8020/a.csv"))
                .isEqualTo(2);
        assertThat(baro.err()).contains("baro engines install hadoop");
    }
}
