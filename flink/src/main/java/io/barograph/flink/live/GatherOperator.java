package io.barograph.flink.live;

import io.barograph.core.error.BarographException;
import io.barograph.flink.worker.Restarts;
import io.barograph.flink.worker.WorkerOptions;
import io.barograph.local.TaskCounts;
import io.barograph.local.live.HostedGather;
import io.barograph.local.live.HostedLanes;
import io.barograph.local.live.HostedQuery;
import java.util.Objects;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * Combines what the reader in front of it reads for one query; what it has goes on before each checkpoint's barrier, so that it keeps no state.
 * Sends each message with the key of its partition.
 */
final class GatherOperator extends AbstractStreamOperator<Tuple2<Integer, byte[]>>
        implements OneInputStreamOperator<LaneRecord, Tuple2<Integer, byte[]>>, BoundedOneInput {
    private static final long serialVersionUID = 1L;

    private final HostedJob job;
    private final int number;
    private final int[] keys;
    private transient @Nullable HostedQuery query;
    private transient @Nullable HostedGather gather;
    private transient HostedLanes.@Nullable Books books;

    /**
     * @param number of the query among the run's; the first one tells what was made of the lanes' records
     * @param keys by partition a key of Flink's that falls to it
     */
    GatherOperator(HostedJob job, int number, int[] keys) {
        this.job = job;
        this.number = number;
        this.keys = keys.clone();
    }

    @Override
    public void open() throws Exception {
        super.open();
        try {
            query = job.ready(WorkerOptions.of(getContainingTask()));
            gather = query.newGather(
                    keys.length,
                    (partition, message) -> output.collect(new StreamRecord<>(Tuple2.of(keys[partition], message))));
        } catch (BarographException failed) {
            throw Restarts.of(failed);
        }
        if (number > 0) {
            return;
        }
        MetricGroup ours = getMetricGroup().addGroup("barograph");
        ours.gauge(TaskCounts.READ, () -> books().read());
        ours.gauge(TaskCounts.USED, () -> books().used());
        ours.gauge(TaskCounts.LATE, () -> books().late());
        ours.gauge(TaskCounts.REJECTED, () -> books().rejected());
    }

    private HostedLanes.Books books() {
        HostedLanes.Books known = books;
        return known == null ? new HostedLanes.Books(0, 0, 0, 0) : known;
    }

    private HostedGather gather() {
        return Objects.requireNonNull(gather);
    }

    @Override
    public void processElement(StreamRecord<LaneRecord> element) {
        try {
            if (element.getValue() instanceof LaneRecord.Rows rows) {
                if (rows.query() == number) {
                    gather().rows(rows.reading(), rows.rows());
                }
            } else if (element.getValue() instanceof LaneRecord.Progress progress) {
                books = progress.books();
                gather().advance(progress.byQuery().get(number));
            }
        } catch (BarographException failed) {
            throw Restarts.of(failed);
        }
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpoint) {
        gather().flush();
    }

    @Override
    public void endInput() {
        gather().flush();
        if (number > 0) {
            return;
        }
        // Lanes carry their books through every restart: added up, once, when nothing more can come.
        add(TaskCounts.READ, books().read());
        add(TaskCounts.USED, books().used());
        add(TaskCounts.LATE, books().late());
        add(TaskCounts.REJECTED, books().rejected());
    }

    private void add(String name, long count) {
        LongCounter counter = new LongCounter();
        counter.add(count);
        getRuntimeContext().addAccumulator(name, counter);
    }

    @Override
    public void close() throws Exception {
        if (query != null) {
            query.close();
        }
        super.close();
    }
}
