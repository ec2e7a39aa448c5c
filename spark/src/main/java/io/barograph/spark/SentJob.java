package io.barograph.spark;

import io.barograph.local.Job;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** A job as it goes to executors: as bytes, which each of them reads once. Thread-safe. */
final class SentJob implements Serializable {
    private static final long serialVersionUID = 1L;

    private final byte[] bytes;
    private transient @Nullable Job job;

    SentJob(Job job) {
        this.bytes = job.toBytes();
    }

    synchronized Job job() {
        if (job == null) {
            job = Job.of(bytes);
        }
        return job;
    }
}
