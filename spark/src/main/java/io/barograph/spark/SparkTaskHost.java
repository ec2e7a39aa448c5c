package io.barograph.spark;

import io.barograph.core.engine.Cancellation;
import io.barograph.core.stage.Stage;
import io.barograph.local.Job;
import io.barograph.local.TaskHost;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * Runs a job's tasks as Spark's: a stage's tasks are an RDD of chunks by partition, its exchange a shuffle. What an executor has
 * lost, Spark runs again.
 *
 * <p>One job at a time. The context is closed with it.
 */
public final class SparkTaskHost implements TaskHost {
    private final JavaSparkContext context;
    private final int partitions;

    /** @param partitions to how many keys are dealt out: a few times the cores of the cluster */
    public SparkTaskHost(JavaSparkContext context, int partitions) {
        this.context = context;
        this.partitions = partitions;
    }

    @Override
    public String name() {
        return "spark";
    }

    @Override
    public int partitions() {
        return partitions;
    }

    @Override
    public void close() {
        context.close();
    }

    @Override
    public void run(Job job, Cancellation cancellation, Consumer<byte[]> answer) {
        String group = "barograph " + UUID.randomUUID();
        // Tasks are interrupted where they wait; elsewhere they look whether they are before they send.
        context.setJobGroup(group, context.appName(), true);
        // A query is several of Spark's jobs, of which the next may begin right now.
        try (Cancellation.Watch stopped = cancellation.whenRequested(() -> cancel(group))) {
            run(job, answer);
        } catch (RuntimeException failed) {
            // Where the answer was not taken, Spark's tasks still run.
            cancel(group);
            // Not what its tasks have failed with for being stopped.
            cancellation.check();
            throw failed;
        } finally {
            context.clearJobGroup();
        }
    }

    private void cancel(String group) {
        // Of a context that has lost its master, and stopped by itself, nothing runs any more.
        if (!context.sc().isStopped()) {
            context.sc().cancelJobGroupAndFutureJobs(group);
        }
    }

    private void run(Job job, Consumer<byte[]> answer) {
        Broadcast<SentJob> sentJob = context.broadcast(new SentJob(job));
        StageTasks tasks = new StageTasks(context, job, sentJob, new Counters(context.sc()));
        try {
            // What was sent, by stage.
            Map<Integer, JavaPairRDD<Integer, byte[]>> shuffled = new HashMap<>();
            for (Stage stage : job.stages().toList()) {
                JavaPairRDD<Integer, byte[]> sent = tasks.sent(stage.id(), shuffled);
                if (stage.id() == job.root()) {
                    Answers.inPieces(context, sent.values(), answer);
                } else {
                    shuffled.put(stage.id(), sent.partitionBy(new ByNumber(job.partitions(stage.id()))));
                }
            }
        } catch (Exception failed) {
            throw SparkContexts.told(context, failed);
        } finally {
            // A context that has lost its master stops by itself, and all it held is gone.
            if (!context.sc().isStopped()) {
                sentJob.destroy();
            }
        }
    }
}
