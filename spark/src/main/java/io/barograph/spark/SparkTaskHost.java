package io.barograph.spark;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.stage.Stage;
import io.barograph.local.Job;
import io.barograph.local.Task;
import io.barograph.local.TaskHost;
import io.barograph.local.TaskInput;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * Runs a job's tasks as Spark's: a stage's tasks are an RDD of chunks by partition, its exchange a shuffle. What an executor has
 * lost, Spark runs again.
 *
 * <p>One job at a time. The context is the caller's.
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
    public void run(Job job, Consumer<byte[]> answer) {
        Broadcast<byte[]> bytes = context.broadcast(job.toBytes());
        try {
            // What was sent, by stage.
            Map<Integer, JavaPairRDD<Integer, byte[]>> shuffled = new HashMap<>();
            for (Stage stage : job.stages().toList()) {
                JavaPairRDD<Integer, byte[]> sent = sent(job, stage.id(), bytes, shuffled);
                if (stage.id() == job.root()) {
                    Answers.collect(sent, answer);
                } else {
                    shuffled.put(stage.id(), sent.partitionBy(new ByNumber(job.partitions(stage.id()))));
                }
            }
        } catch (Exception failed) {
            throw told(failed);
        } finally {
            bytes.destroy();
        }
    }

    /** What a task failed with, in its own words; Spark wraps it. */
    private static BarographException told(Exception failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof BarographException own) {
                return own;
            }
        }
        return new BarographException(ErrorCode.UNAVAILABLE, "Spark gave up: " + failed.getMessage(), failed);
    }

    /** The chunks that all tasks of a stage send. */
    private JavaPairRDD<Integer, byte[]> sent(
            Job job, int stage, Broadcast<byte[]> bytes, Map<Integer, JavaPairRDD<Integer, byte[]>> shuffled) {
        List<Integer> sources = new ArrayList<>();
        // By branch the tasks that read the partitions of an earlier stage, in their order.
        Map<Integer, List<Task>> readers = new TreeMap<>();
        for (Task task : job.tasks(stage)) {
            if (task.input() instanceof TaskInput.Partition) {
                readers.computeIfAbsent(task.branch(), branch -> new ArrayList<>())
                        .add(task);
            } else {
                sources.add(task.ordinal());
            }
        }
        JavaPairRDD<Integer, byte[]> sent = null;
        if (!sources.isEmpty()) {
            sent = context.parallelize(sources, sources.size()).mapPartitionsToPair(new RunSources(bytes, stage));
        }
        for (List<Task> tasks : readers.values()) {
            int earlier = ((TaskInput.Partition) tasks.get(0).input()).stage();
            JavaPairRDD<Integer, byte[]> input = shuffled.get(earlier);
            if (input == null) {
                throw new IllegalStateException(
                        "stage " + stage + " stands before stage " + earlier + ", which it reads");
            }
            JavaPairRDD<Integer, byte[]> read = JavaPairRDD.fromJavaRDD(input.mapPartitionsWithIndex(
                    new RunReaders(bytes, stage, tasks.get(0).ordinal()), false));
            sent = sent == null ? read : sent.union(read);
        }
        if (sent == null) {
            throw new IllegalStateException("stage " + stage + " has no task");
        }
        return sent;
    }
}
