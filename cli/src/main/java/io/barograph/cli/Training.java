package io.barograph.cli;

import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Runs typical commands once, so that the launcher can have Java keep their classes for faster starts. Not a command:
 * {@code ./baro} starts it while it makes its start-up cache.
 */
public final class Training {
    private Training() {}

    /** Runs the commands in a folder that it may write to, given as the only argument. */
    public static void main(String[] arguments) {
        Main.run(List.of("--version"), Console.ofProcess());
        String file = arguments[0] + "/sensors.csv";
        String hourly =
                "SELECT device_id, window_start, count(*), avg(temperature), stddev(temperature), min(humidity),"
                        + " max(pressure), approx_quantile(pressure, 0.5) FROM TABLE(TUMBLE(TABLE '" + file
                        + "', DESCRIPTOR(timestamp), INTERVAL '1' HOUR)) WHERE temperature BETWEEN 20 AND 29.5"
                        + " GROUP BY device_id, window_start, window_end HAVING count(*) > 1 ORDER BY device_id, window_start LIMIT 50";
        String expressions = "SELECT upper(substring(CAST(device_id AS VARCHAR) FROM 1 FOR 1)) AS d, "
                + "CASE WHEN humidity > 50 THEN 'damp' ELSE 'dry' END AS state, round(temperature, 1) + 1 AS t "
                + "FROM '" + file + "' WHERE device_id IN (1, 2, 3) AND temperature IS NOT NULL";
        String parquet = arguments[0] + "/sensors.parquet";
        String devices = arguments[0] + "/devices.parquet";
        String joined =
                "SELECT d.site, count(*), avg(r.temperature + d.correction), quantile_cont(r.humidity, 0.9) FROM '"
                        + parquet + "' AS r JOIN '" + devices + "' AS d ON r.device_id = d.device_id GROUP BY d.site";
        String rolling = "SELECT device_id, temperature - avg(temperature) OVER w, stddev(temperature) OVER w FROM '"
                + parquet + "' WINDOW w AS (PARTITION BY device_id ORDER BY timestamp ROWS 9 PRECEDING)";
        for (boolean terminal : new boolean[] {true, false}) {
            run(terminal, "generate", file, "--rows", "1000");
            run(terminal, "SELECT device_id, count(*), avg(temperature) FROM '" + file + "' GROUP BY device_id");
            run(terminal, hourly);
            run(terminal, expressions);
            run(terminal, expressions, "--format", "json", "--threads", "1");
            run(terminal, "--explain", hourly);
            run(terminal, "verify", hourly);
            run(terminal, "DESCRIBE '" + file + "'");
            run(terminal, "SELECT * FROM '" + file + "'", "-o", parquet);
            run(
                    terminal,
                    "SELECT DISTINCT device_id, 'site ' || (device_id % 7) AS site, device_id / 10.0 AS correction FROM '"
                            + file + "'",
                    "-o",
                    devices);
            run(terminal, hourly.replace(file, parquet));
            run(terminal, joined);
            run(terminal, rolling);
            run(terminal, "summarize", file);
            run(terminal, "SELECT temprature FROM '" + file + "'");
            run(terminal, "--help");
        }
        System.exit(0);
    }

    private static void run(boolean terminal, String... line) {
        Console console = new Console(
                new ByteArrayInputStream(new byte[0]),
                OutputStream.nullOutputStream(),
                new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8),
                Map.of(),
                new Console.Terminals(terminal, terminal, terminal),
                Console.DEFAULT_WIDTH,
                new io.barograph.core.engine.Cancellation());
        Baro.run(List.of(line), console);
    }
}
