package io.barograph.connectors.kafka;

import io.barograph.core.error.BarographException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * A producer and what became of the records given to it. Kafka's producer sends again by itself, with growing and random
 * pauses and without doubling a record; it does so for as long as the patience lasts, and what waits beyond its buffer waits
 * in {@link #send}. The first record that fails for good fails everything behind it.
 */
final class Sending implements AutoCloseable {
    /** Shorter than this, a missing acknowledgement is nothing to speak of. */
    private static final long SLOW_NANOS = TimeUnit.SECONDS.toNanos(2);

    private static final Duration LONGEST_REQUEST = Duration.ofSeconds(15);

    /** A broker takes a few batches of a partition at a time, so that large ones get more through; a few larger gain nothing. */
    private static final long LARGEST_BATCH = 512 << 10;

    /** What Kafka's producer takes by itself. */
    private static final long SMALLEST_BATCH = 16 << 10;

    /** Batches of a partition for which the producer's buffer has room: one that fills, others under way. */
    private static final int BATCHES_AT_ONCE = 4;

    private final Cluster cluster;
    private final KafkaProducer<byte[], byte[]> producer;
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong acknowledged = new AtomicLong();
    private final Callback whenDone = (metadata, failed) -> done(failed);
    /** When all that had been sent was acknowledged for the last time, or something was. */
    private volatile long progressNanos = System.nanoTime();

    private volatile @Nullable Exception failure;

    /**
     * @param partitions how many are written to, about
     * @param ours settings of the producer beside those that every one has
     */
    Sending(Cluster cluster, int partitions, Map<String, Object> ours) {
        this.cluster = cluster;
        Map<String, Object> all = new HashMap<>(ours);
        int patience = (int) cluster.patience().millis();
        int request = Math.max(1, Math.min(cluster.patience().atMost(LONGEST_REQUEST), patience / 2));
        int linger = (int) cluster.number(ProducerConfig.LINGER_MS_CONFIG, 5);
        all.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, patience);
        all.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, request);
        all.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int)
                Math.min(Integer.MAX_VALUE, Math.max(patience, (long) request + linger)));
        if (cluster.number(ProducerConfig.BATCH_SIZE_CONFIG, 0) == 0) {
            all.put(ProducerConfig.BATCH_SIZE_CONFIG, batchBytes(cluster, partitions));
        }
        producer = new KafkaProducer<>(cluster.client(all), new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Every partition's batches have room in the producer's buffer; where they had not, each record would wait for others' room. */
    static int batchBytes(Cluster cluster, int partitions) {
        long buffer = cluster.number(ProducerConfig.BUFFER_MEMORY_CONFIG, 32 << 20);
        long request = cluster.number(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 1 << 20);
        long share = Math.min(buffer / BATCHES_AT_ONCE / Math.max(1, partitions), request / 2);
        return (int) Math.max(SMALLEST_BATCH, Math.min(LARGEST_BATCH, share));
    }

    KafkaProducer<byte[], byte[]> producer() {
        return producer;
    }

    /** Sends a record, at the latest a few milliseconds from now, or waits until there is room for it. */
    void send(ProducerRecord<byte[], byte[]> record) {
        check(record.topic());
        if (sent.getAndIncrement() == acknowledged.get()) {
            progressNanos = System.nanoTime();
        }
        try {
            producer.send(record, whenDone);
        } catch (KafkaException failed) {
            throw failed(record.topic(), failed);
        }
    }

    private void done(@Nullable Exception failed) {
        acknowledged.incrementAndGet();
        progressNanos = System.nanoTime();
        if (failed != null && failure == null) {
            failure = failed;
        }
    }

    /** Waits until all that was sent is acknowledged. */
    void flush(String topic) {
        try {
            producer.flush();
        } catch (KafkaException failed) {
            throw failed(topic, failed);
        }
        check(topic);
    }

    /** @throws BarographException where a record could not be sent */
    void check(String topic) {
        Exception failed = failure;
        if (failed != null) {
            throw failed(topic, failed);
        }
    }

    private BarographException failed(String topic, Exception failed) {
        return Failures.of(cluster, "cannot write to topic '" + topic + "'", failed);
    }

    /** The failure of a record, as Kafka's client tells it; null where there is none. */
    @Nullable
    Exception failure() {
        return failure;
    }

    /** As {@link io.barograph.core.live.LiveSink#health}. */
    String health() {
        long waiting = sent.get() - acknowledged.get();
        long sinceNanos = System.nanoTime() - progressNanos;
        return waiting > 0 && sinceNanos > SLOW_NANOS
                ? cluster.servers() + ": " + waiting + " records wait for an acknowledgement, for "
                        + TimeUnit.NANOSECONDS.toSeconds(sinceNanos) + " s"
                : "";
    }

    /** Drops what is not acknowledged. */
    @Override
    public void close() {
        producer.close(Duration.ZERO);
    }
}
