package io.barograph.testkit.flink;

import io.barograph.testkit.server.Patience;
import java.util.ArrayList;
import java.util.List;

/** A session cluster on this machine's loopback: a JobManager and TaskManagers. Used by one thread. */
public final class FlinkCluster implements AutoCloseable {
    private static final int HEAP_MEGABYTES = 512;

    private final JobManager manager;
    private final List<TaskManager> workers = new ArrayList<>();

    private FlinkCluster(int size, int slots, int heapMegabytes, Beside beside) {
        manager = JobManager.start(beside);
        try {
            for (int i = 0; i < size; i++) {
                workers.add(TaskManager.start(i, manager, slots, heapMegabytes, beside));
            }
            awaitSlots(size * slots);
        } catch (RuntimeException failed) {
            close();
            throw failed;
        }
    }

    /**
     * Starts fresh ones and waits until jobs can be run: about ten seconds.
     *
     * @param size how many TaskManagers, each a JVM with a heap of 512 MB
     * @param slots of each: so many subtasks of one operator it runs at a time
     */
    public static FlinkCluster start(int size, int slots) {
        return start(size, slots, HEAP_MEGABYTES);
    }

    /**
     * As {@link #start(int, int)}, for larger jobs.
     *
     * @param heapMegabytes of each TaskManager, more than 128, which Flink takes for itself
     */
    public static FlinkCluster start(int size, int slots, int heapMegabytes) {
        return start(size, slots, heapMegabytes, Beside.NOTHING);
    }

    /**
     * As {@link #start(int, int, int)}, with more than Flink's runtime on the servers' class path, or other settings.
     */
    public static FlinkCluster start(int size, int slots, int heapMegabytes, Beside beside) {
        return new FlinkCluster(size, slots, heapMegabytes, beside);
    }

    /** As in {@code --master}: {@code 127.0.0.1:PORT} of the REST endpoint. */
    public String master() {
        return FlinkProcess.LOOPBACK + ":" + manager.restPort();
    }

    public JobManager manager() {
        return manager;
    }

    /** One that can be killed, and started again with {@code restart}. */
    public TaskManager worker(int which) {
        return workers.get(which);
    }

    /** Waits until so many slots are there, free or not. */
    public void awaitSlots(int count) {
        Patience.await(count + " slots are there", () -> manager.overview("slots-total") == count);
    }

    @Override
    public void close() {
        workers.forEach(TaskManager::close);
        manager.close();
    }
}
