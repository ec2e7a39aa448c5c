package io.barograph.testkit.spark;

import io.barograph.testkit.server.Patience;
import java.util.ArrayList;
import java.util.List;

/** A master and workers on this machine's loopback. Used by one thread. */
public final class SparkCluster implements AutoCloseable {
    private final SparkMaster master;
    private final List<SparkWorker> workers = new ArrayList<>();

    private SparkCluster(int size) {
        master = SparkMaster.start();
        try {
            for (int i = 0; i < size; i++) {
                workers.add(SparkWorker.start(i, master));
            }
            Patience.await("all workers have reported", () -> master.aliveWorkers() == size);
        } catch (RuntimeException failed) {
            close();
            throw failed;
        }
    }

    /**
     * Starts fresh ones and waits until jobs can be run: about ten seconds.
     *
     * @param size how many workers
     */
    public static SparkCluster start(int size) {
        return new SparkCluster(size);
    }

    /** As in {@code --master}. */
    public String master() {
        return master.uri();
    }

    /** What the command is given to run here: small executors, that find it on this machine. */
    public List<String> arguments() {
        return List.of(
                "--engine",
                "spark",
                "--master",
                master(),
                "--conf",
                "spark.executor.memory=512m",
                "--conf",
                "spark.driver.host=127.0.0.1",
                "--conf",
                "spark.driver.bindAddress=127.0.0.1");
    }

    public SparkWorker worker(int which) {
        return workers.get(which);
    }

    @Override
    public void close() {
        workers.forEach(SparkWorker::close);
        master.close();
    }
}
