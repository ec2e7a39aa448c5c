package io.barograph.hadoop;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import org.apache.hadoop.io.BytesWritable;
import org.apache.hadoop.io.IntWritable;
import org.apache.hadoop.mapreduce.Mapper;

/**
 * Runs a task of ours that reads a table, or hands on what an earlier round has left in a file. What is sent is combined by the
 * task itself, before it is sent: there is nothing left for a combiner.
 */
public final class RoundMapper extends Mapper<IntWritable, BytesWritable, IntWritable, BytesWritable> {
    @Override
    public void run(Context context) throws IOException, InterruptedException {
        Worker worker = new Worker(context);
        Round round = worker.round();
        ChunkWriter target = round.readers().isEmpty()
                ? new ChunkFile(context, round.stage())
                : toReaders(round.readersByPartition(worker.job().partitions(round.stage())), context);
        try (target) {
            if (context.getInputSplit() instanceof TaskSplit split) {
                worker.run(round.sources().get(split.source()), Collections.emptyIterator(), target);
            } else {
                while (context.nextKeyValue()) {
                    target.write(
                            context.getCurrentKey().get(),
                            context.getCurrentValue().copyBytes());
                }
            }
        }
    }

    private static ChunkWriter toReaders(List<List<Integer>> readers, Context context) {
        IntWritable key = new IntWritable();
        return (partition, chunk) -> {
            BytesWritable value = new BytesWritable(chunk);
            for (int reader : readers.get(partition)) {
                key.set(reader);
                context.write(key, value);
            }
        };
    }
}
