package io.barograph.bench.sidebyside;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The jobs' input files: made once, where they are missing. */
final class Inputs {
    /** Devices of the join; the table of them has as many rows. */
    private static final int JOINED_DEVICES = 100_000;

    private final Path folder;
    private final long rows;
    private final Path baro;
    private final DuckDb duckdb;

    Inputs(Path folder, long rows, Path baro, DuckDb duckdb) {
        this.folder = folder;
        this.rows = rows;
        this.baro = baro;
        this.duckdb = duckdb;
    }

    /** The file of a job's input, whole. */
    Path prepare(String name) throws IOException, InterruptedException {
        Path input = folder.resolve(rows + "-" + name);
        if (!Files.exists(input)) {
            Path partial = folder.resolve("partial-" + name);
            make(name, partial);
            Files.move(partial, input);
        }
        return input;
    }

    private void make(String name, Path target) throws IOException, InterruptedException {
        switch (name) {
            case "seed.csv" ->
                ChildProcess.run(List.of(
                        baro.toString(),
                        "generate",
                        target.toString(),
                        "--rows",
                        Long.toString(rows),
                        "--devices",
                        "100",
                        "--seed",
                        "42",
                        "--step",
                        "10ms"));
            case "seed.parquet" -> duckdb.run("SELECT * FROM read_csv('" + prepare("seed.csv") + "')", target);
            // The same readings, as if of more devices, in an order that no cache foresees.
            case "many-devices.parquet" ->
                duckdb.run(
                        "SELECT * REPLACE (epoch_ms(timestamp) // 10 * 7919 % " + JOINED_DEVICES + " AS device_id)"
                                + " FROM read_parquet('" + prepare("seed.parquet") + "')",
                        target);
            case "devices.parquet" ->
                duckdb.run(
                        "SELECT id AS device_id, 'site ' || id % 97 AS site, id % 13 / 10 AS correction FROM range("
                                + JOINED_DEVICES + ") AS ids(id)",
                        target);
            // One for ten readings, of the same devices and the same span, out of step with them and in no order of
            // time.
            case "calibrations.parquet" ->
                duckdb.run(
                        "SELECT min_time + to_microseconds((hash(id) % span)::BIGINT) AS timestamp, id % 100 + min_device AS"
                                + " device_id, hash(id) % 1000 / 1000 AS correction FROM range(" + rows / 10
                                + ") AS ids(id), (SELECT min(timestamp) AS min_time, min(device_id) AS min_device,"
                                + " (epoch_us(max(timestamp)) - epoch_us(min(timestamp)))::UBIGINT AS span FROM read_parquet('"
                                + prepare("seed.parquet") + "'))",
                        target);
            case "stations.txt" -> StationsGenerator.write(target, rows * 2, 42);
            default -> throw new IllegalArgumentException("no input is called " + name);
        }
    }
}
