package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real process on a pseudo-terminal, which Python makes where it is installed. */
@Tag("slow")
class LiveTerminalTest {
    @TempDir
    Path folder;

    @Test
    void aTableAndTheStatusShareTheTerminalAndLeaveItClean() throws Exception {
        Path python = Path.of("/usr/bin/python3");
        assumeTrue(Files.isExecutable(python), "no python3 to make a pseudo-terminal");
        StringBuilder readings = new StringBuilder("device_id,ts\n");
        for (int i = 0; i < 240; i++) {
            readings.append("a,2026-01-01 00:")
                    .append(i / 60)
                    .append(':')
                    .append(i % 60)
                    .append('\n');
        }
        Files.writeString(folder.resolve("readings.csv"), readings.toString().replaceAll(":(\\d)(?=[:\n])", ":0$1"));
        Files.writeString(folder.resolve("live.sql"), """
                CREATE TABLE sensors (device_id STRING, ts TIMESTAMP, WATERMARK FOR ts AS ts - INTERVAL '5' SECOND)
                  WITH ('path' = 'readings.csv', 'follow' = 'true');
                SELECT device_id, window_start, count(*) AS n
                  FROM TABLE(TUMBLE(TABLE sensors, DESCRIPTOR(ts), INTERVAL '1' MINUTE))
                 GROUP BY device_id, window_start, window_end;
                """);
        Path script = folder.resolve("live-terminal.py");
        try (var in = LiveTerminalTest.class.getResourceAsStream("live-terminal.py")) {
            Files.write(script, in.readAllBytes());
        }
        Process process = new ProcessBuilder(
                        python.toString(),
                        script.toString(),
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dbaro.stdin.terminal=true",
                        "-Dbaro.stdout.terminal=true",
                        "-Dbaro.stderr.terminal=true",
                        "-Dbaro.width=110",
                        "-Dbaro.height=30",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "run",
                        "live.sql")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String seen = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(seen).as(seen).contains("ALL SEEN");
    }
}
