package io.barograph.bench.engines;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A cluster that runs the query in both ways, on two cores. Used by one thread. */
interface ClusterUnderTest extends AutoCloseable {
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

    /** Waits until nothing of a run is left on the cluster. */
    void awaitIdle();

    /** Bytes that the last run has sent through exchanges, by the engine's own metrics. */
    long shuffledBytes(Path folder) throws IOException, InterruptedException;

    @Override
    void close();
}
