package io.barograph.flink;

import io.barograph.core.engine.RunOptions;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.flink.worker.Restarts;
import io.barograph.flink.worker.WorkerOptions;
import io.barograph.formats.FileCatalog;
import io.barograph.formats.store.FileStores;
import io.barograph.local.Job;
import io.barograph.local.TaskCounts;
import io.barograph.local.TaskRunner;
import java.util.Iterator;
import java.util.Objects;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/** Runs tasks of one stage in Flink's thread; what they send goes straight to Flink, each chunk with its partition. */
abstract class TaskOperator extends AbstractStreamOperator<Tuple2<Integer, byte[]>> {
    private static final long serialVersionUID = 1L;

    private final byte[] bytes;
    private final int stage;
    private transient @Nullable Job job;
    // Among Flink's metrics, by subtask; from its opening on.
    @SuppressWarnings("NullAway.Init")
    private transient Counter read;

    @SuppressWarnings("NullAway.Init")
    private transient Counter used;

    @SuppressWarnings("NullAway.Init")
    private transient Counter late;

    @SuppressWarnings("NullAway.Init")
    private transient Counter rejected;

    /** @param job as bytes */
    TaskOperator(byte[] job, int stage) {
        this.bytes = job;
        this.stage = stage;
    }

    final RunOptions options() {
        return WorkerOptions.of(getContainingTask());
    }

    final void run(int ordinal, Iterator<byte[]> received) {
        if (job == null) {
            job = Job.of(bytes);
        }
        Job known = Objects.requireNonNull(job);
        FileStores.startAt(known.folder());
        try {
            count(new TaskRunner(known, new FileCatalog(), options())
                    .run(known.tasks(stage).get(ordinal), received, this::send));
        } catch (BarographException failed) {
            throw Restarts.of(failed);
        }
    }

    @Override
    public void open() throws Exception {
        super.open();
        MetricGroup ours = getMetricGroup().addGroup("barograph");
        read = ours.counter(TaskCounts.READ);
        used = ours.counter(TaskCounts.USED);
        late = ours.counter(TaskCounts.LATE);
        rejected = ours.counter(TaskCounts.REJECTED);
    }

    private void count(TaskCounts counts) {
        read.inc(counts.read());
        used.inc(counts.used());
        late.inc(counts.late());
        rejected.inc(counts.rejected());
    }

    private void send(int partition, byte[] chunk) {
        if (getContainingTask().isCanceled()) {
            throw new BarographException(ErrorCode.CANCELLED, "Flink has cancelled the task");
        }
        output.collect(new StreamRecord<>(Tuple2.of(partition, chunk)));
    }
}
