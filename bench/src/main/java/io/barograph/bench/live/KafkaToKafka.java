package io.barograph.bench.live;

import io.barograph.bench.engines.ClusterUnderTest;
import io.barograph.bench.sidebyside.Cost;
import io.barograph.testkit.kafka.KafkaBroker;
import io.barograph.testkit.kafka.KafkaTopics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A topic of readings, caught up by Barograph, by a program written by hand and, where asked, by the peers, in turns, the broker
 * on the same cores. Every answer is added up: the readings must be in it, and the mean of the temperatures.
 *
 * <p>A speed is of the whole process, and, behind it, of what is left when the time for a topic of a few readings, the start of
 * the process for the most part, is taken away.
 *
 * <p>Arguments: the project's folder, {@code csv} or {@code json}, readings, devices, rounds, {@code peers}
 * or nothing; {@code flink} or {@code spark} for that cluster and Barograph on it alone.
 */
public final class KafkaToKafka {
    private static final String PEERS = "peers";
    private static final int FEW = 1_000;
    private static final Pattern COUNT = Pattern.compile("\"n\":(\\d+)");
    private static final Pattern AVERAGE = Pattern.compile("\"avg_temperature\":([-+.eE\\d]+)");

    private final String format;
    private final int devices;
    private final KafkaTopics topics;
    private final String servers;
    private int runs;

    private KafkaToKafka(String format, int devices, KafkaTopics topics, String servers) {
        this.format = format;
        this.devices = devices;
        this.topics = topics;
        this.servers = servers;
    }

    public static void main(String[] arguments) throws Exception {
        Path root = Path.of(arguments[0]);
        int readings = Integer.parseInt(arguments[2]);
        int rounds = Integer.parseInt(arguments[4]);
        String others = arguments.length > 5 ? arguments[5] : "";
        try (ClusterUnderTest cluster =
                        others.isEmpty() || others.equals(PEERS) ? null : ClusterUnderTest.start(others, root);
                KafkaBroker broker = KafkaBroker.start();
                KafkaTopics topics = new KafkaTopics(broker.bootstrapServers())) {
            KafkaToKafka bench =
                    new KafkaToKafka(arguments[1], Integer.parseInt(arguments[3]), topics, broker.bootstrapServers());
            bench.fill("few", FEW);
            bench.fill(Pipelines.READINGS, readings);
            bench.compare(cluster == null ? here(root, others) : Contestant.onCluster(root, cluster), readings, rounds);
        }
    }

    private static List<Contestant> here(Path root, String others) {
        List<Contestant> contestants = new ArrayList<>(List.of(Contestant.baro(root), Contestant.byHand()));
        if (others.equals(PEERS)) {
            contestants.addAll(Contestant.peers(root));
        }
        return contestants;
    }

    private void compare(List<Contestant> contestants, int readings, int rounds)
            throws IOException, InterruptedException {
        List<List<Double>> seconds = new ArrayList<>();
        List<List<Double>> starts = new ArrayList<>();
        contestants.forEach(contestant -> {
            seconds.add(new ArrayList<>());
            starts.add(new ArrayList<>());
        });
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < contestants.size(); i++) {
                starts.get(i).add(run(contestants.get(i), "few", FEW));
                seconds.get(i).add(run(contestants.get(i), Pipelines.READINGS, readings));
            }
        }
        System.out.printf(
                Locale.ROOT, "%,d readings as %s of %,d devices, %d rounds%n", readings, format, devices, rounds);
        double ours = 0;
        double oursBehindStart = 0;
        for (int i = 0; i < contestants.size(); i++) {
            double whole = readings / median(seconds.get(i)) / 1e6;
            double behindStart = readings / (median(seconds.get(i)) - median(starts.get(i))) / 1e6;
            if (i == 0) {
                ours = whole;
                oursBehindStart = behindStart;
            }
            System.out.printf(
                    Locale.ROOT,
                    "%-14s %5.2f M/s, behind the start %5.2f M/s; baro is %5.2f and %5.2f times as fast; seconds %s, few %s%n",
                    contestants.get(i).name(),
                    whole,
                    behindStart,
                    ours / whole,
                    oursBehindStart / behindStart,
                    text(seconds.get(i)),
                    text(starts.get(i)));
        }
    }

    private static String text(List<Double> seconds) {
        return String.join(
                " ",
                seconds.stream()
                        .map(each -> String.format(Locale.ROOT, "%.1f", each))
                        .toList());
    }

    private static double median(List<Double> numbers) {
        return Cost.median(numbers.stream().mapToDouble(Double::doubleValue));
    }

    /**
     * By device, and one reading each partition ten minutes later, so that those who wait for a next reading see their windows
     * end. 200,000 readings are a minute of event time.
     */
    private void fill(String topic, int count) {
        topics.create(topic, Pipelines.PARTITIONS, Map.of("retention.ms", "-1"));
        Readings readings = new Readings(7);
        try (KafkaProducer<byte[], byte[]> producer =
                topics.producer(Map.of("linger.ms", 5, "batch.size", 256 << 10))) {
            for (int i = 0; i < count + Pipelines.PARTITIONS; i++) {
                boolean last = i >= count;
                int device = last ? i - count : readings.device(devices);
                long time = 1_700_000_000_000L + i * 3L / 10 + (last ? 600_000 : -readings.disorder(2_000));
                producer.send(new ProducerRecord<>(
                        topic,
                        device % Pipelines.PARTITIONS,
                        Integer.toString(device).getBytes(StandardCharsets.US_ASCII),
                        format.equals("json") ? readings.json(time, device) : readings.csv(time, device)));
            }
        }
    }

    /** Seconds that it took, once the answer has been checked. */
    private double run(Contestant contestant, String topic, int readings) throws IOException, InterruptedException {
        String results = "results-" + runs++;
        topics.create(results, 1);
        Path folder = Files.createTempDirectory("kafka-to-kafka");
        Path output = folder.resolve("output.txt");
        List<String> command =
                contestant.launch().command(new Contestant.Task(servers, topic, results, format, folder));
        long begun = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (process.waitFor() != 0) {
            throw new IllegalStateException(contestant.name() + " failed: " + Files.readString(output));
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        check(contestant, results, readings);
        topics.delete(results);
        return seconds;
    }

    private void check(Contestant contestant, String results, int readings) {
        long count = 0;
        double sum = 0;
        for (KafkaTopics.Message message : topics.read(results, "read_committed")) {
            String json = message.valueText();
            Matcher rows = COUNT.matcher(json);
            Matcher average = AVERAGE.matcher(json);
            if (!rows.find() || !average.find()) {
                throw new IllegalStateException("no result: " + json);
            }
            long n = Long.parseLong(rows.group(1));
            count += n;
            sum += n * Double.parseDouble(average.group(1));
        }
        if (readings == FEW) {
            return;
        }
        // Uniform between 15 and 35: the mean of millions is near to 25.
        long all = readings + Pipelines.PARTITIONS;
        if (count > all || count < contestant.leastShown() * all || Math.abs(sum / count - 25) > 0.1) {
            throw new IllegalStateException(contestant.name() + " gave a wrong answer: " + count
                    + " readings with a mean temperature of " + sum / count);
        }
    }
}
