package io.barograph.bench.detect;

import io.barograph.bench.sidebyside.ChildProcess;
import io.barograph.bench.sidebyside.Cost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * How many readings a second the default detector judges, by device: a CSV file, once as a batch and once followed live, in turns.
 * Both must find the same anomalies, to the last digit of their scores, before a time counts.
 *
 * <p>A speed is of the whole process, and, behind it, of what is left when the time for a file of a few readings, the start of the
 * process for the most part, is taken away.
 *
 * <p>Arguments: the project's folder, readings, devices, rounds, the metrics to judge.
 */
public final class DetectSpeed {
    private static final int FEW = 1_000;

    private final Path baro;
    private final Path folder;
    private final String metrics;
    private int runs;

    private DetectSpeed(Path root, Path folder, String metrics) {
        this.baro = root.resolve("baro");
        this.folder = folder;
        this.metrics = metrics;
    }

    public static void main(String[] arguments) throws Exception {
        int readings = Integer.parseInt(arguments[1]);
        int devices = Integer.parseInt(arguments[2]);
        int rounds = Integer.parseInt(arguments[3]);
        DetectSpeed bench =
                new DetectSpeed(Path.of(arguments[0]), Files.createTempDirectory("detect-speed"), arguments[4]);
        Path few = bench.generate(FEW, devices);
        Path many = bench.generate(readings, devices);
        Cost[][] starts = new Cost[2][rounds];
        Cost[][] costs = new Cost[2][rounds];
        for (int round = 0; round < rounds; round++) {
            for (int live = 0; live < 2; live++) {
                starts[live][round] = bench.run(few, live == 1).cost;
            }
            Run batch = bench.run(many, false);
            Run live = bench.run(many, true);
            if (batch.alarms.isEmpty() || !batch.alarms.equals(live.alarms)) {
                throw new IllegalStateException(batch.alarms.size() + " anomalies as a batch, " + live.alarms.size()
                        + " live, and not the same; see " + bench.folder);
            }
            costs[0][round] = batch.cost;
            costs[1][round] = live.cost;
            System.out.printf(
                    "round %d: batch %s, live %s; %d anomalies%n",
                    round + 1, batch.cost, live.cost, batch.alarms.size());
        }
        System.out.printf(Locale.ROOT, "%,d readings of %,d devices, %s%n", readings, devices, arguments[4]);
        report("batch", readings, Cost.median(costs[0]), Cost.median(starts[0]));
        report("live", readings, Cost.median(costs[1]), Cost.median(starts[1]));
    }

    private static void report(String name, int readings, Cost cost, Cost start) {
        System.out.printf(
                Locale.ROOT,
                "%-5s %5.2f M/s, behind the start %5.2f M/s; medians: %s, of a few readings %s%n",
                name,
                readings / cost.wall() / 1e6,
                readings / (cost.wall() - start.wall()) / 1e6,
                cost,
                start);
    }

    /** @param alarms as lines of CSV, sorted */
    private record Run(Cost cost, List<String> alarms) {}

    private Path generate(int readings, int devices) throws IOException, InterruptedException {
        Path file = folder.resolve(readings + ".csv");
        ChildProcess.run(List.of(
                baro.toString(),
                "generate",
                file.toString(),
                "--rows",
                Integer.toString(readings),
                "--devices",
                Integer.toString(devices)));
        return file;
    }

    private Run run(Path readings, boolean live) throws IOException, InterruptedException {
        Path run = Files.createDirectory(folder.resolve("run-" + ++runs));
        Path alarms = Files.createDirectory(run.resolve("alarms"));
        String target = live ? alarms + "/" : alarms.resolve("all.csv").toString();
        Path sql = Files.writeString(
                run.resolve("detect.sql"),
                "CREATE TABLE sensors (timestamp TIMESTAMP, device_id BIGINT, temperature DOUBLE, humidity DOUBLE, pressure"
                        + " DOUBLE, WATERMARK FOR timestamp AS timestamp - INTERVAL '5' SECOND) WITH ('path' = '"
                        + readings + "'" + (live ? ", 'follow' = 'true'" : "") + ");\n"
                        + "CREATE TABLE alarms WITH ('path' = '" + target + "', 'format' = 'csv');\n"
                        + "INSERT INTO alarms SELECT device_id, timestamp, metric, score, event, reason FROM TABLE("
                        + "DETECT(TABLE sensors PARTITION BY device_id, DESCRIPTOR(timestamp), '" + metrics
                        + "')) WHERE anomaly;\n");
        List<String> command = new ArrayList<>(List.of(baro.toString(), "run", sql.toString()));
        if (live) {
            command.addAll(List.of("--bounded", "--state", run.resolve("state").toString()));
        }
        Cost cost = ChildProcess.run(command).cost();
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.list(alarms)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".csv")).toList()) {
                Files.readAllLines(file).stream().skip(1).forEach(lines::add);
            }
        }
        Collections.sort(lines);
        return new Run(cost, lines);
    }
}
