package io.barograph.hadoop;

import java.io.IOException;
import org.apache.hadoop.io.BytesWritable;
import org.apache.hadoop.io.IntWritable;
import org.apache.hadoop.mapreduce.TaskInputOutputContext;
import org.apache.hadoop.mapreduce.lib.output.MultipleOutputs;

/** A file of what a task sends, in the folder of its stage. Hadoop's committer makes it appear, of one attempt. */
final class ChunkFile implements ChunkWriter {
    private final MultipleOutputs<IntWritable, BytesWritable> outputs;
    private final String path;
    private final IntWritable key = new IntWritable();

    ChunkFile(TaskInputOutputContext<?, ?, IntWritable, BytesWritable> context, int stage) {
        this.outputs = new MultipleOutputs<>(context);
        this.path = JobFolder.chunksOf(stage);
    }

    @Override
    public void write(int partition, byte[] chunk) throws IOException, InterruptedException {
        key.set(partition);
        outputs.write(key, new BytesWritable(chunk), path);
    }

    @Override
    public void close() throws IOException, InterruptedException {
        outputs.close();
    }
}
