package io.barograph.bench.live;

import io.barograph.testkit.kafka.KafkaBroker;
import io.barograph.testkit.kafka.KafkaTopics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A topic of readings, caught up by Barograph and by a program written by hand, in turns, from the start of the process to its
 * end, the broker on the same cores. Both answers are added up: all readings must be in them, and the sum of the temperatures.
 *
 * <p>Arguments: the project's folder, readings, devices, rounds.
 */
public final class KafkaToKafka {
    private static final Pattern COUNT = Pattern.compile("\"n\":(\\d+)");
    private static final Pattern AVERAGE = Pattern.compile("\"avg_temperature\":([-+.eE\\d]+)");

    private final Path root;
    private final int readings;
    private final KafkaTopics topics;
    private final String servers;
    private int runs;

    private KafkaToKafka(Path root, int readings, KafkaTopics topics, String servers) {
        this.root = root;
        this.readings = readings;
        this.topics = topics;
        this.servers = servers;
    }

    public static void main(String[] arguments) throws Exception {
        Path root = Path.of(arguments[0]);
        int readings = Integer.parseInt(arguments[1]);
        int devices = Integer.parseInt(arguments[2]);
        int rounds = Integer.parseInt(arguments[3]);
        try (KafkaBroker broker = KafkaBroker.start();
                KafkaTopics topics = new KafkaTopics(broker.bootstrapServers())) {
            topics.create(Pipelines.READINGS, Pipelines.PARTITIONS, Map.of("retention.ms", "-1"));
            fill(topics, readings, devices);
            KafkaToKafka bench = new KafkaToKafka(root, readings, topics, broker.bootstrapServers());
            List<Double> ours = new ArrayList<>();
            List<Double> byHand = new ArrayList<>();
            for (int round = 0; round < rounds; round++) {
                ours.add(bench.baro());
                byHand.add(bench.byHand());
            }
            System.out.printf(
                    Locale.ROOT,
                    "%,d readings of %,d devices: baro %s, by hand %s million readings/s; ratio of medians %.2f%n",
                    readings,
                    devices,
                    ours,
                    byHand,
                    median(ours) / median(byHand));
        }
    }

    private static double median(List<Double> speeds) {
        List<Double> sorted = new ArrayList<>(speeds);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }

    /** Two hundred readings a millisecond of event time would be one device's day in an hour; here, 10 million take 50 minutes. */
    private static void fill(KafkaTopics topics, int count, int devices) {
        Readings readings = new Readings(7);
        try (KafkaProducer<byte[], byte[]> producer =
                topics.producer(Map.of("linger.ms", 5, "batch.size", 256 << 10))) {
            for (int i = 0; i < count; i++) {
                long time = 1_700_000_000_000L + i * 3L / 10 - readings.disorder(2_000);
                producer.send(new ProducerRecord<>(
                        Pipelines.READINGS,
                        i % Pipelines.PARTITIONS,
                        null,
                        readings.csv(time, readings.device(devices))));
            }
        }
    }

    private double baro() throws IOException, InterruptedException {
        String results = newTopic();
        Path folder = Files.createTempDirectory("kafka-to-kafka");
        String sql = Pipelines.sql(servers, results, "INTERVAL '1' MINUTE", "upsert", "1 second");
        long begun = System.nanoTime();
        try (LiveProcess baro = new LiveProcess(root, folder, sql, "--bounded")) {
            baro.await();
        }
        return speed(begun, results);
    }

    private double byHand() throws IOException, InterruptedException {
        String results = newTopic();
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseParallelGC",
                "-cp",
                System.getProperty("java.class.path"),
                HandWritten.class.getName(),
                servers,
                results);
        long begun = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        process.getInputStream().readAllBytes();
        if (process.waitFor() != 0) {
            throw new IllegalStateException("the program written by hand failed");
        }
        return speed(begun, results);
    }

    private String newTopic() {
        String name = "results-" + runs++;
        topics.create(name, 1);
        return name;
    }

    /** Million readings a second since then, once the answer has been checked. */
    private double speed(long begun, String results) {
        double seconds = (System.nanoTime() - begun) / 1e9;
        long count = 0;
        double sum = 0;
        for (KafkaTopics.Message message : topics.read(results)) {
            String json = new String(message.value(), StandardCharsets.UTF_8);
            Matcher rows = COUNT.matcher(json);
            Matcher average = AVERAGE.matcher(json);
            if (!rows.find() || !average.find()) {
                throw new IllegalStateException("no result: " + json);
            }
            long n = Long.parseLong(rows.group(1));
            count += n;
            sum += n * Double.parseDouble(average.group(1));
        }
        topics.delete(results);
        // Uniform between 15 and 35: the mean of millions is near to 25.
        if (count != readings || Math.abs(sum / count - 25) > 0.1) {
            throw new IllegalStateException(
                    "a wrong answer: " + count + " readings with a mean temperature of " + sum / count);
        }
        return Math.round(readings / seconds / 1e4) / 1e2;
    }
}
