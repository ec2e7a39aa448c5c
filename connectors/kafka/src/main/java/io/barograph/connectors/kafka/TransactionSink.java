package io.barograph.connectors.kafka;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.live.Breaker;
import io.barograph.core.live.LiveSink;
import io.barograph.core.live.Revisions;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Rows that are shown with their checkpoint, together with those of the run's other sinks of this kind. Kafka drops a
 * transaction that is open when its producer dies: a crash between {@link #prepare} and {@link #commit} leaves the checkpoint
 * before, from which the run goes on.
 */
final class TransactionSink implements LiveSink {
    private final KafkaOptions options;
    private final RowRecords rows;
    private final PipelineTransaction transaction;
    /** Records that belong to the next checkpoint, while the one before is prepared and not committed. */
    private final List<ProducerRecord<byte[], byte[]>> held = new ArrayList<>();

    private final TraceHeader trace = new TraceHeader();
    private boolean holds;
    private long shown = NONE;

    TransactionSink(KafkaOptions options, RowRecords rows, PipelineTransaction transaction) {
        this.options = options;
        this.rows = rows;
        this.transaction = transaction;
        transaction.join(this);
    }

    @Override
    public String guarantee() {
        return "exactly once: rows are shown with their checkpoint, to whoever reads with isolation.level=read_committed";
    }

    @Override
    public boolean takesRevisions() {
        return rows.hasKeys();
    }

    @Override
    public long begin() {
        shown = transaction.begin(options);
        return shown;
    }

    @Override
    public void resume(long checkpoint) {
        if (checkpoint != shown) {
            throw new BarographException(
                    ErrorCode.DATA_LOST,
                    "topic '" + options.topic() + "' shows " + name(shown) + ", but the run would go on behind "
                            + name(checkpoint)
                            + ", so rows would be doubled or missing. Go on with the checkpoints that"
                            + " belong to it; or, to start afresh, empty the topic or take another one, and give the pipeline"
                            + " another name or 'sink.transactional-id-prefix'");
        }
    }

    private static String name(long checkpoint) {
        return checkpoint == NONE ? "no checkpoint" : "checkpoint " + checkpoint;
    }

    @Override
    public void accept(Revisions changes) {
        rows.emit(changes, this::send);
    }

    @Override
    public void trace(@Nullable String traceparent) {
        trace.set(traceparent);
    }

    private void send(ProducerRecord<byte[], byte[]> record) {
        trace.addTo(record);
        if (holds) {
            held.add(record);
        } else {
            transaction.send(record);
        }
    }

    @Override
    public Encoder newEncoder() {
        return rows.newEncoder(this::send);
    }

    @Override
    public boolean holdsWhilePrepared() {
        return true;
    }

    @Override
    public void flush() {
        transaction.check(options.topic());
    }

    @Override
    public void prepare(long checkpoint) {
        transaction.prepare(this, checkpoint);
        holds = true;
    }

    @Override
    public void commit(long checkpoint) {
        transaction.commit(checkpoint);
        shown = checkpoint;
        holds = false;
        held.forEach(transaction::send);
        held.clear();
    }

    String topic() {
        return options.topic();
    }

    @Override
    public String health() {
        return transaction.health();
    }

    @Override
    public List<Breaker> breakers() {
        return List.of(transaction.breaker());
    }

    @Override
    public void close() {
        transaction.leave(this);
    }
}
