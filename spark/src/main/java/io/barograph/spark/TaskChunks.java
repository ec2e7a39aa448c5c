package io.barograph.spark;

import io.barograph.core.engine.RunOptions;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.formats.FileCatalog;
import io.barograph.formats.store.FileStores;
import io.barograph.local.Job;
import io.barograph.local.SpooledChunks;
import io.barograph.local.Task;
import io.barograph.local.TaskRunner;
import java.util.Iterator;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.TaskCompletionListener;
import scala.Tuple2;

/** Runs one task on an executor, in Spark's thread, and gives what it sends. */
final class TaskChunks {
    private TaskChunks() {}

    /**
     * The chunks of a task, each with its partition.
     *
     * @param received the chunks of the partition that it reads
     */
    static Iterator<Tuple2<Integer, byte[]>> of(
            Broadcast<SentJob> sent, Counters counters, int stage, int ordinal, Iterator<byte[]> received) {
        Job job = sent.value().job();
        Task task = job.tasks(stage).get(ordinal);
        FileStores.startAt(job.folder());
        RunOptions options = ExecutorOptions.ofTask();
        SpooledChunks chunks = new SpooledChunks(options.temp(), options.memoryBytes() / 4);
        TaskContext context = TaskContext.get();
        context.addTaskCompletionListener((TaskCompletionListener) ended -> chunks.close());
        counters.add(new TaskRunner(job, new FileCatalog(), options).run(task, received, (partition, chunk) -> {
            if (context.isInterrupted()) {
                throw new BarographException(ErrorCode.CANCELLED, "Spark has cancelled the task");
            }
            chunks.send(partition, chunk);
        }));
        Iterator<SpooledChunks.Sent> each = chunks.read();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return each.hasNext();
            }

            @Override
            public Tuple2<Integer, byte[]> next() {
                SpooledChunks.Sent next = each.next();
                return new Tuple2<>(next.partition(), next.chunk());
            }
        };
    }
}
