package io.barograph.local;

import io.barograph.core.engine.RunOptions;

/** How large a task on a cluster is, by one rule for all hosts: what it reads of a table, and what it may take of a worker's heap. */
public final class TaskSize {
    private static final int TASKS_PER_PARTITION = 2;

    /** A task that is lost is run again as a whole. */
    private static final long MOST_TABLE_BYTES = 128L << 20;

    /** A task has this part of its heap at least, whatever the engine beside it takes. */
    private static final int LEAST_SHARE = 4;

    private TaskSize() {}

    /**
     * Bytes of a table that a task reads, about. Every core gets a few tasks of a large table, so that none waits long for the last
     * one; small tasks cost more than they do.
     *
     * @param table bytes of all of it
     * @param partitions of the job's keys
     * @param least fewer are not worth a task on this host, however small the table
     */
    static long tableBytes(long table, int partitions, long least) {
        return Math.max(least, Math.min(table / ((long) partitions * TASKS_PER_PARTITION), MOST_TABLE_BYTES));
    }

    /**
     * Options of a task in this process, where half of the heap is the engine's own: what it caches and shuffles.
     *
     * @param tasks that run beside each other here, itself among them; at least 1
     */
    public static RunOptions ofHalf(int tasks) {
        return of(heap(tasks) / 2);
    }

    /**
     * Options of a task in this process, where the engine takes a number of bytes for each.
     *
     * @param tasks as of {@link #ofHalf}
     * @param engine the engine's bytes, per task
     */
    public static RunOptions without(int tasks, long engine) {
        long heap = heap(tasks);
        return of(Math.max(heap / LEAST_SHARE, heap - engine));
    }

    private static long heap(int tasks) {
        return Runtime.getRuntime().maxMemory() / Math.max(1, tasks);
    }

    private static RunOptions of(long heap) {
        return RunOptions.defaults().withMemoryBytes(RunOptions.memoryOf(heap));
    }
}
