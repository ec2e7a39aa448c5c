package io.barograph.bench.engines;

import io.barograph.bench.sidebyside.ChildProcess;
import io.barograph.bench.sidebyside.Cost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs commands against a cluster, one after the other, each in a folder of its own beneath one that goes with it. Used by one thread.
 *
 * @param baro the command
 * @param folder a new one, removed by {@link #close}
 */
record ClusterRuns(String baro, Path folder, ClusterUnderTest cluster) implements AutoCloseable {
    /**
     * What a run took, and what it sent through exchanges.
     *
     * @param cost wall time of the command; processor time of the command and of all servers meanwhile
     */
    record Figure(Cost cost, long shuffledBytes) {}

    /** A file of readings, ten milliseconds between one and the next. */
    static Path generate(String baro, Path folder, String rows, String devices)
            throws IOException, InterruptedException {
        Path readings = folder.resolve("readings.csv");
        ChildProcess.run(List.of(
                baro,
                "generate",
                readings.toString(),
                "--rows",
                rows,
                "--devices",
                devices,
                "--seed",
                "42",
                "--step",
                "10ms"));
        return readings;
    }

    /** A query on this machine. */
    void here(String query, Path answer) throws IOException, InterruptedException {
        ChildProcess.run(List.of(baro, query, "-o", answer.toString()));
    }

    /**
     * A query of Barograph's on the cluster.
     *
     * @param run of {@link #newFolder}
     */
    Figure onCluster(String query, Path answer, Path run) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(baro, query, "-o", answer.toString(), "--engine", cluster.engine()));
        command.addAll(cluster.options(run));
        return run(command, run);
    }

    /**
     * Any command that has the cluster work.
     *
     * @param run of {@link #newFolder}
     */
    Figure run(List<String> command, Path run) throws IOException, InterruptedException {
        double before = ServersTime.seconds();
        Cost cost = ChildProcess.run(command).cost();
        cluster.awaitIdle();
        return new Figure(
                new Cost(cost.wall(), cost.processor() + ServersTime.seconds() - before), cluster.shuffledBytes(run));
    }

    Path newFolder() throws IOException {
        return Files.createTempDirectory(folder, "run-");
    }

    static Cost median(List<Figure> figures) {
        return Cost.median(figures.stream().map(Figure::cost).toArray(Cost[]::new));
    }

    @Override
    public void close() {
        cluster.close();
    }

    static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
