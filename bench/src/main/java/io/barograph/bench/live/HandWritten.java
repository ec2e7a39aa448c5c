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
 * these lines or objects, plain sums of doubles, results by key when a window is over. No checkpoints, no late rows told of, no
 * bad lines. It counts on the topic's being partitioned by device.
 *
 * <p>Arguments: the broker, the topic of readings, the topic of results, {@code csv} or {@code json}. Reads to the end that the
 * topic has at the start.
 */
public final class HandWritten {
    private static final int THREADS = 2;
    private static final long WINDOW = 60_000;
    private static final long BOUND = 5_000;

    private final String servers;
    private final String topic;
    private final String results;
    private final boolean json;

    private HandWritten(String servers, String topic, String results, boolean json) {
        this.servers = servers;
        this.topic = topic;
        this.results = results;
        this.json = json;
    }

    public static void main(String[] arguments) throws InterruptedException {
        HandWritten program = new HandWritten(arguments[0], arguments[1], arguments[2], arguments[3].equals("json"));
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

    /** The reading that was parsed last. */
    private static final class Reading {
        private byte[] bytes = new byte[0];
        private int at;
        private long time;
        private long device;
        private double temperature;
        private double humidity;
        private double pressure;

        void csv(byte[] line) {
            bytes = line;
            at = 0;
            time = whole();
            device = whole();
            temperature = decimal();
            humidity = decimal();
            pressure = decimal();
        }

        /** A flat object of numbers, its members told by the first letters of their names. */
        void json(byte[] object) {
            bytes = object;
            at = 0;
            while (at < bytes.length) {
                int name = at + 2;
                at = name;
                while (bytes[at] != ':') {
                    at++;
                }
                at++;
                switch (bytes[name]) {
                    case 't' -> {
                        if (bytes[name + 1] == 's') {
                            time = whole();
                        } else {
                            temperature = decimal();
                        }
                    }
                    case 'd' -> device = whole();
                    case 'h' -> humidity = decimal();
                    default -> pressure = decimal();
                }
                at--;
                if (bytes[at] == '}') {
                    return;
                }
            }
        }

        private boolean inNumber() {
            return at < bytes.length && bytes[at] != ',' && bytes[at] != '}';
        }

        private long whole() {
            long value = 0;
            for (; inNumber(); at++) {
                value = value * 10 + bytes[at] - '0';
            }
            at++;
            return value;
        }

        private double decimal() {
            long digits = 0;
            double divisor = 1;
            boolean behind = false;
            for (; inNumber(); at++) {
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
        List<TopicPartition> partitions =
                List.of(new TopicPartition(topic, 2 * number), new TopicPartition(topic, 2 * number + 1));
        Map<String, Object> consuming = Map.of(
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
        Map<String, Object> producing = Map.of("bootstrap.servers", servers, "linger.ms", 5, "batch.size", 128 << 10);
        try (KafkaConsumer<byte[], byte[]> consumer =
                        new KafkaConsumer<>(consuming, new ByteArrayDeserializer(), new ByteArrayDeserializer());
                KafkaProducer<byte[], byte[]> producer =
                        new KafkaProducer<>(producing, new ByteArraySerializer(), new ByteArraySerializer())) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long left = consumer.endOffsets(partitions).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            TreeMap<Long, Map<Long, Device>> windows = new TreeMap<>();
            Map<Integer, Long> greatest = new HashMap<>();
            Reading reading = new Reading();
            while (left > 0) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(500))) {
                    left--;
                    if (json) {
                        reading.json(record.value());
                    } else {
                        reading.csv(record.value());
                    }
                    long window = reading.time - reading.time % WINDOW;
                    Device device = windows.computeIfAbsent(window, start -> new HashMap<>())
                            .computeIfAbsent(reading.device, id -> new Device());
                    device.count++;
                    device.temperature.add(reading.temperature);
                    device.humidity.add(reading.humidity);
                    device.pressure.add(reading.pressure);
                    greatest.merge(record.partition(), reading.time, Math::max);
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
