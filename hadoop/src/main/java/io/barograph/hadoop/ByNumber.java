package io.barograph.hadoop;

import org.apache.hadoop.io.BytesWritable;
import org.apache.hadoop.io.IntWritable;
import org.apache.hadoop.mapreduce.Partitioner;

/** Chunks go to the reduce task whose number they are sent with. */
public final class ByNumber extends Partitioner<IntWritable, BytesWritable> {
    @Override
    public int getPartition(IntWritable number, BytesWritable chunk, int tasks) {
        return number.get();
    }
}
