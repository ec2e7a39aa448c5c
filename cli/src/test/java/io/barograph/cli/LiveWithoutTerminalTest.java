package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code baro run} says of a live pipeline where its output goes to files and pipes. */
class LiveWithoutTerminalTest {
    @TempDir
    Path folder;

    @Test
    void aFormForAnswersThatEndIsRefused() throws Exception {
        Path file = Files.writeString(
                folder.resolve("s.sql"),
                "CREATE TABLE readings (x BIGINT) WITH ('connector' = 'stdin', 'format' = 'csv', 'journal' = '"
                        + folder.resolve("j") + "');\nSELECT x FROM readings");
        Session baro = new Session();
        assertThat(baro.run("run", file.toString(), "--format", "csv")).isEqualTo(2);
        assertThat(baro.err()).contains(file + ":2:1: --format is for answers that end", "'view' = 'append'");
    }

    @Test
    void aPipelineOfAServiceIsToldWithFileLineAndMark() throws Exception {
        Path file = Files.writeString(folder.resolve("p.sql"), "SET 'threads' = '1';\nSELEC 2");
        Session baro = new Session();
        assertThat(baro.run(
                        "serve",
                        "--listen",
                        "127.0.0.1:0",
                        "--data",
                        folder.resolve("d").toString(),
                        file.toString()))
                .isEqualTo(2);
        assertThat(baro.err()).contains("error: " + file + ":2:", "line 2: SELEC 2\n", "^\n");
    }
}
