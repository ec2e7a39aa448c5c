package io.barograph.flink.live;

import io.barograph.core.error.BarographException;
import io.barograph.flink.worker.Restarts;
import io.barograph.flink.worker.WorkerOptions;
import io.barograph.local.live.HostedPartition;
import io.barograph.local.live.HostedQuery;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * Merges and shows, partition by partition. A partition is a key of Flink's with a key group of its own, and its state that key's, in
 * our canonical bytes: so partitions move when the job is given another parallelism.
 */
final class PartitionOperator extends AbstractStreamOperator<byte[]>
        implements OneInputStreamOperator<Tuple2<Integer, byte[]>, byte[]> {
    private static final long serialVersionUID = 1L;
    private static final String STATE = "partition";

    private final HostedJob job;
    private transient @Nullable HostedQuery query;
    private transient @Nullable ValueState<byte[]> state;
    /** By Flink's key. */
    private transient @Nullable Map<Integer, HostedPartition> partitions;

    private transient boolean wasUsed;

    PartitionOperator(HostedJob job) {
        this.job = job;
    }

    private Map<Integer, HostedPartition> partitions() {
        return Objects.requireNonNull(partitions);
    }

    private ValueState<byte[]> state() {
        return Objects.requireNonNull(state);
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        wasUsed = context.isRestored() || getRuntimeContext().getTaskInfo().getAttemptNumber() > 0;
        partitions = new TreeMap<>();
        state = context.getKeyedStateStore()
                .getState(new ValueStateDescriptor<>(STATE, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
        try {
            query = job.ready(WorkerOptions.of(getContainingTask()));
            List<Integer> keys = this.<Integer>getKeyedStateBackend()
                    .getKeys(STATE, VoidNamespace.INSTANCE)
                    .toList();
            for (Integer key : keys) {
                setCurrentKey(key);
                partition(key).restore(state().value());
            }
        } catch (BarographException failed) {
            throw Restarts.of(failed);
        }
    }

    private HostedPartition partition(Integer key) {
        return partitions().computeIfAbsent(key, none -> {
            int of = getRuntimeContext().getTaskInfo().getMaxNumberOfParallelSubtasks();
            int number = KeyGroupRangeAssignment.assignToKeyGroup(key, of);
            HostedPartition made = Objects.requireNonNull(query)
                    .newPartition(number, of, changes -> output.collect(new StreamRecord<>(changes)));
            if (wasUsed) {
                made.mayHaveStaleRows();
            }
            return made;
        });
    }

    @Override
    public void processElement(StreamRecord<Tuple2<Integer, byte[]>> element) {
        try {
            partition(element.getValue().f0).accept(element.getValue().f1);
        } catch (BarographException failed) {
            throw Restarts.of(failed);
        }
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpoint) {
        partitions().values().forEach(HostedPartition::show);
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        for (Map.Entry<Integer, HostedPartition> each : partitions().entrySet()) {
            setCurrentKey(each.getKey());
            state().update(each.getValue().snapshot());
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
