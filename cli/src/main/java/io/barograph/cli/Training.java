package io.barograph.cli;

import io.barograph.core.engine.Rehearsal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/**
 * Runs typical commands once, so that the launcher can have Java keep their classes for faster starts. Not a command:
 * {@code ./baro} starts it while it makes its start-up cache.
 */
public final class Training {
    private Training() {}

    /** Runs the commands in a folder that it may write to, given as the only argument. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Main.run(List.of("--version"), Console.ofProcess());
        Path folder = Path.of(arguments[0]);
        for (boolean terminal : new boolean[] {true, false}) {
            for (List<String> line : lines(folder, terminal)) {
                run(line, terminal);
            }
        }
        run(List.of("SELECT temprature FROM '" + folder.resolve("sensors.csv") + "'"), true);
        ServiceTraining.run(folder);
        ServiceLoader.load(Rehearsal.class).forEach(Rehearsal::run);
        System.exit(0);
    }

    /** The command lines, all of which succeed, one after another, once for each kind of terminal. */
    static List<List<String>> lines(Path folder, boolean terminal) throws IOException {
        String file = folder.resolve("sensors.csv").toString();
        String parquet = folder.resolve("sensors.parquet").toString();
        String devices = folder.resolve("devices.parquet").toString();
        String hourly =
                "SELECT device_id, window_start, count(*), avg(temperature), stddev(temperature), min(humidity),"
                        + " max(pressure), approx_quantile(pressure, 0.5) FROM TABLE(TUMBLE(TABLE '" + file
                        + "', DESCRIPTOR(timestamp), INTERVAL '1' HOUR)) WHERE temperature BETWEEN 20 AND 29.5"
                        + " GROUP BY device_id, window_start, window_end HAVING count(*) > 1 ORDER BY device_id, window_start LIMIT 50";
        String expressions = "SELECT upper(substring(CAST(device_id AS VARCHAR) FROM 1 FOR 1)) AS d, "
                + "CASE WHEN humidity > 50 THEN 'damp' ELSE 'dry' END AS state, round(temperature, 1) + 1 AS t "
                + "FROM '" + file + "' WHERE device_id IN (1, 2, 3) AND temperature IS NOT NULL";
        String ofDevices =
                "SELECT DISTINCT device_id, 'site ' || (device_id % 7) AS site, device_id / 10.0 AS correction"
                        + " FROM '" + file + "'";
        String joined =
                "SELECT d.site, count(*), avg(r.temperature + d.correction), quantile_cont(r.humidity, 0.9) FROM '"
                        + parquet + "' AS r JOIN '" + devices + "' AS d ON r.device_id = d.device_id GROUP BY d.site";
        String rolling = "SELECT device_id, temperature - avg(temperature) OVER w, stddev(temperature) OVER w FROM '"
                + parquet + "' WINDOW w AS (PARTITION BY device_id ORDER BY timestamp ROWS 9 PRECEDING)";
        Path out = folder.resolve("out-" + terminal);
        Path pipeline = Files.writeString(folder.resolve("live.sql"), live(file, out));
        return List.of(
                List.of("generate", file, "--rows", "1000"),
                List.of("SELECT device_id, count(*), avg(temperature) FROM '" + file + "' GROUP BY device_id"),
                List.of(hourly),
                List.of(expressions),
                List.of(expressions, "--format", "json", "--threads", "1"),
                List.of("--explain", hourly),
                List.of("verify", hourly),
                List.of("DESCRIBE '" + file + "'"),
                List.of("SELECT * FROM '" + file + "'", "-o", parquet),
                List.of(ofDevices, "-o", devices),
                List.of(hourly.replace(file, parquet)),
                List.of(joined),
                List.of(rolling),
                List.of("run", pipeline.toString(), "--state", out + ".state", "--bounded"),
                List.of("summarize", file),
                List.of("--help"));
    }

    /** A live pipeline over the file. */
    private static String live(String file, Path out) {
        return "CREATE TABLE sensors (timestamp TIMESTAMP, device_id BIGINT, temperature DOUBLE, humidity DOUBLE, pressure DOUBLE,"
                + " WATERMARK FOR timestamp AS timestamp - INTERVAL '5' SECOND)"
                + " WITH ('connector' = 'filesystem', 'path' = '" + file + "', 'format' = 'csv', 'follow' = 'true');"
                + " CREATE TABLE results (device_id BIGINT, window_start TIMESTAMP, n BIGINT, mean DOUBLE, deviation DOUBLE,"
                + " most DOUBLE) WITH ('connector' = 'filesystem', 'path' = '" + out + "/', 'format' = 'json');"
                + " INSERT INTO results SELECT device_id, window_start, count(*), avg(temperature), stddev(humidity), max(pressure)"
                + " FROM TABLE(TUMBLE(TABLE sensors, DESCRIPTOR(timestamp), INTERVAL '1' MINUTE))"
                + " GROUP BY device_id, window_start, window_end";
    }

    private static void run(List<String> line, boolean terminal) {
        Console console = new Console(
                new ByteArrayInputStream(new byte[0]),
                OutputStream.nullOutputStream(),
                new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8),
                Map.of(),
                new Console.Terminals(terminal, terminal, terminal),
                Console.DEFAULT_WIDTH,
                new io.barograph.core.engine.Cancellation());
        Baro.run(line, console);
    }
}
