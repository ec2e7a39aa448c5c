package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows through the standard input of the real process. */
@Tag("slow")
class StdinTest {
    @TempDir
    Path folder;

    private void pipeline(String format) throws IOException {
        Files.writeString(
                folder.resolve("live.sql"),
                "SET 'checkpoint.interval' = '100 milliseconds';\n"
                        + "CREATE TABLE readings (device_id BIGINT, ts TIMESTAMP, temperature DOUBLE, WATERMARK FOR ts AS"
                        + " ts - INTERVAL '5' SECOND) WITH ('connector' = 'stdin', 'format' = '" + format + "');\n"
                        + "CREATE TABLE out WITH ('connector' = 'console', 'view' = 'append');\n"
                        + "INSERT INTO out SELECT window_start, count(*) AS n, sum(temperature) AS total FROM"
                        + " TABLE(TUMBLE(TABLE readings, DESCRIPTOR(ts), INTERVAL '1' MINUTE)) GROUP BY window_start,"
                        + " window_end;\n");
    }

    private static void write(OutputStream to, String text) throws IOException {
        to.write(text.getBytes(StandardCharsets.UTF_8));
        to.flush();
    }

    @Test
    void rowsAreReadAsTheyComeAndTheEndClosesEveryWindow() throws Exception {
        pipeline("csv");
        RealProcess baro = new RealProcess(folder);
        Process process = baro.start("run", "live.sql");
        OutputStream in = process.getOutputStream();
        write(in, "1,2024-01-01 00:00:01,1.5\n2,2024-01-01 00:00:02,2.5\nnonsense\n1,2024-01-01 00:01");
        TimeUnit.MILLISECONDS.sleep(300);
        write(in, ":30,4\n");
        for (int i = 0; !baro.said().contains("2024-01-01 00:00:00,2,4"); i++) {
            assertThat(i).as(baro.said()).isLessThan(1_000);
            assertThat(process.isAlive()).as(baro.said()).isTrue();
            TimeUnit.MILLISECONDS.sleep(20);
        }
        assertThat(baro.said()).as("the window of the last row is open").doesNotContain("00:01:00");
        in.close();
        baro.awaitEnd(process);
        assertThat(baro.said())
                .contains("2024-01-01 00:01:00,1,4", "read 4 = used 3 + late 0 + rejected 1 + duplicate 0");
    }

    @Test
    void whatCameBeforeAKillIsNotLost() throws Exception {
        pipeline("json");
        RealProcess baro = new RealProcess(folder);
        Process process = baro.start("run", "live.sql");
        OutputStream in = process.getOutputStream();
        write(in, "{\"device_id\":1,\"ts\":\"2024-01-01 00:00:01\",\"temperature\":1}\n");
        Path segment = folder.resolve("readings.journal/0000000000000000000.journal");
        for (int i = 0; !Files.exists(segment) || Files.size(segment) < 60; i++) {
            assertThat(i).as(baro.said()).isLessThan(1_000);
            TimeUnit.MILLISECONDS.sleep(20);
        }
        process.destroyForcibly().waitFor();
        process = baro.start("run", "live.sql");
        write(process.getOutputStream(), "{\"device_id\":1,\"ts\":\"2024-01-01 00:00:02\",\"temperature\":2}\n");
        process.getOutputStream().close();
        baro.awaitEnd(process);
        assertThat(baro.said()).contains("2024-01-01 00:00:00,2,3");
    }
}
