package io.barograph.hadoop;

import io.barograph.local.Task;
import java.io.IOException;
import java.util.Collections;
import java.util.Iterator;
import org.apache.hadoop.io.BytesWritable;
import org.apache.hadoop.io.IntWritable;
import org.apache.hadoop.mapreduce.Reducer;

/** Runs a task of ours that reads a partition of the round's stage. All that comes has one key: the task's number. */
public final class RoundReducer extends Reducer<IntWritable, BytesWritable, IntWritable, BytesWritable> {
    @Override
    public void run(Context context) throws IOException, InterruptedException {
        Worker worker = new Worker(context);
        Task task = worker.round()
                .readers()
                .get(context.getTaskAttemptID().getTaskID().getId());
        Iterator<BytesWritable> values =
                context.nextKey() ? context.getValues().iterator() : Collections.emptyIterator();
        Iterator<byte[]> received = new Iterator<>() {
            @Override
            public boolean hasNext() {
                return values.hasNext();
            }

            @Override
            public byte[] next() {
                // Hadoop uses the value's bytes again.
                return values.next().copyBytes();
            }
        };
        try (ChunkFile file = new ChunkFile(context, task.stage())) {
            worker.run(task, received, file);
        }
    }
}
