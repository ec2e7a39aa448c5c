package io.barograph.flink;

import io.barograph.core.engine.RunOptions;
import io.barograph.local.SpooledChunks;
import java.util.Iterator;
import java.util.Objects;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/** Runs tasks that read the partitions of an earlier stage: each subtask that of its number, once all of it is there. */
final class RunReaders extends TaskOperator
        implements OneInputStreamOperator<Tuple2<Integer, byte[]>, Tuple2<Integer, byte[]>>, BoundedOneInput {
    private static final long serialVersionUID = 1L;

    private final int first;
    private transient @Nullable SpooledChunks received;

    /** @param first number of the task that reads the first partition; those of the others follow */
    RunReaders(byte[] job, int stage, int first) {
        super(job, stage);
        this.first = first;
    }

    @Override
    public void open() throws Exception {
        super.open();
        RunOptions options = options();
        received = new SpooledChunks(options.temp(), options.memoryBytes() / 4);
    }

    @Override
    public void processElement(StreamRecord<Tuple2<Integer, byte[]>> element) {
        Tuple2<Integer, byte[]> sent = element.getValue();
        Objects.requireNonNull(received).send(sent.f0, sent.f1);
    }

    @Override
    public void endInput() {
        Iterator<SpooledChunks.Sent> chunks = Objects.requireNonNull(received).read();
        int partition = getRuntimeContext().getTaskInfo().getIndexOfThisSubtask();
        run(first + partition, new Iterator<>() {
            @Override
            public boolean hasNext() {
                return chunks.hasNext();
            }

            @Override
            public byte[] next() {
                return chunks.next().chunk();
            }
        });
    }

    @Override
    public void close() throws Exception {
        if (received != null) {
            received.close();
        }
        super.close();
    }
}
