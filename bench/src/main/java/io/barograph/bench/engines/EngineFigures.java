package io.barograph.bench.engines;

import io.barograph.bench.sidebyside.Cost;
import io.barograph.bench.sidebyside.CsvAnswers;
import io.barograph.testkit.hdfs.HdfsCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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

    private final ClusterRuns runs;
    private final String input;
    private final long inputBytes;
    private final Path local;
    private final List<String> expected;

    private EngineFigures(ClusterRuns runs, Path readings, String input) throws IOException, InterruptedException {
        this.runs = runs;
        this.input = input;
        inputBytes = Files.size(readings);
        local = runs.folder().resolve("local.csv");
        runs.here(QUERY.formatted(readings), local);
        expected = sortedLines(local);
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path root = Path.of(arguments[0]);
        String baro = root.resolve("baro").toString();
        Path folder = Files.createTempDirectory("barograph-engines");
        try (HdfsCluster hdfs = HdfsCluster.start(1);
                ClusterRuns runs = new ClusterRuns(baro, folder, ClusterUnderTest.start(arguments[1], root))) {
            Path readings = ClusterRuns.generate(baro, folder, arguments[2], arguments[3]);
            new EngineFigures(runs, readings, hdfs.put(readings)).compare(Integer.parseInt(arguments[4]));
        } finally {
            ClusterRuns.delete(folder);
        }
    }

    private void compare(int rounds) throws IOException, InterruptedException {
        System.out.printf(
                Locale.ROOT,
                "%s, %,d bytes of CSV on HDFS, %,d groups, JDK %s%n",
                runs.cluster().engine(),
                inputBytes,
                expected.size() - 1,
                Runtime.version());
        List<ClusterRuns.Figure> ours = new ArrayList<>();
        List<ClusterRuns.Figure> theirs = new ArrayList<>();
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
        Cost own = ClusterRuns.median(ours);
        Cost other = ClusterRuns.median(theirs);
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

    private ClusterRuns.Figure barograph() throws IOException, InterruptedException {
        Path run = runs.newFolder();
        Path answer = run.resolve("answer.csv");
        ClusterRuns.Figure figure = runs.onCluster(QUERY.formatted(input), answer, run);
        if (!sortedLines(answer).equals(expected)) {
            throw new IllegalStateException(
                    "Barograph's answer on " + runs.cluster().engine() + " is not the local engine's");
        }
        return figure;
    }

    private ClusterRuns.Figure plain() throws IOException, InterruptedException {
        Path run = runs.newFolder();
        Path answer = run.resolve("answer");
        ClusterRuns.Figure figure = runs.run(runs.cluster().plain(input, answer, run), run);
        CHECK.compare(CHECK.read(List.of(local), true), CHECK.read(parts(answer), false));
        return figure;
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
}
