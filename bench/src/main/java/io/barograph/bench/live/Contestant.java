package io.barograph.bench.live;

import io.barograph.bench.PeerProcess;
import io.barograph.bench.engines.ClusterUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A program that catches up with a topic and ends.
 *
 * @param name as people know it
 * @param leastShown the share of the readings that its results must hold; 1 where it shows the last windows too
 */
record Contestant(String name, double leastShown, Launch launch) {

    /** Spark shows its last windows only when a batch comes behind them. */
    private static final double SPARK_SHOWS = 0.5;

    /** What there is to do. */
    record Task(String servers, String topic, String results, String format, Path folder) {}

    /** How the program is started. */
    interface Launch {
        /** The command line. */
        List<String> command(Task task) throws IOException;
    }

    static Contestant baro(Path root) {
        return new Contestant("baro", 1, task -> {
            String state = task.folder().resolve("state").toString();
            return run(root, task, List.of("--state", state));
        });
    }

    /** Barograph on a cluster, and the cluster's own SQL there. */
    static List<Contestant> onCluster(Path root, ClusterUnderTest cluster) {
        String engine = cluster.engine();
        return List.of(
                new Contestant("baro", 1, task -> {
                    List<String> options = new ArrayList<>(List.of("--engine", engine));
                    options.addAll(cluster.liveOptions(task.folder()));
                    return run(root, task, options);
                }),
                new Contestant(
                        "plain " + engine,
                        engine.equals("spark") ? SPARK_SHOWS : 1,
                        task -> cluster.plainLive(task.folder(), arguments(task))));
    }

    private static List<String> run(Path root, Task task, List<String> options) throws IOException {
        Path file = Files.writeString(
                task.folder().resolve("live.sql"),
                Pipelines.sql(
                        task.servers(),
                        task.topic(),
                        task.format(),
                        task.results(),
                        "INTERVAL '1' MINUTE",
                        "upsert",
                        "1 second"));
        List<String> command =
                new ArrayList<>(List.of(root.resolve("baro").toString(), "run", file.toString(), "--bounded"));
        command.addAll(options);
        return command;
    }

    static Contestant byHand() {
        return new Contestant(
                "by hand", 1, task -> java(System.getProperty("java.class.path"), HandWritten.class.getName(), task));
    }

    /**
     * Those of {@code bench/peers}. Kafka Streams and Spark show their last windows only when other readings come: a
     * second's worth, or a batch's.
     */
    static List<Contestant> peers(Path root) {
        return List.of(
                new Contestant("Flink SQL", 1, task -> peer(root, "flink", "FlinkSql", task)),
                new Contestant("Kafka Streams", 0.5, task -> peer(root, "kafka-streams", "KafkaStreamsJob", task)),
                new Contestant("Spark", SPARK_SHOWS, task -> peer(root, "spark", "SparkStreaming", task)));
    }

    private static List<String> peer(Path root, String folder, String main, Task task) {
        Path built = root.resolve("bench/peers").resolve(folder).resolve("target");
        return java(
                built.resolve("classes") + ":" + built.resolve("dependency") + "/*",
                "io.barograph.bench.peers." + main,
                task);
    }

    private static List<String> java(String classPath, String main, Task task) {
        return PeerProcess.command(Map.of(), classPath, main, arguments(task));
    }

    private static String[] arguments(Task task) {
        return new String[] {
            task.servers(),
            task.topic(),
            task.results(),
            task.format(),
            task.folder().toString()
        };
    }
}
