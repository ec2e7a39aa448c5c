package io.barograph.spark;

import io.barograph.local.Job;
import io.barograph.local.Task;
import io.barograph.local.TaskInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * The tasks of a job's stages as Spark's.
 *
 * @param sent the job, where executors find it
 */
record StageTasks(JavaSparkContext context, Job job, Broadcast<SentJob> sent, Counters counters) {
    /**
     * The chunks that all tasks of a stage send, each with its partition.
     *
     * @param shuffled by earlier stage what was sent to its partitions
     */
    JavaPairRDD<Integer, byte[]> sent(int stage, Map<Integer, JavaPairRDD<Integer, byte[]>> shuffled) {
        List<Task> sources = new ArrayList<>();
        // By branch the tasks that read the partitions of an earlier stage, in their order.
        Map<Integer, List<Task>> readers = new TreeMap<>();
        for (Task task : job.tasks(stage)) {
            if (task.input() instanceof TaskInput.Partition) {
                readers.computeIfAbsent(task.branch(), branch -> new ArrayList<>())
                        .add(task);
            } else {
                sources.add(task);
            }
        }
        List<JavaPairRDD<Integer, byte[]>> parts = new ArrayList<>();
        if (!sources.isEmpty()) {
            List<Integer> ordinals = sources.stream().map(Task::ordinal).toList();
            parts.add(context.parallelize(ordinals, ordinals.size())
                    .mapPartitionsToPair(new RunSources(sent, counters, stage)));
        }
        for (List<Task> tasks : readers.values()) {
            int earlier = ((TaskInput.Partition) tasks.get(0).input()).stage();
            JavaPairRDD<Integer, byte[]> input = shuffled.get(earlier);
            if (input == null) {
                throw new IllegalStateException(
                        "stage " + stage + " stands before stage " + earlier + ", which it reads");
            }
            RunReaders run = new RunReaders(sent, counters, stage, tasks.get(0).ordinal());
            parts.add(JavaPairRDD.fromJavaRDD(input.mapPartitionsWithIndex(run, false)));
        }
        return parts.stream()
                .reduce(JavaPairRDD::union)
                .orElseThrow(() -> new IllegalStateException("stage " + stage + " has no task"));
    }
}
