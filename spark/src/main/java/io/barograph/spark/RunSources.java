package io.barograph.spark;

import java.util.Collections;
import java.util.Iterator;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import scala.Tuple2;

/** Runs tasks that read what is no other stage's: each partition holds the number of one. */
final class RunSources implements PairFlatMapFunction<Iterator<Integer>, Integer, byte[]> {
    private static final long serialVersionUID = 1L;

    private final Broadcast<SentJob> job;
    private final Counters counters;
    private final int stage;

    RunSources(Broadcast<SentJob> job, Counters counters, int stage) {
        this.job = job;
        this.counters = counters;
        this.stage = stage;
    }

    @Override
    public Iterator<Tuple2<Integer, byte[]>> call(Iterator<Integer> ordinals) {
        return TaskChunks.of(job, counters, stage, ordinals.next(), Collections.emptyIterator());
    }
}
