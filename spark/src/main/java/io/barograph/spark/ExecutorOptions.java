package io.barograph.spark;

import io.barograph.core.engine.RunOptions;
import io.barograph.local.TaskSize;
import org.apache.spark.SparkEnv;

/** What a task may take of the executor that it runs in. */
public final class ExecutorOptions {
    private ExecutorOptions() {}

    /** For one task, in Spark's thread. */
    public static RunOptions ofTask() {
        return TaskSize.ofHalf(SparkEnv.get().conf().getInt("spark.executor.cores", 1));
    }
}
