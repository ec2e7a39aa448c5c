package io.barograph.hadoop;

import io.barograph.core.engine.Cancellation;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.BytesWritable;
import org.apache.hadoop.io.IntWritable;
import org.apache.hadoop.mapreduce.Counters;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.MRConfig;
import org.apache.hadoop.mapreduce.lib.input.FileInputFormat;
import org.apache.hadoop.mapreduce.lib.output.FileOutputFormat;
import org.apache.hadoop.mapreduce.lib.output.LazyOutputFormat;
import org.apache.hadoop.mapreduce.lib.output.SequenceFileOutputFormat;
import org.apache.hadoop.util.ShutdownHookManager;
import org.jspecify.annotations.Nullable;

/** One job of Hadoop's: submits it, waits for it, and kills it where nobody waits any more. */
final class MapReduceRound {
    private static final int LOCAL_POLL_MILLIS = 5;
    private static final int POLL_MILLIS = 200;

    private final JobFolder folder;
    private final Round round;
    private final Job job;

    MapReduceRound(Configuration configuration, @Nullable Path jobJar, JobFolder folder, Round round)
            throws IOException {
        this.folder = folder;
        this.round = round;
        this.job = Job.getInstance(configuration, "barograph stage " + round.stage());
        folder.enter(job.getConfiguration(), round.stage());
        if (jobJar != null) {
            job.setJar(jobJar.toString());
        }
        job.setInputFormatClass(TaskInputFormat.class);
        for (Path file : folder.sent(round.stage())) {
            FileInputFormat.addInputPath(job, file);
        }
        job.setMapperClass(RoundMapper.class);
        job.setPartitionerClass(ByNumber.class);
        job.setReducerClass(RoundReducer.class);
        job.setNumReduceTasks(round.readers().size());
        job.setOutputKeyClass(IntWritable.class);
        job.setOutputValueClass(BytesWritable.class);
        LazyOutputFormat.setOutputFormatClass(job, SequenceFileOutputFormat.class);
        FileOutputFormat.setOutputPath(job, folder.outputOf(round));
    }

    /**
     * Runs it to its end.
     *
     * @param cancellation kills it when it is requested
     * @return what Hadoop has counted; of a cluster that keeps no history, nothing where it was asked too late
     * @throws BarographException where a task has failed for good, with its own words where it left some; CANCELLED
     */
    Counters run(Cancellation cancellation) throws IOException, InterruptedException {
        Runnable killer = this::kill;
        // Before file systems are closed, which removes the job's folder.
        ShutdownHookManager.get().addShutdownHook(killer, FileSystem.SHUTDOWN_HOOK_PRIORITY + 1);
        boolean over = false;
        try {
            submit();
            await(cancellation);
            over = true;
        } finally {
            ShutdownHookManager.get().removeShutdownHook(killer);
            if (!over) {
                kill();
            }
        }
        if (!job.isSuccessful()) {
            Failure failure = folder.failure();
            throw failure != null
                    ? failure.toException()
                    : new BarographException(
                            ErrorCode.UNAVAILABLE,
                            "Hadoop gave up " + job.getJobID() + ", the round of stage " + round.stage() + ": "
                                    + job.getStatus().getFailureInfo());
        }
        Counters counters = job.getCounters();
        return counters == null ? new Counters() : counters;
    }

    private void submit() throws IOException, InterruptedException {
        try {
            job.submit();
        } catch (ClassNotFoundException missing) {
            throw new IOException("a class is missing: " + missing.getMessage(), missing);
        }
    }

    private void await(Cancellation cancellation) throws IOException, InterruptedException {
        boolean local =
                MRConfig.LOCAL_FRAMEWORK_NAME.equals(job.getConfiguration().get(MRConfig.FRAMEWORK_NAME));
        while (!job.isComplete()) {
            cancellation.check();
            Thread.sleep(local ? LOCAL_POLL_MILLIS : POLL_MILLIS);
        }
    }

    /** As far as it can be reached: whoever kills it has nobody to tell. */
    private void kill() {
        try {
            if (job.getJobID() != null) {
                job.killJob();
            }
        } catch (IOException | IllegalStateException unreachable) {
            // It ends by itself; its folder is gone.
        }
    }
}
