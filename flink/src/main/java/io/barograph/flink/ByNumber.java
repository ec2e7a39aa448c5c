package io.barograph.flink;

import org.apache.flink.api.common.functions.Partitioner;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.api.java.tuple.Tuple2;

/** Chunks go to the subtask whose number they are sent with. */
final class ByNumber implements Partitioner<Integer>, KeySelector<Tuple2<Integer, byte[]>, Integer> {
    private static final long serialVersionUID = 1L;

    @Override
    public int partition(Integer number, int partitions) {
        return number;
    }

    @Override
    public Integer getKey(Tuple2<Integer, byte[]> sent) {
        return sent.f0;
    }
}
