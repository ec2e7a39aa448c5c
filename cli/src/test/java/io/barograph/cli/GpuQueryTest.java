package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --gpu} of queries and pipelines, on machines with a GPU and without. */
class GpuQueryTest {
    @TempDir
    Path folder;

    private final Session baro = new Session();
    private String file = "";
    private String query = "";

    @BeforeEach
    void generate() {
        file = folder.resolve("sensors.csv").toString();
        query = "SELECT device_id, count(*), avg(temperature), stddev(pressure), max(humidity) FROM '" + file
                + "' GROUP BY device_id";
        assertThat(baro.run("generate", file, "--rows", "5000")).isZero();
    }

    @Test
    void aQueryIsAnsweredByTheGpuOrTheReasonIsSaid() {
        String gpu = baro.gpu();
        assertThat(baro.run(query)).isZero();
        String expected = baro.out();
        int status = baro.run(query, "--gpu");
        if (gpu.startsWith("works: ")) {
            assertThat(status).isZero();
            assertThat(baro.out()).isEqualTo(expected);
        } else {
            assertThat(status).isEqualTo(3);
            assertThat(baro.err()).contains(gpu.substring("none: ".length()));
        }
        assertThat(baro.run(query, "--gpu", "auto")).isZero();
        assertThat(baro.out()).isEqualTo(expected);
        assertThat(baro.err()).startsWith("note: on the CPU: the work of about ");
    }

    @Test
    void whatAGpuCannotDoIsRefused() {
        assertThat(baro.run("SELECT device_id FROM '" + file + "'", "--gpu")).isEqualTo(2);
        assertThat(baro.err()).contains("--gpu: this query has no groups to add up; with --gpu auto, or without it");
        assertThat(baro.run(query, "--gpu", "--engine", "spark")).isEqualTo(2);
    }

    @Test
    void aPlanSaysWhichStagesGoToTheGpu() throws IOException {
        assertThat(baro.run(query, "--explain")).isZero();
        assertThat(baro.out()).doesNotContain("gpu: ");
        assertThat(baro.run("EXPLAIN " + query, "--gpu", "auto")).isZero();
        assertThat(baro.out()).contains("\ngpu: stage 0 on the CPU: the work of about ");
        Path pipeline = Files.writeString(
                folder.resolve("pipeline.sql"),
                "INSERT INTO '" + folder.resolve("means.csv") + "' " + query + ";\nINSERT INTO '"
                        + folder.resolve("more.csv") + "' SELECT count(*) AS n FROM '" + folder.resolve("means.csv")
                        + "';\n");
        assertThat(baro.run("run", pipeline.toString(), "--explain", "--gpu", "auto"))
                .isZero();
        assertThat(baro.out().lines().filter(line -> line.startsWith("gpu: stage 0 on the CPU: ")))
                .hasSize(2);
        assertThat(baro.run("run", pipeline.toString(), "--gpu", "auto")).isZero();
        assertThat(folder.resolve("more.csv")).content().isEqualTo("n\n100\n");
    }

    @Test
    void tablesWhoseRowsKeepComingAreRefusedBeforeAnythingIsOpened() throws IOException {
        Path pipeline = Files.writeString(
                folder.resolve("live.sql"),
                "CREATE TABLE r (t TIMESTAMP, x DOUBLE, WATERMARK FOR t AS t) WITH ('connector' = 'http', 'port' = '1',"
                        + " 'format' = 'csv');\n"
                        + "CREATE TABLE c WITH ('connector' = 'console', 'view' = 'append');\n"
                        + "INSERT INTO c SELECT window_start, avg(x) AS a FROM TABLE(TUMBLE(TABLE r, DESCRIPTOR(t),"
                        + " INTERVAL '1' MINUTE)) GROUP BY window_start, window_end;\n");
        assertThat(baro.run("run", pipeline.toString(), "--gpu")).isEqualTo(2);
        assertThat(baro.err()).contains("a GPU does not compute tables whose rows keep coming");
    }
}
