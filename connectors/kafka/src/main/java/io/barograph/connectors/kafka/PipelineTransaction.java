package io.barograph.connectors.kafka;

import io.barograph.connectors.shared.Patience;
import io.barograph.connectors.shared.PatientCalls;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.live.Breaker;
import io.barograph.core.live.LiveSink;
import io.barograph.core.live.SinkGroup;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The transactions in which a run's sinks show their rows in a cluster: one after the other, one for each checkpoint. With the
 * rows it commits the checkpoint's number, as the offset of a consumer group that nobody else uses: what the place shows is
 * read back from there. Thread-safe.
 *
 * <p><b>Fencing.</b> Its id is the pipeline's. Whoever begins with the same id ends an open transaction of the instance before
 * and shuts it out.
 */
final class PipelineTransaction {
    private static final String COMMITTING = "cannot commit a transaction";

    /** What brokers allow at most unless told otherwise. */
    private static final long LONGEST_MILLIS = TimeUnit.MINUTES.toMillis(15);

    /** How much longer than an outage, which has to be sat out, a transaction may be open. */
    private static final long BESIDE_OUTAGE_MILLIS = TimeUnit.MINUTES.toMillis(1);

    private final Cluster cluster;
    private final String id;
    private final long timeoutMillis;
    private final PatientCalls calls;
    /** The sinks, with the checkpoint that each prepared last. */
    private final Map<TransactionSink, Long> prepared = new IdentityHashMap<>();

    private volatile @Nullable Sending sending;
    private boolean isOpen;
    private long openedNanos;
    private long committed = LiveSink.NONE;

    private PipelineTransaction(Cluster cluster, String id) {
        this.cluster = cluster;
        this.id = id;
        this.calls = new PatientCalls(cluster);
        this.timeoutMillis = cluster.number(
                ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                Math.min(LONGEST_MILLIS, cluster.patience().millis() + BESIDE_OUTAGE_MILLIS));
    }

    /** The transaction of a sink's pipeline in its cluster. */
    static PipelineTransaction of(KafkaOptions options, String pipeline, SinkGroup group) {
        String prefix = options.idPrefix();
        String id = prefix == null ? "barograph-" + pipeline : prefix;
        Cluster cluster = options.cluster();
        PipelineTransaction shared = group.share(
                PipelineTransaction.class, List.of(cluster.servers(), id), () -> new PipelineTransaction(cluster, id));
        if (!shared.cluster.equals(cluster)) {
            throw new BarographException(
                    ErrorCode.INVALID_OPTION,
                    "topic '" + options.topic() + "': sinks of one pipeline that share a transaction at "
                            + cluster.servers() + " need the same 'properties.…' and '" + Patience.OPTION + "'");
        }
        return shared;
    }

    synchronized void join(TransactionSink sink) {
        prepared.put(sink, LiveSink.NONE);
    }

    /**
     * Shuts out earlier instances, once for all sinks.
     *
     * @return the checkpoint whose rows the sink's topic shows
     */
    synchronized long begin(KafkaOptions options) {
        try (Topics topics = new Topics(cluster, calls)) {
            List<TopicPartition> partitions = topics.findForWriting(options);
            if (sending == null) {
                int ofAllSinks = partitions.size() * prepared.size();
                sending = calls.call("cannot begin transactions", () -> fence(ofAllSinks));
            }
            OptionalLong shown = topics.committed(id, partitions.get(0));
            return shown.orElse(LiveSink.NONE);
        }
    }

    private Sending fence(int partitions) {
        Sending begun = new Sending(
                cluster,
                partitions,
                Map.of(ProducerConfig.TRANSACTIONAL_ID_CONFIG, id, ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, (int)
                        timeoutMillis));
        try {
            begun.producer().initTransactions();
            return begun;
        } catch (KafkaException failed) {
            begun.close();
            throw failed;
        }
    }

    private Sending sending() {
        Sending begun = sending;
        if (begun == null) {
            throw new IllegalStateException("a sink begins before it takes rows");
        }
        return begun;
    }

    synchronized void send(ProducerRecord<byte[], byte[]> record) {
        open();
        check(record.topic());
        guarded(
                "cannot write to topic '" + record.topic() + "'",
                () -> sending().send(record));
    }

    private void open() {
        if (!isOpen) {
            guarded("cannot begin a transaction", () -> sending().producer().beginTransaction());
            openedNanos = System.nanoTime();
            isOpen = true;
        }
    }

    /** @throws BarographException where rows could not be sent, or another instance has taken over */
    synchronized void check(String topic) {
        Exception failed = sending().failure();
        if (failed != null) {
            throw failed("cannot write to topic '" + topic + "'", failed);
        }
    }

    /** The last sink to prepare a checkpoint puts its number into the transaction. */
    synchronized void prepare(TransactionSink sink, long checkpoint) {
        guarded(
                "cannot write to topic '" + sink.topic() + "'",
                () -> sending().producer().flush());
        check(sink.topic());
        prepared.put(sink, checkpoint);
        if (isPrepared(checkpoint)) {
            open();
            Map<TopicPartition, OffsetAndMetadata> number = new HashMap<>();
            for (TransactionSink each : prepared.keySet()) {
                number.put(
                        new TopicPartition(each.topic(), 0),
                        new OffsetAndMetadata(checkpoint, "Barograph's checkpoint"));
            }
            guarded(
                    COMMITTING,
                    () -> sending().producer().sendOffsetsToTransaction(number, new ConsumerGroupMetadata(id)));
        }
    }

    private boolean isPrepared(long checkpoint) {
        return prepared.values().stream().allMatch(each -> each == checkpoint);
    }

    /** Shows what all sinks have prepared; nothing more for the second sink that asks. */
    synchronized void commit(long checkpoint) {
        if (committed == checkpoint) {
            return;
        }
        if (!isPrepared(checkpoint)) {
            throw new IllegalStateException("all sinks of a run prepare a checkpoint before one of them commits it");
        }
        calls.call(COMMITTING, () -> {
            try {
                sending().producer().commitTransaction();
                return id;
            } catch (KafkaException failed) {
                throw Failures.isFenced(failed) ? failed(COMMITTING, failed) : failed;
            }
        });
        isOpen = false;
        committed = checkpoint;
    }

    private void guarded(String doing, Runnable step) {
        try {
            step.run();
        } catch (KafkaException failed) {
            throw failed(doing, failed);
        }
    }

    private BarographException failed(String doing, Exception failed) {
        if (!Failures.isFenced(failed)) {
            return Failures.of(cluster, doing, failed);
        }
        if (isOpen && System.nanoTime() - openedNanos > TimeUnit.MILLISECONDS.toNanos(timeoutMillis)) {
            return new BarographException(
                    ErrorCode.UNAVAILABLE,
                    doing + " at " + cluster.servers()
                            + ": the broker has dropped it, because it was open for longer than "
                            + timeoutMillis + " ms; make checkpoints more often, or allow for more with"
                            + " 'properties.transaction.timeout.ms'. Nothing of it is shown: the run can go on from the last"
                            + " checkpoint");
        }
        return new BarographException(
                ErrorCode.FENCED,
                "another instance of this pipeline has taken over ('" + id + "' at " + cluster.servers()
                        + "), so this one writes no more. Only one may run: stop one of them, or give them different names or"
                        + " 'sink.transactional-id-prefix'");
    }

    /** Not synchronized: also asked while a call waits for the broker. */
    String health() {
        String trouble = calls.health();
        Sending begun = sending;
        return trouble.isEmpty() && begun != null ? begun.health() : trouble;
    }

    /** As {@link PatientCalls#breaker}. */
    Breaker breaker() {
        return calls.breaker();
    }

    /** The last sink to leave closes the producer; what is not committed is dropped. */
    synchronized void leave(TransactionSink sink) {
        prepared.remove(sink);
        if (prepared.isEmpty() && sending != null) {
            sending.close();
            sending = null;
        }
    }
}
