package io.barograph.bench.engines;

import io.barograph.bench.sidebyside.ChildProcess;
import io.barograph.bench.sidebyside.Cost;
import io.barograph.bench.sidebyside.CsvAnswers;
import io.barograph.testkit.hdfs.HdfsCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Readings in a CSV file on HDFS, counted and averaged per device and minute by Barograph on a cluster and by the cluster's own SQL,
 * in turns: whole processes, from their start to the answer on this machine's disk.
 *
 * <p>Before a time counts, Barograph's answer must have the lines that the local engine's has, and the other's the same rows and
 * counts, its numbers to 1e-9.
 *
 * <p>Arguments: the project's folder, {@code spark} or {@code flink}, readings, devices, rounds.
 */
public final class EngineFigures {
    private static final String QUERY = "SELECT device_id, window_start, count(*) AS n, "
            + "avg(temperature) AS a1, min(temperature) AS a2, max(temperature) AS a3, stddev(temperature) AS a4, "
            + "avg(humidity) AS b1, min(humidity) AS b2, max(humidity) AS b3, stddev(humidity) AS b4, "
            + "avg(pressure) AS c1, min(pressure) AS c2, max(pressure) AS c3, stddev(pressure) AS c4"
            + " FROM TABLE(TUMBLE(TABLE '%s', DESCRIPTOR(timestamp), INTERVAL '1' MINUTE))"
            + " GROUP BY device_id, window_start, window_end";
    private static final CsvAnswers CHECK =
            new CsvAnswers("per device and minute", 2, Set.of(0, 1, 2, 4, 5, 8, 9, 12, 13));

    private final String baro;
    private final Path folder;
    private final ClusterUnderTest cluster;
    private final String input;
    private final long inputBytes;
    private final List<String> expected;
    private int runs;

    /**
     * What a run took, and what it sent through exchanges.
     *
     * @param cost wall time of the command; processor time of the command and of all servers meanwhile
     */
    private record Figure(Cost cost, long shuffledBytes) {}

    private EngineFigures(Path baro, Path folder, ClusterUnderTest cluster, Path readings, String input)
            throws IOException, InterruptedException {
        this.baro = baro.toString();
        this.folder = folder;
        this.cluster = cluster;
        this.input = input;
        inputBytes = Files.size(readings);
        Path local = folder.resolve("local.csv");
        ChildProcess.run(List.of(this.baro, QUERY.formatted(readings), "-o", local.toString()));
        expected = sortedLines(local);
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path root = Path.of(arguments[0]);
        Path baro = root.resolve("baro");
        Path folder = Files.createTempDirectory("barograph-engines");
        Path readings = folder.resolve("readings.csv");
        ChildProcess.run(List.of(
                baro.toString(),
                "generate",
                readings.toString(),
                "--rows",
                arguments[2],
                "--devices",
                arguments[3],
                "--seed",
                "42",
                "--step",
                "10ms"));
        try (HdfsCluster hdfs = HdfsCluster.start(1);
                ClusterUnderTest cluster = ClusterUnderTest.start(arguments[1], root)) {
            new EngineFigures(baro, folder, cluster, readings, hdfs.put(readings))
                    .compare(Integer.parseInt(arguments[4]));
        } finally {
            delete(folder);
        }
    }

    private void compare(int rounds) throws IOException, InterruptedException {
        System.out.printf(
                Locale.ROOT,
                "%s, %,d bytes of CSV on HDFS, %,d groups, JDK %s%n",
                cluster.engine(),
                inputBytes,
                expected.size() - 1,
                Runtime.version());
        List<Figure> ours = new ArrayList<>();
        List<Figure> theirs = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            ours.add(barograph());
            theirs.add(plain());
            System.out.printf(
                    Locale.ROOT,
                    "  round %d: barograph %s, plain %s%n",
                    round,
                    ours.get(round - 1).cost(),
                    theirs.get(round - 1).cost());
        }
        Cost own = median(ours);
        Cost other = median(theirs);
        System.out.printf(
                Locale.ROOT,
                "medians: barograph %s, plain %s: %.2f times as fast, by processor time %.2f times%n",
                own,
                other,
                other.wall() / own.wall(),
                other.processor() / own.processor());
        report("barograph", ours.get(0).shuffledBytes());
        report("plain", theirs.get(0).shuffledBytes());
    }

    private void report(String name, long shuffled) {
        System.out.printf(
                Locale.ROOT,
                "shuffled by %s: %,d bytes, 1/%.1f of the readings'%n",
                name,
                shuffled,
                (double) inputBytes / Math.max(1, shuffled));
    }

    private static Cost median(List<Figure> figures) {
        return Cost.median(figures.stream().map(Figure::cost).toArray(Cost[]::new));
    }

    private Figure barograph() throws IOException, InterruptedException {
        Path run = newFolder();
        Path answer = run.resolve("answer.csv");
        List<String> command = new ArrayList<>(
                List.of(baro, QUERY.formatted(input), "-o", answer.toString(), "--engine", cluster.engine()));
        command.addAll(cluster.options(run));
        Cost cost = run(command);
        if (!sortedLines(answer).equals(expected)) {
            throw new IllegalStateException("Barograph's answer on " + cluster.engine() + " is not the local engine's");
        }
        return new Figure(cost, cluster.shuffledBytes(run));
    }

    private Figure plain() throws IOException, InterruptedException {
        Path run = newFolder();
        Path answer = run.resolve("answer");
        Cost cost = run(cluster.plain(input, answer, run));
        CHECK.compare(CHECK.read(List.of(folder.resolve("local.csv")), true), CHECK.read(parts(answer), false));
        return new Figure(cost, cluster.shuffledBytes(run));
    }

    private Cost run(List<String> command) throws IOException, InterruptedException {
        double before = ServersTime.seconds();
        Cost cost = ChildProcess.run(command).cost();
        cluster.awaitIdle();
        return new Cost(cost.wall(), cost.processor() + ServersTime.seconds() - before);
    }

    private Path newFolder() throws IOException {
        return Files.createDirectory(folder.resolve("run-" + runs++));
    }

    private static List<Path> parts(Path answer) throws IOException {
        try (Stream<Path> files = Files.walk(answer)) {
            return files.filter(file -> file.getFileName().toString().startsWith("part-"))
                    .toList();
        }
    }

    private static List<String> sortedLines(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.sorted().toList();
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
