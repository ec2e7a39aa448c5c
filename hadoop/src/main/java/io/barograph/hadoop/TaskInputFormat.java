package io.barograph.hadoop;

import io.barograph.local.Job;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.io.BytesWritable;
import org.apache.hadoop.io.IntWritable;
import org.apache.hadoop.mapreduce.InputSplit;
import org.apache.hadoop.mapreduce.JobContext;
import org.apache.hadoop.mapreduce.RecordReader;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.lib.input.FileInputFormat;
import org.apache.hadoop.mapreduce.lib.input.SequenceFileInputFormat;

/** What the map tasks of a round read: tasks of ours to run, and chunks in files that earlier rounds have left. */
public final class TaskInputFormat extends SequenceFileInputFormat<IntWritable, BytesWritable> {
    @Override
    public List<InputSplit> getSplits(JobContext context) throws IOException {
        Job job = JobFolder.readJob(context.getConfiguration());
        Round round = Round.of(job, JobFolder.stage(context.getConfiguration()));
        List<InputSplit> splits = new ArrayList<>();
        for (int source = 0; source < round.sources().size(); source++) {
            splits.add(new TaskSplit(source, round.sources().get(source).input(), job.splitBytes()));
        }
        if (FileInputFormat.getInputPaths(context).length > 0) {
            splits.addAll(super.getSplits(context));
        }
        return splits;
    }

    @Override
    public RecordReader<IntWritable, BytesWritable> createRecordReader(InputSplit split, TaskAttemptContext context)
            throws IOException {
        return split instanceof TaskSplit ? new NoRecords() : super.createRecordReader(split, context);
    }

    /** A task of ours reads its input itself. */
    private static final class NoRecords extends RecordReader<IntWritable, BytesWritable> {
        @Override
        public void initialize(InputSplit split, TaskAttemptContext context) {
            // Nothing is opened.
        }

        @Override
        public boolean nextKeyValue() {
            return false;
        }

        @Override
        public IntWritable getCurrentKey() {
            throw new IllegalStateException("there are no records");
        }

        @Override
        public BytesWritable getCurrentValue() {
            throw new IllegalStateException("there are no records");
        }

        @Override
        public float getProgress() {
            return 0;
        }

        @Override
        public void close() {
            // Nothing was opened.
        }
    }
}
