package io.barograph.spark;

import java.util.Iterator;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.broadcast.Broadcast;
import scala.Tuple2;

/** Runs tasks that read the partitions of an earlier stage. */
final class RunReaders
        implements Function2<Integer, Iterator<Tuple2<Integer, byte[]>>, Iterator<Tuple2<Integer, byte[]>>> {
    private static final long serialVersionUID = 1L;

    private final Broadcast<SentJob> job;
    private final Counters counters;
    private final int stage;
    private final int first;

    /** @param first number of the task that reads the first partition; those of the others follow */
    RunReaders(Broadcast<SentJob> job, Counters counters, int stage, int first) {
        this.job = job;
        this.counters = counters;
        this.stage = stage;
        this.first = first;
    }

    @Override
    public Iterator<Tuple2<Integer, byte[]>> call(Integer partition, Iterator<Tuple2<Integer, byte[]>> received) {
        Iterator<byte[]> chunks = new Iterator<>() {
            @Override
            public boolean hasNext() {
                return received.hasNext();
            }

            @Override
            public byte[] next() {
                return received.next()._2;
            }
        };
        return TaskChunks.of(job, counters, stage, first + partition, chunks);
    }
}
