package io.barograph.flink;

import java.util.Collections;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** Runs tasks that read what is no other stage's: it is given their positions among the stage's. */
final class RunSources extends TaskOperator implements OneInputStreamOperator<Long, Tuple2<Integer, byte[]>> {
    private static final long serialVersionUID = 1L;

    private final int[] ordinals;

    /** @param ordinals numbers of the tasks */
    RunSources(byte[] job, int stage, int[] ordinals) {
        super(job, stage);
        this.ordinals = ordinals;
    }

    @Override
    public void processElement(StreamRecord<Long> element) {
        run(ordinals[Math.toIntExact(element.getValue())], Collections.emptyIterator());
    }
}
