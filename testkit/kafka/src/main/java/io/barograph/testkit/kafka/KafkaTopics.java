package io.barograph.testkit.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Makes, fills and reads the topics of a broker, with clients of its own. Used by one thread. */
public final class KafkaTopics implements AutoCloseable {
    private static final int MOST_TRIES = 100;

    private final String servers;
    private final Admin admin;
    private final KafkaProducer<byte[], byte[]> producer;
    private volatile @Nullable Exception failure;

    /** @param servers {@code host:port}, as {@link KafkaBroker#bootstrapServers} */
    public KafkaTopics(String servers) {
        this.servers = servers;
        this.admin = Admin.create(Map.of("bootstrap.servers", servers));
        this.producer = producer(Map.of());
    }

    /**
     * A record of a topic.
     *
     * @param key null where it has none
     * @param value null for a tombstone
     */
    public record Message(int partition, long offset, byte @Nullable [] key, byte @Nullable [] value) {
        /** The key as text, or "null". */
        public String keyText() {
            return text(key);
        }

        /** The value as text, or "null". */
        public String valueText() {
            return text(value);
        }

        private static String text(byte @Nullable [] bytes) {
            return bytes == null ? "null" : new String(bytes, StandardCharsets.UTF_8);
        }
    }

    public void create(String topic, int partitions) {
        create(topic, partitions, Map.of());
    }

    /** @param settings of the topic, such as {@code cleanup.policy} */
    public void create(String topic, int partitions, Map<String, String> settings) {
        NewTopic made = new NewTopic(topic, Optional.of(partitions), Optional.of((short) 1)).configs(settings);
        await(admin.createTopics(List.of(made)).all());
        awaitLeaders(topic, partitions);
    }

    /**
     * Gives a topic more partitions.
     *
     * @param partitions how many it has then
     */
    public void widen(String topic, int partitions) {
        await(admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(partitions)))
                .all());
        awaitLeaders(topic, partitions);
    }

    /** Before a partition is led, a first batch may be refused and the second one taken: then the first never gets in. */
    private void awaitLeaders(String topic, int partitions) {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        for (int partition = 0; partition < partitions; partition++) {
            asked.put(new TopicPartition(topic, partition), OffsetSpec.latest());
        }
        for (int tries = 1; ; tries++) {
            try {
                await(admin.listOffsets(asked).all());
                return;
            } catch (IllegalStateException notYet) {
                if (!(notYet.getCause() instanceof UnknownTopicOrPartitionException) || tries == MOST_TRIES) {
                    throw notYet;
                }
            }
        }
    }

    public void delete(String topic) {
        await(admin.deleteTopics(List.of(topic)).all());
    }

    /** Deletes the records before an offset, as retention does. */
    public void deleteBefore(String topic, int partition, long offset) {
        await(admin.deleteRecords(Map.of(new TopicPartition(topic, partition), RecordsToDelete.beforeOffset(offset)))
                .all());
    }

    /** A producer of bytes; the caller closes it. */
    public KafkaProducer<byte[], byte[]> producer(Map<String, Object> settings) {
        Map<String, Object> all = new HashMap<>(settings);
        all.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, servers);
        all.putIfAbsent(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 10 << 20);
        return new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Sends a text without a key; {@link #flush} waits for it. */
    public void send(String topic, int partition, String value) {
        send(topic, partition, value.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends bytes without a key; {@link #flush} waits for them. */
    public void send(String topic, int partition, byte @Nullable [] value) {
        producer.send(new ProducerRecord<>(topic, partition, null, value), (metadata, failed) -> {
            if (failed != null) {
                failure = failed;
            }
        });
    }

    /** Waits for what was sent. */
    public void flush() {
        producer.flush();
        Exception failed = failure;
        if (failed != null) {
            throw new IllegalStateException("a record was not sent", failed);
        }
    }

    /** All records of a topic in the order of partition and offset, as one who heeds transactions reads them. */
    public List<Message> read(String topic) {
        return read(topic, "read_committed");
    }

    /** @param isolation {@code read_committed} or {@code read_uncommitted} */
    public List<Message> read(String topic, String isolation) {
        Map<String, Object> settings = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, servers, ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .sorted((left, right) -> left.partition() - right.partition())
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<Message> messages = new ArrayList<>();
            while (partitions.stream()
                    .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    messages.add(new Message(record.partition(), record.offset(), record.key(), record.value()));
                }
            }
            messages.sort((left, right) -> left.partition() != right.partition()
                    ? left.partition() - right.partition()
                    : Long.compare(left.offset(), right.offset()));
            return messages;
        }
    }

    /** A topic as a table: the last value of each key, as texts; deleted ones are absent. */
    public Map<String, String> table(String topic) {
        Map<String, String> rows = new LinkedHashMap<>();
        for (Message message : read(topic)) {
            rows.remove(message.keyText());
            if (message.value() != null) {
                rows.put(message.keyText(), message.valueText());
            }
        }
        return rows;
    }

    /** Whether the last transaction of an id has ended without being shown. */
    public boolean isAborted(String transactionalId) {
        return await(admin.describeTransactions(List.of(transactionalId)).description(transactionalId))
                        .state()
                == TransactionState.COMPLETE_ABORT;
    }

    private static <T> T await(KafkaFuture<T> done) {
        try {
            return done.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ZERO);
        admin.close(Duration.ZERO);
    }
}
