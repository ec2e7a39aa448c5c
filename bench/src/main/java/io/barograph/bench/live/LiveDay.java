package io.barograph.bench.live;

import io.barograph.testkit.kafka.KafkaBroker;
import io.barograph.testkit.kafka.KafkaTopics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A day of readings at steady load, as fast as they can be sent: what stays on the heap after a collection, each hour of event
 * time. It must not grow: the last hours may not keep more than the first ones behind the start, and a tenth.
 *
 * <p>Arguments: the project's folder, devices with a reading each second.
 */
public final class LiveDay {
    private static final int HOURS = 24;
    private static final int SETTLED_HOURS = 4;
    private static final long BEGIN = 1_700_000_000_000L;

    private LiveDay() {}

    public static void main(String[] arguments) throws Exception {
        Path root = Path.of(arguments[0]);
        int devices = Integer.parseInt(arguments[1]);
        Path folder = Files.createTempDirectory("live-day");
        try (KafkaBroker broker = KafkaBroker.start();
                KafkaTopics topics = new KafkaTopics(broker.bootstrapServers())) {
            topics.create(Pipelines.READINGS, Pipelines.PARTITIONS, Map.of("retention.ms", "-1"));
            topics.create("results", 1);
            String sql = Pipelines.sql(
                    broker.bootstrapServers(), "results", "INTERVAL '1' MINUTE", "transaction", "1 second");
            Readings readings = new Readings(1);
            List<Long> kept = new ArrayList<>();
            try (LiveProcess baro = new LiveProcess(root, folder, sql);
                    KafkaProducer<byte[], byte[]> producer = topics.producer(Map.of("linger.ms", 5))) {
                for (int hour = 0; hour < HOURS; hour++) {
                    for (int second = hour * 3600; second < (hour + 1) * 3600; second++) {
                        for (int device = 1; device <= devices; device++) {
                            long time = BEGIN + second * 1000L - readings.disorder(2_000);
                            producer.send(new ProducerRecord<>(
                                    Pipelines.READINGS,
                                    device % Pipelines.PARTITIONS,
                                    null,
                                    readings.csv(time, device)));
                        }
                    }
                    producer.flush();
                    awaitResults(topics, devices, (hour + 1) * 60 - 1);
                    kept.add(baro.heapAfterCollection());
                    System.out.printf(Locale.ROOT, "hour %d: %,d KB%n", hour + 1, kept.get(hour));
                }
            }
            long first = most(kept.subList(1, 1 + SETTLED_HOURS));
            long last = most(kept.subList(HOURS - SETTLED_HOURS, HOURS));
            System.out.printf(
                    Locale.ROOT, "hours 2 to 5: at most %,d KB; the last four: at most %,d KB%n", first, last);
            if (last > first * 11 / 10) {
                throw new IllegalStateException("the heap grows");
            }
        }
    }

    private static long most(List<Long> hours) {
        return hours.stream().mapToLong(Long::longValue).max().orElseThrow();
    }

    /** Waits until all windows but the last open ones are there: the load is steady only if they keep up. */
    private static void awaitResults(KafkaTopics topics, int devices, int windows) throws InterruptedException {
        long wanted = (long) windows * devices;
        for (int tries = 0; topics.read("results", "read_committed").size() < wanted; tries++) {
            if (tries > 600) {
                throw new IllegalStateException("fewer than " + wanted + " results");
            }
            Thread.sleep(500);
        }
    }
}
