package io.barograph.hadoop;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.engine.Engine;
import io.barograph.core.engine.RunOptions;
import io.barograph.core.source.Catalog;
import io.barograph.formats.FileCatalog;
import io.barograph.local.HostedEngine;
import io.barograph.local.LocalEngine;
import io.barograph.local.TaskHostSettings;
import io.barograph.sql.SqlPlanner;
import io.barograph.sql.Statement;
import io.barograph.sql.ValueFinder;
import io.barograph.testkit.corpus.Answer;
import io.barograph.testkit.hdfs.HdfsCluster;
import io.barograph.testkit.hdfs.YarnCluster;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.mapreduce.Counters;
import org.apache.hadoop.mapreduce.JobCounter;
import org.apache.hadoop.mapreduce.TaskCounter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Queries as MapReduce on a real YARN over a real HDFS: processes of their own, one of which is killed. */
@Tag("slow")
@Timeout(240)
class YarnTest {
    private static final int BLOCK_BYTES = 1 << 20;
    private static final int BLOCKS = 3;

    @TempDir
    static Path folder;

    private static HdfsCluster files;
    private static YarnCluster yarn;
    private static HadoopTaskHost host;

    private static String query;
    private static List<String> expected;

    @BeforeAll
    static void start() throws IOException {
        files = HdfsCluster.start(2);
        yarn = YarnCluster.start(files);
        Map<String, String> settings = new TreeMap<>(yarn.settings());
        settings.put("barograph.task.bytes", Integer.toString(BLOCK_BYTES));
        settings.put("mapreduce.job.reduces", "2");
        host = (HadoopTaskHost) new HadoopProvider(Map.of())
                .open(new TaskHostSettings(
                        yarn.master(), JobJar.make(folder.resolve("job.jar")), 2, folder.toString(), settings));
        upload(readings(), files.uri("readings.csv"));
        query = "SELECT device, count(*) AS n, avg(temperature) AS mean, stddev(temperature) AS spread FROM '"
                + files.uri("readings.csv") + "' GROUP BY device ORDER BY spread DESC";
        expected = answer(LocalEngine::new);
        assertThat(expected).hasSize(50);
    }

    @AfterAll
    static void stop() {
        host.close();
        yarn.close();
        files.close();
    }

    private static String readings() {
        Random random = new Random(7);
        StringBuilder csv = new StringBuilder("device,temperature\n");
        while (csv.length() < BLOCKS * BLOCK_BYTES) {
            csv.append('d')
                    .append(random.nextInt(50))
                    .append(',')
                    .append(20 + random.nextGaussian())
                    .append('\n');
        }
        return csv.toString();
    }

    private static void upload(String text, String target) throws IOException {
        try (FileSystem hdfs = FileSystem.newInstance(URI.create(target), new Configuration());
                OutputStream out =
                        hdfs.create(new org.apache.hadoop.fs.Path(target), true, 1 << 16, (short) 2, BLOCK_BYTES)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static List<String> answer(Function<Catalog, Engine> engines) {
        FileCatalog catalog = new FileCatalog();
        Engine engine = engines.apply(catalog);
        RunOptions options = RunOptions.defaults().withSplitBytes(BLOCK_BYTES);
        Statement statement =
                SqlPlanner.plan(query, catalog, ValueFinder.by((inner, sink) -> engine.run(inner, sink, options)));
        Answer answer = new Answer();
        engine.run(((Statement.Select) statement).query(), answer, options);
        return answer.lines();
    }

    private static List<String> answerOnYarn() {
        return answer(catalog -> new HostedEngine(catalog, host));
    }

    @Test
    void theAnswerIsTheSameAndBlocksAreReadWhereTheyLie() throws IOException {
        int before = host.counters().size();
        assertThat(answerOnYarn()).isEqualTo(expected);
        Counters first = host.counters().get(before);
        assertThat(first.findCounter(JobCounter.TOTAL_LAUNCHED_MAPS).getValue()).isGreaterThanOrEqualTo(BLOCKS);
        assertThat(first.findCounter(JobCounter.DATA_LOCAL_MAPS).getValue()).isGreaterThanOrEqualTo(BLOCKS);
        assertThat(first.findCounter("barograph", "used").getValue())
                .isEqualTo(readings().lines().count() - 1);
        assertThat(first.findCounter(TaskCounter.REDUCE_SHUFFLE_BYTES).getValue())
                .as("states are moved, not rows")
                .isBetween(1L, BLOCKS * BLOCK_BYTES / 8L);
        try (FileSystem hdfs =
                FileSystem.newInstance(URI.create(files.nameNode().uri()), new Configuration())) {
            FileStatus[] left =
                    hdfs.globStatus(new org.apache.hadoop.fs.Path("/tmp/hadoop-yarn/staging/*/.staging/barograph-*"));
            assertThat(left).as("the job's folder is gone").isEmpty();
        }
    }

    @Test
    void aDataNodeIsKilled() {
        CompletableFuture<Void> kill = CompletableFuture.runAsync(() -> {
            yarn.awaitJob();
            files.dataNode(0).kill();
        });
        try {
            assertThat(answerOnYarn()).isEqualTo(expected);
            kill.join();
        } finally {
            files.dataNode(0).restart();
        }
    }
}
