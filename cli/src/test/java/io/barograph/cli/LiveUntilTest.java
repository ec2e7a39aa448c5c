package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code baro run --until TIME}, and what a run says of why it ended. */
@Timeout(60)
class LiveUntilTest {
    @TempDir
    Path folder;

    private final Session baro = new Session();
    private Path readings;

    @BeforeEach
    void write() throws IOException {
        StringBuilder lines = new StringBuilder("ts,v\n");
        for (int minute = 0; minute < 60; minute++) {
            lines.append(String.format("2026-01-01 11:%02d:00,%d%n", minute, minute));
        }
        readings = Files.writeString(folder.resolve("readings.csv"), lines.append("2026-01-01 12:00:00,60\n"));
    }

    private String pipeline(String watermark) throws IOException {
        return Files.writeString(
                        folder.resolve("live.sql"),
                        "CREATE TABLE r (ts TIMESTAMP, v BIGINT" + watermark + ") WITH ('path' = '" + readings
                                + "', 'follow' = 'true');\n"
                                + "CREATE TABLE c WITH ('connector' = 'console', 'view' = 'append');\n"
                                + "INSERT INTO c SELECT window_start, sum(v) AS s FROM TABLE(TUMBLE(TABLE r,"
                                + " DESCRIPTOR(ts), INTERVAL '10' MINUTE)) GROUP BY window_start, window_end;\n")
                .toString();
    }

    private String pipeline() throws IOException {
        return pipeline(", WATERMARK FOR ts AS ts - INTERVAL '1' MINUTE");
    }

    @ParameterizedTest
    @CsvSource({"2026-01-01 11:20:00", "2026-01-01T20:20:00+09:00"})
    void theRunEndsWhenAllUpToTheTimeIsWrittenAndTheNextGoesOn(String time) throws IOException {
        String pipeline = pipeline();
        assertThat(baro.run("run", pipeline, "--until", time)).as(baro.err()).isZero();
        assertThat(baro.out()).startsWith("window_start,s\n2026-01-01 11:00:00,45\n2026-01-01 11:10:00,145\n");
        assertThat(baro.err())
                .contains("ended: all results up to 2026-01-01 11:20:00 are written; the next run goes on\n");
        String first = baro.out();
        assertThat(baro.run("run", pipeline, "--bounded")).isZero();
        assertThat(first + baro.out().replace("window_start,s\n", "")).isEqualTo("""
                window_start,s
                2026-01-01 11:00:00,45
                2026-01-01 11:10:00,145
                2026-01-01 11:20:00,245
                2026-01-01 11:30:00,345
                2026-01-01 11:40:00,445
                2026-01-01 11:50:00,545
                2026-01-01 12:00:00,60
                """);
        assertThat(baro.err()).contains("ended: all lanes have, and every window is shown\n");
    }

    @Test
    void whatThereIsMayEndTheRunBefore() throws IOException {
        String pipeline = pipeline();
        assertThat(baro.run("run", pipeline, "--until", "2026-02-01", "--until-caught-up"))
                .isZero();
        assertThat(baro.err()).contains("ended: what there was is read; the next run goes on\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            2026-01-01 | --bounded | --until leaves those open that end later
            noon | --until-caught-up | --until is 'noon', but must be a time such as '2026-01-01 12:00:00'
            """)
    void whatCannotBeIsRefused(String time, String other, String message) throws IOException {
        assertThat(baro.run("run", pipeline(), "--until", time, other)).isEqualTo(2);
        assertThat(baro.err()).contains(message);
    }

    @Test
    void aTableWithoutAWatermarkComesToNoTime() throws IOException {
        String pipeline = Files.writeString(
                        folder.resolve("plain.sql"),
                        "CREATE TABLE r (v BIGINT) WITH ('path' = '" + readings + "', 'follow' = 'true');\n"
                                + "CREATE TABLE c WITH ('connector' = 'console', 'view' = 'append');\n"
                                + "INSERT INTO c SELECT v FROM r;\n")
                .toString();
        assertThat(baro.run("run", pipeline, "--until", "2026-01-01")).isEqualTo(2);
        assertThat(baro.err()).contains("table r declares no WATERMARK");
    }
}
