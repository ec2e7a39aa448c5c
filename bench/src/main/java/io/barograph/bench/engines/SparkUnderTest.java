package io.barograph.bench.engines;

import io.barograph.bench.PeerProcess;
import io.barograph.testkit.server.Patience;
import io.barograph.testkit.spark.SparkCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A master and two workers of a core each; what is shuffled is read in Spark's event log. */
final class SparkUnderTest implements ClusterUnderTest {
    private static final Pattern WRITTEN = Pattern.compile("\"Shuffle Bytes Written\":(\\d+)");

    private final Path peer;
    private final SparkCluster cluster = SparkCluster.start(2);

    /** @param root the project's folder */
    SparkUnderTest(Path root) {
        peer = root.resolve("bench/peers/spark/target");
    }

    @Override
    public String engine() {
        return "spark";
    }

    /** What both sides are told: memory, addresses, and where the log goes. */
    private static Map<String, String> settings(Path folder) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("spark.executor.memory", "1g");
        settings.put("spark.driver.host", "127.0.0.1");
        settings.put("spark.driver.bindAddress", "127.0.0.1");
        settings.put("spark.eventLog.enabled", "true");
        settings.put("spark.eventLog.compress", "false");
        settings.put("spark.eventLog.dir", folder.toUri().toString());
        return settings;
    }

    @Override
    public List<String> options(Path folder) {
        List<String> options = new ArrayList<>(List.of("--master", cluster.master()));
        settings(folder).forEach((key, value) -> options.addAll(List.of("--conf", key + "=" + value)));
        return options;
    }

    @Override
    public List<String> plain(String input, Path answer, Path folder) {
        return peer(folder, "SparkBatch", input, answer.toString());
    }

    @Override
    public List<String> liveOptions(Path folder) {
        List<String> options = new ArrayList<>(options(folder));
        options.addAll(List.of("--state", folder.resolve("state").toString()));
        return options;
    }

    @Override
    public List<String> plainLive(Path folder, String... arguments) {
        return peer(folder, "SparkStreaming", arguments);
    }

    private List<String> peer(Path folder, String main, String... arguments) {
        String jars = peer.resolve("dependency") + "/*";
        Map<String, String> settings = settings(folder);
        settings.put("spark.master", cluster.master());
        settings.put("spark.ui.enabled", "false");
        // Executors are started with Spark's core alone.
        settings.put("spark.executor.extraClassPath", jars);
        settings.put("spark.sql.shuffle.partitions", "2");
        return PeerProcess.command(
                settings, peer.resolve("classes") + ":" + jars, "io.barograph.bench.peers." + main, arguments);
    }

    @Override
    public long shuffledBytes(Path folder) throws IOException {
        long written = 0;
        try (Stream<Path> logs = Files.walk(folder)) {
            for (Path log : logs.filter(each -> each.getFileName().toString().startsWith("events_"))
                    .toList()) {
                try (Stream<String> lines = Files.lines(log)) {
                    written += lines.filter(line -> line.contains("SparkListenerTaskEnd"))
                            .flatMap(line -> WRITTEN.matcher(line).results())
                            .mapToLong(SparkUnderTest::number)
                            .sum();
                }
            }
        }
        return written;
    }

    @Override
    public void awaitIdle() {
        Patience.await(
                "all executors have ended",
                () -> cluster.worker(0).executors() + cluster.worker(1).executors() == 0);
    }

    private static long number(MatchResult found) {
        return Long.parseLong(found.group(1));
    }

    @Override
    public void close() {
        cluster.close();
    }
}
