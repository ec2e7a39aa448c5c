package io.barograph.hadoop;

import io.barograph.core.engine.RunOptions;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.formats.FileCatalog;
import io.barograph.formats.store.FileStores;
import io.barograph.local.Job;
import io.barograph.local.Task;
import io.barograph.local.TaskCounts;
import io.barograph.local.TaskRunner;
import io.barograph.local.TaskSize;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapred.LocalJobRunner;
import org.apache.hadoop.mapreduce.MRConfig;
import org.apache.hadoop.mapreduce.MRJobConfig;
import org.apache.hadoop.mapreduce.TaskInputOutputContext;
import org.apache.hadoop.mapreduce.TaskType;

/** Runs tasks of ours within one of Hadoop's, in its thread. */
final class Worker {
    /** The group of our counters among Hadoop's. */
    static final String COUNTERS = "barograph";

    private static final int DEFAULT_SORT_MEGABYTES = 100;

    private final TaskInputOutputContext<?, ?, ?, ?> context;
    private final Job job;

    Worker(TaskInputOutputContext<?, ?, ?, ?> context) throws IOException {
        this.context = context;
        this.job = JobFolder.readJob(context.getConfiguration());
    }

    Job job() {
        return job;
    }

    Round round() {
        return Round.of(job, JobFolder.stage(context.getConfiguration()));
    }

    /** Runs a task; what it fails with is left where the driver finds it, in its own words. */
    void run(Task task, Iterator<byte[]> received, ChunkWriter target) throws IOException {
        FileStores.startAt(job.folder());
        try {
            TaskCounts counts = new TaskRunner(job, new FileCatalog(), options())
                    .run(task, received, (partition, chunk) -> {
                        try {
                            target.write(partition, chunk);
                        } catch (IOException failed) {
                            throw new UncheckedIOException(failed);
                        } catch (InterruptedException stopped) {
                            Thread.currentThread().interrupt();
                            throw new BarographException(ErrorCode.CANCELLED, "Hadoop has cancelled the task", stopped);
                        }
                    });
            count(TaskCounts.READ, counts.read());
            count(TaskCounts.USED, counts.used());
            count(TaskCounts.LATE, counts.late());
            count(TaskCounts.REJECTED, counts.rejected());
        } catch (BarographException failed) {
            Failure.of(failed).leave(context);
            throw failed;
        }
    }

    private void count(String name, long records) {
        context.getCounter(COUNTERS, name).increment(records);
    }

    private RunOptions options() {
        Configuration configuration = context.getConfiguration();
        boolean isMap = context.getTaskAttemptID().getTaskType() == TaskType.MAP;
        int beside = 1;
        if (MRConfig.LOCAL_FRAMEWORK_NAME.equals(configuration.get(MRConfig.FRAMEWORK_NAME))) {
            beside = configuration.getInt(
                    isMap ? LocalJobRunner.LOCAL_MAX_MAPS : LocalJobRunner.LOCAL_MAX_REDUCES, beside);
        }
        // Before the exchange, Hadoop keeps what is sent in a buffer of its own.
        long sort = isMap ? (long) configuration.getInt(MRJobConfig.IO_SORT_MB, DEFAULT_SORT_MEGABYTES) << 20 : 0;
        RunOptions options = TaskSize.without(beside, sort);
        String temp = configuration.get(HadoopConfiguration.TEMP);
        return temp == null ? options : options.withTemp(temp);
    }
}
