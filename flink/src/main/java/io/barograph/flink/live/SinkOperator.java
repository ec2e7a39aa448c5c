package io.barograph.flink.live;

import io.barograph.core.error.BarographException;
import io.barograph.flink.worker.Restarts;
import io.barograph.flink.worker.WorkerOptions;
import io.barograph.local.live.HostedQuery;
import io.barograph.local.live.HostedSink;
import java.util.Objects;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/** Writes what partitions show, as one writer, whom the sink can fence. What waits for its checkpoint to be complete is its state. */
final class SinkOperator extends AbstractStreamOperator<Void> implements OneInputStreamOperator<byte[], Void> {
    private static final long serialVersionUID = 1L;

    private final HostedJob job;
    private transient @Nullable HostedQuery query;
    private transient @Nullable HostedSink sink;
    private transient @Nullable ListState<byte[]> pending;

    SinkOperator(HostedJob job) {
        this.job = job;
    }

    private HostedSink sink() {
        return Objects.requireNonNull(sink);
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        ListState<byte[]> waiting = context.getOperatorStateStore()
                .getListState(
                        new ListStateDescriptor<>("pending", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
        pending = waiting;
        try {
            query = job.outlined(WorkerOptions.of(getContainingTask()));
            sink = query.newSink(context.getRestoredCheckpointId(), waiting.get());
        } catch (BarographException failed) {
            throw Restarts.of(failed);
        }
    }

    @Override
    public void processElement(StreamRecord<byte[]> element) {
        guarded(() -> sink().accept(element.getValue()));
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        guarded(() -> sink().prepare(context.getCheckpointId()));
        Objects.requireNonNull(pending).update(sink().pending());
    }

    @Override
    public void notifyCheckpointComplete(long checkpoint) throws Exception {
        super.notifyCheckpointComplete(checkpoint);
        guarded(() -> sink().commit(checkpoint));
    }

    private static void guarded(Runnable work) {
        try {
            work.run();
        } catch (BarographException failed) {
            throw Restarts.of(failed);
        }
    }

    @Override
    public void close() throws Exception {
        if (query != null) {
            query.close();
        }
        super.close();
    }
}
