package io.barograph.bench.engines;

import io.barograph.bench.sidebyside.Cost;
import io.barograph.testkit.hdfs.HdfsCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Two exchanges that save others, each beside the one that it saves, by Barograph on a cluster: readings joined with a table of devices
 * that goes to every task, beside readings that go to their device; and readings sorted by ranges, beside one place that sorts all. Both
 * of a pair ask for the same answer, which has to be the local engine's, byte by byte, before a time counts.
 *
 * <p>Arguments: the project's folder, {@code spark} or {@code flink}, readings, devices, rounds.
 */
public final class ExchangeFigures {
    private static final String JOIN =
            "SELECT d.site, count(*) AS n, avg(r.temperature) AS mean, max(r.humidity) AS top"
                    + " FROM '%s' r %s JOIN '%s' d ON r.device_id = d.device_id GROUP BY d.site ORDER BY d.site";
    private static final String SORT = "SELECT * FROM '%s' ORDER BY temperature, device_id, timestamp%s";
    private static final int SITES = 10;

    private final ClusterRuns runs;

    private ExchangeFigures(ClusterRuns runs) {
        this.runs = runs;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path root = Path.of(arguments[0]);
        String baro = root.resolve("baro").toString();
        int rounds = Integer.parseInt(arguments[4]);
        Path folder = Files.createTempDirectory("barograph-exchanges");
        try (HdfsCluster hdfs = HdfsCluster.start(1);
                ClusterRuns runs = new ClusterRuns(baro, folder, ClusterUnderTest.start(arguments[1], root))) {
            Path readings = ClusterRuns.generate(baro, folder, arguments[2], arguments[3]);
            Path devices = devices(runs, readings);
            String far = hdfs.put(readings);
            String farDevices = hdfs.put(devices);
            System.out.printf(
                    Locale.ROOT,
                    "%s, %,d bytes of CSV on HDFS, JDK %s%n",
                    arguments[1],
                    Files.size(readings),
                    Runtime.version());
            ExchangeFigures figures = new ExchangeFigures(runs);
            // Devices without readings would come out, too, so that none may go to all: here every device has some.
            figures.compare(
                    rounds,
                    JOIN.formatted(readings, "", devices),
                    new Way("broadcast", JOIN.formatted(far, "", farDevices)),
                    new Way("keyed", JOIN.formatted(far, "RIGHT", farDevices)));
            // The first of more rows than there are go to one place.
            figures.compare(
                    rounds,
                    SORT.formatted(readings, ""),
                    new Way("range", SORT.formatted(far, "")),
                    new Way("gather", SORT.formatted(far, " LIMIT " + Long.MAX_VALUE / 4)));
        } finally {
            ClusterRuns.delete(folder);
        }
    }

    /** How a query is asked for, so that an exchange is used. */
    private record Way(String exchange, String query) {}

    private static Path devices(ClusterRuns runs, Path readings) throws IOException, InterruptedException {
        Path names = runs.folder().resolve("names.csv");
        runs.here("SELECT DISTINCT device_id FROM '" + readings + "' ORDER BY device_id", names);
        List<String> lines = new ArrayList<>();
        for (String name : Files.readAllLines(names)) {
            lines.add(name + "," + (lines.isEmpty() ? "site" : "site-" + lines.size() % SITES));
        }
        return Files.write(runs.folder().resolve("devices.csv"), lines);
    }

    private void compare(int rounds, String here, Way... ways) throws IOException, InterruptedException {
        Path expected = runs.folder().resolve("expected.csv");
        runs.here(here, expected);
        List<List<ClusterRuns.Figure>> figures = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            for (int way = 0; way < ways.length; way++) {
                if (round == 1) {
                    figures.add(new ArrayList<>());
                }
                Path run = runs.newFolder();
                Path answer = run.resolve("answer.csv");
                ClusterRuns.Figure figure = runs.onCluster(ways[way].query(), answer, run);
                if (Files.mismatch(expected, answer) >= 0) {
                    throw new IllegalStateException(
                            "the answer of '" + ways[way].query() + "' is not the local engine's");
                }
                ClusterRuns.delete(run);
                figures.get(way).add(figure);
                System.out.printf(
                        Locale.ROOT,
                        "  round %d, %s: %s, %,d bytes shuffled%n",
                        round,
                        ways[way].exchange(),
                        figure.cost(),
                        figure.shuffledBytes());
            }
        }
        for (int way = 0; way < ways.length; way++) {
            Cost median = ClusterRuns.median(figures.get(way));
            System.out.printf(Locale.ROOT, "median, %s: %s%n", ways[way].exchange(), median);
        }
    }
}
