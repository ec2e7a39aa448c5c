package io.barograph.connectors.kafka;

import io.barograph.connectors.shared.PatientCalls;
import io.barograph.core.live.Breaker;
import io.barograph.core.live.LiveSink;
import io.barograph.core.live.Revisions;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Rows shown at once, the last value of each key being the row. What comes again after a crash is the same again. */
final class UpsertSink implements LiveSink {
    private final KafkaOptions options;
    private final RowRecords rows;
    private final PatientCalls calls;
    private final TraceHeader trace = new TraceHeader();
    private volatile @Nullable Sending sending;

    UpsertSink(KafkaOptions options, RowRecords rows) {
        this.options = options;
        this.rows = rows;
        this.calls = new PatientCalls(options.cluster());
    }

    @Override
    public String guarantee() {
        return rows.hasKeys()
                ? "the last value of each key is exact; after a crash, values since the last checkpoint come again, the same"
                : "no row is lost; after a crash, rows since the last checkpoint come again ('delivery' = 'transaction'"
                        + " prevents it)";
    }

    @Override
    public boolean holdsUnsaved() {
        return rows.hasKeys();
    }

    @Override
    public boolean takesRevisions() {
        return rows.hasKeys();
    }

    @Override
    public long begin() {
        int partitions;
        try (Topics topics = new Topics(options.cluster(), calls)) {
            partitions = topics.findForWriting(options).size();
        }
        sending = calls.call(
                "cannot write to topic '" + options.topic() + "'",
                () -> new Sending(options.cluster(), partitions, Map.of()));
        return ANY;
    }

    private Sending sending() {
        Sending begun = sending;
        if (begun == null) {
            throw new IllegalStateException("a sink begins before it takes rows");
        }
        return begun;
    }

    @Override
    public void resume(long checkpoint) {}

    @Override
    public void accept(Revisions changes) {
        rows.emit(changes, this::send);
    }

    private void send(ProducerRecord<byte[], byte[]> record) {
        trace.addTo(record);
        sending().send(record);
    }

    @Override
    public void trace(@Nullable String traceparent) {
        trace.set(traceparent);
    }

    @Override
    public Encoder newEncoder() {
        return rows.newEncoder(this::send);
    }

    /** The producer sends what it has within its linger time by itself; to wait for it would only cost throughput. */
    @Override
    public void flush() {
        sending().check(options.topic());
    }

    @Override
    public void prepare(long checkpoint) {
        sending().flush(options.topic());
    }

    @Override
    public void commit(long checkpoint) {}

    @Override
    public String health() {
        Sending begun = sending;
        String trouble = calls.health();
        return trouble.isEmpty() && begun != null ? begun.health() : trouble;
    }

    @Override
    public List<Breaker> breakers() {
        return List.of(calls.breaker());
    }

    @Override
    public void close() {
        Sending begun = sending;
        if (begun != null) {
            begun.close();
        }
    }
}
