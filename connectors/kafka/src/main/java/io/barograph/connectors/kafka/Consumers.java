package io.barograph.connectors.kafka;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteBufferDeserializer;

/**
 * Consumers that read given partitions from given offsets, without a group. Values are views of the bytes that came from the
 * broker: nothing is copied before it is parsed.
 */
final class Consumers {
    /** Records that one poll gives at most: some batches of ours, so that polling costs little a record. */
    private static final int MOST_POLLED = 4 * io.barograph.core.column.Batch.CAPACITY;

    private Consumers() {}

    static KafkaConsumer<ByteBuffer, ByteBuffer> open(
            Cluster cluster, List<TopicPartition> partitions, List<Long> offsets) {
        Map<String, Object> ours = new HashMap<>();
        ours.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        // Offsets that are gone are lost records: an error, never a jump to what there is.
        ours.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        ours.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        putUnlessGiven(cluster, ours, ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        putUnlessGiven(cluster, ours, ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MOST_POLLED);
        putUnlessGiven(cluster, ours, ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 2 << 20);
        putUnlessGiven(cluster, ours, ConsumerConfig.RECEIVE_BUFFER_CONFIG, 1 << 20);
        KafkaConsumer<ByteBuffer, ByteBuffer> consumer =
                new KafkaConsumer<>(cluster.client(ours), new ByteBufferDeserializer(), new ByteBufferDeserializer());
        consumer.assign(partitions);
        for (int i = 0; i < partitions.size(); i++) {
            consumer.seek(partitions.get(i), offsets.get(i));
        }
        return consumer;
    }

    private static void putUnlessGiven(Cluster cluster, Map<String, Object> ours, String name, Object value) {
        if (!cluster.properties().containsKey(name)) {
            ours.put(name, value);
        }
    }
}
