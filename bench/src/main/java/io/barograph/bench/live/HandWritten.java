package io.barograph.bench.live;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * What a good programmer would write for this one job in an afternoon: two threads of two partitions each, a parser of just
 * these lines, plain sums of doubles, results by key when a window is over. No checkpoints, no late rows told of, no bad
 * lines. Two threads may show a window each, since a device's readings are spread over the partitions: the results of both
 * are partial ones, which is less work than ours.
 *
 * <p>Arguments: the broker, the topic of results. Reads to the end that the topic has at the start.
 */
public final class HandWritten {
    private static final int THREADS = 2;
    private static final long WINDOW = 60_000;
    private static final long BOUND = 5_000;

    private final String servers;
    private final String results;

    private HandWritten(String servers, String results) {
        this.servers = servers;
        this.results = results;
    }

    public static void main(String[] arguments) throws InterruptedException {
        HandWritten program = new HandWritten(arguments[0], arguments[1]);
        Thread[] threads = new Thread[THREADS];
        for (int i = 0; i < THREADS; i++) {
            int number = i;
            threads[i] = new Thread(() -> program.run(number));
            threads[i].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static final class Metric {
        private double sum;
        private double squares;
        private double least = Double.POSITIVE_INFINITY;
        private double greatest = Double.NEGATIVE_INFINITY;

        void add(double value) {
            sum += value;
            squares += value * value;
            least = Math.min(least, value);
            greatest = Math.max(greatest, value);
        }

        void print(String name, long count, StringBuilder json) {
            double mean = sum / count;
            json.append(",\"avg_").append(name).append("\":").append(mean);
            json.append(",\"min_").append(name).append("\":").append(least);
            json.append(",\"max_").append(name).append("\":").append(greatest);
            json.append(",\"stddev_").append(name).append("\":");
            if (count < 2) {
                json.append("null");
            } else {
                json.append(Math.sqrt(Math.max(0, (squares - sum * mean) / (count - 1))));
            }
        }
    }

    private static final class Device {
        private long count;
        private final Metric temperature = new Metric();
        private final Metric humidity = new Metric();
        private final Metric pressure = new Metric();
    }

    /** Where the number that was parsed last ended. */
    private static final class Line {
        private byte[] bytes = new byte[0];
        private int at;

        long whole() {
            long value = 0;
            for (; at < bytes.length && bytes[at] != ','; at++) {
                value = value * 10 + bytes[at] - '0';
            }
            at++;
            return value;
        }

        double decimal() {
            long digits = 0;
            double divisor = 1;
            boolean behind = false;
            for (; at < bytes.length && bytes[at] != ','; at++) {
                if (bytes[at] == '.') {
                    behind = true;
                } else {
                    digits = digits * 10 + bytes[at] - '0';
                    divisor = behind ? divisor * 10 : divisor;
                }
            }
            at++;
            return digits / divisor;
        }
    }

    private void run(int number) {
        List<TopicPartition> partitions = List.of(
                new TopicPartition(Pipelines.READINGS, 2 * number),
                new TopicPartition(Pipelines.READINGS, 2 * number + 1));
        Map<String, Object> reading = Map.of(
                "bootstrap.servers",
                servers,
                "max.poll.records",
                5_000,
                "fetch.min.bytes",
                256 << 10,
                "fetch.max.wait.ms",
                100,
                "max.partition.fetch.bytes",
                4 << 20);
        Map<String, Object> writing = Map.of("bootstrap.servers", servers, "linger.ms", 5, "batch.size", 128 << 10);
        try (KafkaConsumer<byte[], byte[]> consumer =
                        new KafkaConsumer<>(reading, new ByteArrayDeserializer(), new ByteArrayDeserializer());
                KafkaProducer<byte[], byte[]> producer =
                        new KafkaProducer<>(writing, new ByteArraySerializer(), new ByteArraySerializer())) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long left = consumer.endOffsets(partitions).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            TreeMap<Long, Map<Long, Device>> windows = new TreeMap<>();
            Map<Integer, Long> greatest = new HashMap<>();
            Line line = new Line();
            while (left > 0) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(500))) {
                    left--;
                    line.bytes = record.value();
                    line.at = 0;
                    long time = line.whole();
                    long window = time - time % WINDOW;
                    Device device = windows.computeIfAbsent(window, start -> new HashMap<>())
                            .computeIfAbsent(line.whole(), id -> new Device());
                    device.count++;
                    device.temperature.add(line.decimal());
                    device.humidity.add(line.decimal());
                    device.pressure.add(line.decimal());
                    greatest.merge(record.partition(), time, Math::max);
                }
                long watermark = greatest.size() < partitions.size()
                        ? Long.MIN_VALUE
                        : greatest.values().stream()
                                        .mapToLong(Long::longValue)
                                        .min()
                                        .orElseThrow()
                                - BOUND;
                while (!windows.isEmpty() && (left == 0 || windows.firstKey() + WINDOW <= watermark)) {
                    Map.Entry<Long, Map<Long, Device>> over = windows.firstEntry();
                    show(over.getKey(), over.getValue(), producer);
                    windows.remove(over.getKey());
                }
            }
        }
    }

    private void show(long start, Map<Long, Device> devices, KafkaProducer<byte[], byte[]> producer) {
        String time = Instant.ofEpochMilli(start).toString();
        StringBuilder json = new StringBuilder();
        devices.forEach((id, device) -> {
            String key = "{\"device_id\":" + id + ",\"window_start\":\"" + time + "\"}";
            json.setLength(0);
            json.append("{\"device_id\":")
                    .append(id)
                    .append(",\"window_start\":\"")
                    .append(time);
            json.append("\",\"n\":").append(device.count);
            device.temperature.print("temperature", device.count, json);
            device.humidity.print("humidity", device.count, json);
            device.pressure.print("pressure", device.count, json);
            json.append('}');
            producer.send(new ProducerRecord<>(
                    results,
                    key.getBytes(StandardCharsets.UTF_8),
                    json.toString().getBytes(StandardCharsets.UTF_8)));
        });
    }
}
