package io.barograph.bench.peers;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.EmitStrategy;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.TimeWindows;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.WindowStore;

/**
 * The benchmark's query in Kafka Streams: two threads, windows in memory, at least once, a window's results when it is over.
 * Records are keyed by device. It ends once every reading that the topic holds at the start has been added up; windows that it
 * has not shown by then, it would show only when another record came.
 *
 * <p>Arguments: the broker, the topic of readings, the topic of results, {@code csv} or {@code json}, a new folder for its state.
 */
public final class KafkaStreamsJob {
    private static final Duration WINDOW = Duration.ofMinutes(1);

    private KafkaStreamsJob() {}

    public static void main(String[] arguments) throws InterruptedException {
        String servers = arguments[0];
        String topic = arguments[1];
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", servers);
        settings.put("application.id", "peer-" + System.nanoTime());
        settings.put("num.stream.threads", 2);
        settings.put("state.dir", arguments[4]);
        settings.put("replication.factor", 1);
        settings.put("statestore.cache.max.bytes", 32 << 20);
        settings.put("commit.interval.ms", 5_000);
        settings.put("buffered.records.per.partition", 10_000);
        settings.put(StreamsConfig.consumerPrefix("auto.offset.reset"), "earliest");
        settings.put(StreamsConfig.consumerPrefix("max.poll.records"), 5_000);
        settings.put(StreamsConfig.consumerPrefix("max.partition.fetch.bytes"), 4 << 20);
        settings.put(StreamsConfig.producerPrefix("linger.ms"), 20);

        AtomicLong left = new AtomicLong(size(servers, topic));
        CountDownLatch over = new CountDownLatch(1);
        Serde<Reading> readings = readings(arguments[3].equals("json"));
        StreamsBuilder builder = new StreamsBuilder();
        Materialized<String, Statistics, WindowStore<Bytes, byte[]>> state = Materialized.<String, Statistics>as(
                        Stores.inMemoryWindowStore("windows", WINDOW.multipliedBy(3), WINDOW, false))
                .withKeySerde(Serdes.String())
                .withValueSerde(Serdes.serdeFrom(
                        (name, statistics) -> statistics == null ? null : statistics.bytes(),
                        (name, bytes) -> bytes == null ? null : Statistics.of(bytes)))
                .withCachingEnabled();
        builder.stream(
                        topic,
                        Consumed.with(Serdes.String(), readings)
                                .withTimestampExtractor((record, time) -> ((Reading) record.value()).time))
                .groupByKey(Grouped.with(Serdes.String(), readings))
                .windowedBy(TimeWindows.ofSizeAndGrace(WINDOW, Duration.ofSeconds(5)))
                .emitStrategy(EmitStrategy.onWindowClose())
                .aggregate(
                        Statistics::new,
                        (device, reading, statistics) -> {
                            if (left.decrementAndGet() == 0) {
                                over.countDown();
                            }
                            return statistics.add(reading);
                        },
                        state)
                .toStream()
                .map((window, statistics) -> KeyValue.pair(
                        window.key(),
                        statistics.json(window.key(), window.window().start())))
                .to(arguments[2], Produced.with(Serdes.String(), Serdes.ByteArray()));
        try (KafkaStreams streams = new KafkaStreams(builder.build(), new StreamsConfig(settings))) {
            streams.start();
            over.await();
        }
    }

    private static long size(String servers, String topic) {
        Map<String, Object> settings = Map.of("bootstrap.servers", servers);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            return consumer.endOffsets(partitions).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
        }
    }

    private static Serde<Reading> readings(boolean json) {
        Serializer<Reading> never = (topic, reading) -> {
            throw new UnsupportedOperationException("readings are only read");
        };
        Deserializer<Reading> parser = (topic, bytes) -> json ? Reading.ofJson(bytes) : Reading.ofCsv(bytes);
        return Serdes.serdeFrom(never, parser);
    }
}
