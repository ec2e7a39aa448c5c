package io.barograph.hadoop;

import io.barograph.local.TaskInput;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.apache.hadoop.io.Writable;
import org.apache.hadoop.mapreduce.InputSplit;

/** What a map task does that runs a task of ours: its position among the round's sources. Where it is best run, Hadoop is told. */
public final class TaskSplit extends InputSplit implements Writable {
    private int source;
    private long bytes;
    private String[] hosts = {};

    /** For Hadoop, which reads the fields. */
    public TaskSplit() {}

    /** @param bytes about how many it reads */
    TaskSplit(int source, TaskInput input, long bytes) {
        this.source = source;
        if (input instanceof TaskInput.Splits splits) {
            this.bytes = bytes;
            this.hosts = splits.hosts().toArray(String[]::new);
        }
    }

    int source() {
        return source;
    }

    @Override
    public long getLength() {
        return bytes;
    }

    @Override
    public String[] getLocations() {
        return hosts.clone();
    }

    /** Locations do not travel: they have been heeded when the split arrives. */
    @Override
    public void write(DataOutput out) throws IOException {
        out.writeInt(source);
        out.writeLong(bytes);
    }

    @Override
    public void readFields(DataInput in) throws IOException {
        source = in.readInt();
        bytes = in.readLong();
    }
}
