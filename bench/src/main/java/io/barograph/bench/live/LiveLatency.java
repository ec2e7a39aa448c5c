package io.barograph.bench.live;

import io.barograph.testkit.kafka.KafkaBroker;
import io.barograph.testkit.kafka.KafkaTopics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * How long a result takes to be readable, from the moment at which its window may be published. Readings bear the time of
 * their sending, to every partition in turn, so that this moment is the window's end and the watermark's bound later. A
 * consumer notes when each result reaches it. What the generator and the producers' linger take is in the figures.
 *
 * <p>Arguments: the project's folder, readings a second, seconds, delivery ({@code upsert} or {@code transaction}), the
 * interval of checkpoints in milliseconds.
 */
public final class LiveLatency {
    private static final int DEVICES = 100;
    private static final long WINDOW_MILLIS = 1_000;
    private static final long BOUND_MILLIS = 5_000;
    /** The JVM's first seconds are no steady load. */
    private static final long WARM_UP_MILLIS = 20_000;

    private LiveLatency() {}

    public static void main(String[] arguments) throws Exception {
        Path root = Path.of(arguments[0]);
        int rate = Integer.parseInt(arguments[1]);
        long end = System.currentTimeMillis() + Integer.parseInt(arguments[2]) * 1000L + WARM_UP_MILLIS;
        String delivery = arguments[3];
        String checkpoint = arguments[4] + " milliseconds";
        Path folder = Files.createTempDirectory("live-latency");
        try (KafkaBroker broker = KafkaBroker.start();
                KafkaTopics topics = new KafkaTopics(broker.bootstrapServers())) {
            topics.create(Pipelines.READINGS, Pipelines.PARTITIONS);
            topics.create("results", 1);
            String sql =
                    Pipelines.sql(broker.bootstrapServers(), "results", "INTERVAL '1' SECOND", delivery, checkpoint);
            long from = System.currentTimeMillis() + WARM_UP_MILLIS;
            List<Long> delays = new ArrayList<>();
            try (LiveProcess baro = new LiveProcess(root, folder, sql)) {
                Thread sending = new Thread(() -> send(topics, rate, end), "generator");
                sending.start();
                read(broker.bootstrapServers(), from, end, delays);
                sending.join();
                if (!baro.isAlive()) {
                    throw new IllegalStateException(baro.output());
                }
            }
            report(rate, delivery, checkpoint, delays, (end - from) / WINDOW_MILLIS);
        }
    }

    private static void send(KafkaTopics topics, int rate, long end) {
        Readings readings = new Readings(1);
        long begun = System.currentTimeMillis();
        long sent = 0;
        try (KafkaProducer<byte[], byte[]> producer =
                topics.producer(Map.of("linger.ms", 1, "acks", "1", "enable.idempotence", false))) {
            for (long now = begun; now < end; now = System.currentTimeMillis()) {
                for (long due = (now - begun) * rate / 1000; sent < due; sent++) {
                    int device = readings.device(DEVICES);
                    producer.send(new ProducerRecord<>(
                            Pipelines.READINGS, (int) (sent % Pipelines.PARTITIONS), null, readings.csv(now, device)));
                }
                LockSupport.parkNanos(500_000);
            }
        }
    }

    private static void read(String servers, long from, long end, List<Long> delays) {
        TopicPartition partition = new TopicPartition("results", 0);
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", servers, "isolation.level", "read_committed", "fetch.max.wait.ms", 1000),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            while (System.currentTimeMillis() < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    long now = System.currentTimeMillis();
                    long ripe = windowStart(record.value()) + WINDOW_MILLIS + BOUND_MILLIS;
                    if (ripe >= from) {
                        delays.add(now - ripe);
                    }
                }
            }
        }
    }

    private static long windowStart(byte[] json) {
        String text = new String(json, StandardCharsets.UTF_8);
        String field = "\"window_start\":\"";
        int at = text.indexOf(field) + field.length();
        return Instant.parse(text.substring(at, text.indexOf('"', at))).toEpochMilli();
    }

    private static void report(int rate, String delivery, String checkpoint, List<Long> delays, long windows) {
        long[] sorted = delays.stream().mapToLong(Long::longValue).sorted().toArray();
        // Those that ripen in the last second may not be there yet.
        if (sorted.length < (windows - 2) * DEVICES || sorted.length > (windows + 1) * DEVICES) {
            throw new IllegalStateException(
                    sorted.length + " results of " + windows + " windows: some are missing or doubled");
        }
        System.out.printf(
                Locale.ROOT,
                "%,d readings/s, %s, checkpoints each %s: %,d results of %d windows; milliseconds to readable: median %d,"
                        + " 90 %% %d, 99 %% %d, most %d%n",
                rate,
                delivery,
                checkpoint,
                sorted.length,
                windows,
                sorted[sorted.length / 2],
                sorted[sorted.length * 9 / 10],
                sorted[sorted.length * 99 / 100],
                Arrays.stream(sorted).max().orElseThrow());
    }
}
