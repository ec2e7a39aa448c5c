package io.barograph.spark.live;

import io.barograph.formats.FileCatalog;
import io.barograph.formats.LiveConnectors;
import io.barograph.local.live.MicroBatchJob;
import io.barograph.local.live.MicroBatchTasks;
import io.barograph.spark.ExecutorOptions;
import java.io.Serializable;
import org.apache.spark.TaskContext;
import org.jspecify.annotations.Nullable;

/** A pipeline as it goes to executors: as bytes, which each task reads once. */
final class SentPipeline implements Serializable {
    private static final long serialVersionUID = 1L;

    private final byte[] bytes;
    private transient @Nullable MicroBatchTasks tasks;

    SentPipeline(MicroBatchJob job) {
        this.bytes = job.toBytes();
    }

    /** What a task of Spark's runs, in its thread. */
    MicroBatchTasks tasks() {
        MicroBatchTasks known = tasks;
        if (known == null) {
            TaskContext context = TaskContext.get();
            known = new MicroBatchTasks(
                    MicroBatchJob.of(bytes),
                    new FileCatalog(),
                    new LiveConnectors(),
                    ExecutorOptions.ofTask(),
                    context::isInterrupted);
            tasks = known;
        }
        return known;
    }
}
