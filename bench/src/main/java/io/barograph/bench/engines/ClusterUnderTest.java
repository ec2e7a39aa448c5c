package io.barograph.bench.engines;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A cluster that runs the benchmarks' queries in both ways, on two cores. Used by one thread. */
public interface ClusterUnderTest extends AutoCloseable {
    /** As in {@code --engine}. */
    String engine();

    /**
     * What Barograph's command is told beside the query.
     *
     * @param folder a new one, of this run
     */
    List<String> options(Path folder);

    /**
     * The engine's own SQL as a process, which writes CSV files without headers, {@code part-…}.
     *
     * @param input the readings' URI
     * @param answer a folder that is not there yet
     * @param folder a new one, of this run
     */
    List<String> plain(String input, Path answer, Path folder);

    /**
     * A cluster that is started now.
     *
     * @param engine {@code spark} or {@code flink}
     * @param root the project's folder
     */
    static ClusterUnderTest start(String engine, Path root) {
        return switch (engine) {
            case "spark" -> new SparkUnderTest(root);
            case "flink" -> new FlinkUnderTest(root);
            default -> throw new IllegalArgumentException("no cluster of '" + engine + "' is known here: spark, flink");
        };
    }

    /**
     * As {@link #options}, for a live pipeline.
     */
    List<String> liveOptions(Path folder);

    /**
     * The engine's own live query as a process, as {@code bench/peers} has it, on the cluster.
     *
     * @param arguments the peer's
     */
    List<String> plainLive(Path folder, String... arguments);

    /** Waits until nothing of a run is left on the cluster. */
    void awaitIdle();

    /** Bytes that the last run has sent through exchanges, by the engine's own metrics. */
    long shuffledBytes(Path folder) throws IOException, InterruptedException;

    @Override
    void close();
}
