package io.barograph.spark;

import io.barograph.local.Job;
import io.barograph.local.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
        List<JavaPairRDD<Integer, byte[]>> parts = new ArrayList<>();
        List<Task> sources = job.sources(stage);
        if (!sources.isEmpty()) {
            parts.add(PlacedTasks.of(context, sources).mapPartitionsToPair(new RunSources(sent, counters, stage)));
        }
        for (Job.Readers readers : job.readers(stage)) {
            JavaPairRDD<Integer, byte[]> input = Objects.requireNonNull(shuffled.get(readers.stage()));
            RunReaders run = new RunReaders(sent, counters, stage, readers.first());
            parts.add(JavaPairRDD.fromJavaRDD(input.mapPartitionsWithIndex(run, false)));
        }
        return parts.stream()
                .reduce(JavaPairRDD::union)
                .orElseThrow(() -> new IllegalStateException("stage " + stage + " has no task"));
    }
}
