package io.barograph.spark;

import io.barograph.core.engine.RunOptions;
import org.apache.spark.SparkEnv;

/** What a task may take of the executor that it runs in. */
public final class ExecutorOptions {
    /** Half of an executor's heap is Spark's own: what it caches and shuffles. */
    private static final int SPARKS_SHARE = 2;

    private ExecutorOptions() {}

    /** For one task, in Spark's thread. */
    public static RunOptions ofTask() {
        int beside = Math.max(1, SparkEnv.get().conf().getInt("spark.executor.cores", 1));
        long heap = Runtime.getRuntime().maxMemory() / SPARKS_SHARE / beside;
        return RunOptions.defaults().withMemoryBytes(RunOptions.memoryOf(heap));
    }
}
