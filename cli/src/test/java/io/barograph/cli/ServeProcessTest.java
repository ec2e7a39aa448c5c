package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code baro serve} as a process: told to end it makes a last checkpoint, killed it goes on from the one before. */
@Tag("slow")
class ServeProcessTest {
    /** Of a process that SIGTERM has ended. */
    private static final int TERMINATED = 143;

    @TempDir
    Path folder;

    @Test
    void aSignalIsAnOrderToMakeALastCheckpoint() throws Exception {
        Path readings = folder.resolve("r.csv");
        Files.writeString(readings, "ts,x\n2024-01-01 00:00:00,1\n");
        Files.writeString(
                folder.resolve("p.sql"),
                "SET 'checkpoint.interval' = '1 hour';\n"
                        + "CREATE TABLE r (ts TIMESTAMP, x BIGINT, WATERMARK FOR ts AS ts - INTERVAL '1' SECOND)"
                        + " WITH ('path' = 'r.csv', 'format' = 'csv', 'follow' = 'true');\n"
                        + "CREATE TABLE o WITH ('path' = 'out/', 'format' = 'csv');\n"
                        + "INSERT INTO o SELECT window_start, sum(x) AS s FROM TABLE(TUMBLE(TABLE r, DESCRIPTOR(ts),"
                        + " INTERVAL '1' MINUTE)) GROUP BY window_start, window_end");
        try (ServedProcess service = ServedProcess.in(folder, "p.sql")) {
            service.awaitStatus("\"read\":1,");
            assertThat(service.terminate()).isEqualTo(TERMINATED);
            assertThat(service.said()).contains("pipeline ended", "CANCELLED", "service ended");
        }
        try (ServedProcess service = ServedProcess.in(folder, "p.sql")) {
            service.awaitStatus("\"checkpoint\":{\"number\":0");
            service.kill();
        }
        Files.writeString(readings, "2024-01-01 00:00:30,2\n2024-01-01 00:02:00,3\n", StandardOpenOption.APPEND);
        try (ServedProcess service = ServedProcess.in(folder, "p.sql")) {
            service.awaitStatus("\"read\":3,");
            service.terminate();
        }
        RealProcess batch = new RealProcess(folder);
        batch.run("SELECT s FROM 'out/*.csv'");
        assertThat(batch.said()).isEqualTo("s\n3\n");
    }
}
