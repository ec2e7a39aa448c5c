package io.barograph.bench.engines;

import io.barograph.bench.PeerProcess;
import io.barograph.testkit.flink.Beside;
import io.barograph.testkit.flink.FlinkCluster;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A JobManager and two TaskManagers of a slot each, with what Flink SQL and Barograph need on their class path, so that neither's classes
 * are loaded anew for each job; what is shuffled is read at the REST endpoint.
 */
final class FlinkUnderTest implements ClusterUnderTest {
    /** In the folder {@code BAROGRAPH_HOME}, where the scripts install it. */
    private static final String JOB_JARS = "engines/flink/jobs/*";

    private static final int SLOTS = 2;
    private static final int HEAP_MEGABYTES = 1536;
    private static final Pattern JOB = Pattern.compile("\"jid\":\"([0-9a-f]+)\"");
    private static final Pattern WRITTEN = Pattern.compile("\"write-bytes\":(\\d+)");

    private final HttpClient http = HttpClient.newHttpClient();
    private final String classPath;
    private final FlinkCluster cluster;
    private final Set<String> seen = new HashSet<>();

    /** @param root the project's folder */
    FlinkUnderTest(Path root) {
        Path built = root.resolve("bench/peers/flink/target");
        String jars = built.resolve("dependency") + "/*";
        classPath = built.resolve("classes") + ":" + jars;
        cluster = FlinkCluster.start(
                SLOTS,
                1,
                HEAP_MEGABYTES,
                // Flink's own pace, so that a machine kept busy by the benchmark itself is not taken for a dead one.
                new Beside(
                        jars + ":"
                                + Path.of(Objects.requireNonNull(System.getenv("BAROGRAPH_HOME")))
                                        .resolve(JOB_JARS),
                        Map.of("heartbeat.interval", "10000", "heartbeat.timeout", "50000")));
    }

    @Override
    public String engine() {
        return "flink";
    }

    @Override
    public List<String> options(Path folder) {
        return List.of("--master", cluster.master());
    }

    @Override
    public List<String> plain(String input, Path answer, Path folder) {
        String[] master = cluster.master().split(":");
        return PeerProcess.command(
                Map.of(),
                classPath,
                "io.barograph.bench.peers.FlinkBatch",
                master[0],
                master[1],
                input,
                answer.toUri().toString());
    }

    @Override
    public List<String> liveOptions(Path folder) {
        List<String> options = new ArrayList<>(options(folder));
        options.addAll(List.of("--conf", "parallelism.default=" + SLOTS));
        return options;
    }

    @Override
    public List<String> plainLive(Path folder, String... arguments) {
        return PeerProcess.command(
                Map.of("flink.master", cluster.master()), classPath, "io.barograph.bench.peers.FlinkSql", arguments);
    }

    /** A job has ended when its client has the answer. */
    @Override
    public void awaitIdle() {}

    /** Of all jobs that have come since it was last asked. */
    @Override
    public long shuffledBytes(Path folder) throws IOException, InterruptedException {
        long written = 0;
        List<String> jobs = JOB.matcher(get("/jobs/overview"))
                .results()
                .map(found -> found.group(1))
                .toList();
        for (String job : jobs) {
            if (seen.add(job)) {
                written += WRITTEN.matcher(get("/jobs/" + job))
                        .results()
                        .mapToLong(found -> Long.parseLong(found.group(1)))
                        .sum();
            }
        }
        return written;
    }

    private String get(String path) throws IOException, InterruptedException {
        return http.send(
                        HttpRequest.newBuilder(URI.create("http://" + cluster.master() + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    @Override
    public void close() {
        cluster.close();
    }
}
