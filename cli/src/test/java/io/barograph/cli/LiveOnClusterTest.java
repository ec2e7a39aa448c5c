package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of a live pipeline before it runs on a cluster. */
class LiveOnClusterTest {
    private static final String KAFKA =
            "'connector' = 'kafka', 'topic' = 'readings', 'properties.bootstrap.servers' = '127.0.0.1:1', 'format' = 'csv'";
    private static final String WINDOWS =
            "SELECT device_id, window_start, avg(v) FROM TABLE(TUMBLE(TABLE s, DESCRIPTOR(ts), INTERVAL '1' MINUTE))"
                    + " GROUP BY device_id, window_start, window_end";

    @TempDir
    Path folder;

    private final Session baro = new Session();

    private int explain(String table, String query, String engine) throws IOException {
        Path file = Files.writeString(
                folder.resolve("live.sql"),
                "CREATE TABLE s (ts TIMESTAMP, device_id BIGINT, v DOUBLE, WATERMARK FOR ts AS ts - INTERVAL '5' SECOND) WITH ("
                        + table + ");\nCREATE TABLE screen WITH ('connector' = 'console');\nINSERT INTO screen " + query
                        + ";\n");
        return baro.run("run", file.toString(), "--explain", "--engine", engine);
    }

    @Test
    void sparkTellsHowItRuns() throws IOException {
        assertThat(explain(KAFKA, WINDOWS, "spark")).as(baro.err()).isZero();
        assertThat(baro.out())
                .contains(
                        "bound    2 windows at once per device_id",
                        "in micro-batches:",
                        "a task per partition keeps the windows and rows of",
                        "    groups by ",
                        ": dealt out by device_id");
    }

    @Test
    void whatDoesNotRunThereNamesTheEngineThatRunsIt() throws IOException {
        Files.createDirectories(folder.resolve("in"));
        Files.writeString(folder.resolve("in/a.csv"), "ts,device_id,v\n2023-01-01 00:00:00,1,2.5\n");
        String quiet =
                "SELECT ts, device_id, reason FROM TABLE(DETECT(TABLE s PARTITION BY device_id, DESCRIPTOR(ts), 'v',"
                        + " detector => 'gone_quiet')) WHERE anomaly";
        assertThat(explain(KAFKA, quiet, "spark")).as(baro.err()).isZero();
        assertThat(baro.out()).contains("    rows along time by device_id: all in one partition");
        assertThat(explain(KAFKA + ", 'retain' = '1 minute'", WINDOWS, "spark")).isPositive();
        assertThat(baro.err())
                .contains("table s lets windows go by an explicit 'retain', which does not run live on spark yet");
        assertThat(explain(
                        "'path' = '" + folder.resolve("in") + "', 'format' = 'csv', 'follow' = 'true'",
                        WINDOWS,
                        "spark"))
                .isPositive();
        assertThat(baro.err()).contains("table s is read on this machine alone, which does not run live on spark");
        assertThat(explain(KAFKA, WINDOWS, "hadoop")).isPositive();
        assertThat(baro.err())
                .contains(
                        "live tables do not run on hadoop yet; take --engine spark or --engine flink, or leave --engine hadoop");
    }
}
