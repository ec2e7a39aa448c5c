package io.barograph.spark.live;

import io.barograph.formats.FileCatalog;
import io.barograph.formats.LiveConnectors;
import io.barograph.formats.store.FileStores;
import io.barograph.local.live.MicroBatchJob;
import io.barograph.local.live.MicroBatchTasks;
import io.barograph.spark.ExecutorOptions;
import java.io.Serializable;
import org.apache.spark.TaskContext;
import org.jspecify.annotations.Nullable;

/** A pipeline as it goes to executors: as bytes, which each of them reads once. Thread-safe. */
final class SentPipeline implements Serializable {
    private static final long serialVersionUID = 1L;

    private final byte[] bytes;
    private transient @Nullable MicroBatchJob job;

    SentPipeline(MicroBatchJob job) {
        this.bytes = job.toBytes();
    }

    private synchronized MicroBatchJob job() {
        if (job == null) {
            job = MicroBatchJob.of(bytes);
        }
        return job;
    }

    /** What a task of Spark's runs, in its thread. */
    MicroBatchTasks tasks() {
        MicroBatchJob known = job();
        FileStores.startAt(known.folder());
        TaskContext context = TaskContext.get();
        return new MicroBatchTasks(
                known, new FileCatalog(), new LiveConnectors(), ExecutorOptions.ofTask(), context::isInterrupted);
    }
}
