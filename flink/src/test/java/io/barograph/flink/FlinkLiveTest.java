package io.barograph.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.core.engine.Cancellation;
import io.barograph.core.engine.RunOptions;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.live.SinkGroup;
import io.barograph.formats.FileCatalog;
import io.barograph.formats.LiveConnectors;
import io.barograph.local.LocalEngine;
import io.barograph.local.live.HostedLanes;
import io.barograph.local.live.LiveEngine;
import io.barograph.local.live.LiveHost;
import io.barograph.local.live.LiveJob;
import io.barograph.local.live.LiveOptions;
import io.barograph.local.live.LiveStatus;
import io.barograph.sql.Script;
import io.barograph.sql.Session;
import io.barograph.sql.Statement;
import io.barograph.sql.ValueFinder;
import io.barograph.testkit.Seeds;
import io.barograph.testkit.kafka.KafkaBroker;
import io.barograph.testkit.kafka.KafkaTopics;
import io.barograph.testkit.kafka.KafkaTopics.Message;
import io.barograph.testkit.server.Patience;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Live queries between topics of a real broker leave the table that the local engine leaves, whatever happens to the job. */
@Tag("slow")
@Timeout(300)
class FlinkLiveTest {
    private static final int PARTITIONS = 3;
    private static final long CHECKPOINT_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private static final String WINDOWS = """
            SELECT key, window_start, count(*) AS n, sum(value) AS total, avg(value) AS mean, stddev(value) AS spread
            FROM TABLE(TUMBLE(TABLE readings, DESCRIPTOR(t), INTERVAL '10' SECOND))
            GROUP BY key, window_start, window_end""";

    @TempDir
    static Path folder;

    private static KafkaBroker broker;
    private static KafkaTopics topics;
    private static MiniCluster cluster;
    private static URI rest;

    private final FileCatalog files = new FileCatalog();
    private final LiveConnectors connectors = new LiveConnectors();
    private final Random random = Seeds.random("flink-live");
    /** By partition: so many rows were sent. */
    private final int[] sent = new int[PARTITIONS];

    @BeforeAll
    static void start() throws Exception {
        broker = KafkaBroker.start();
        topics = new KafkaTopics(broker.bootstrapServers());
        Configuration configuration = new Configuration();
        configuration.set(RestOptions.ADDRESS, "127.0.0.1");
        configuration.set(RestOptions.BIND_ADDRESS, "127.0.0.1");
        configuration.set(RestOptions.BIND_PORT, "0");
        cluster = new MiniCluster(new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(2)
                .setNumSlotsPerTaskManager(2)
                .build());
        cluster.start();
        rest = cluster.getRestAddress().get();
    }

    @AfterAll
    static void stop() throws Exception {
        cluster.close();
        topics.close();
        broker.close();
    }

    private static LiveHost host(int parallelism, Configuration more) {
        Configuration configuration = new Configuration(more);
        configuration.set(CoreOptions.DEFAULT_PARALLELISM, parallelism);
        configuration.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                folder.resolve("checkpoints").toUri().toString());
        return new FlinkLiveHost(rest.getHost(), rest.getPort(), configuration, new String[0], parallelism);
    }

    /** Rows of a topic's partitions: disorder within the bound, some late, some that are none. */
    private void send(String topic, int rows) {
        for (int row = 0; row < rows; row++) {
            int partition = random.nextInt(PARTITIONS);
            int number = sent[partition]++;
            int back = random.nextInt(100) == 0 ? 20_000 : random.nextInt(4_000);
            Instant time = Instant.parse("2026-03-01T00:00:00Z").plus(Duration.ofMillis(60_000 + number * 50L - back));
            topics.send(
                    topic,
                    partition,
                    random.nextInt(200) == 0
                            ? "nonsense"
                            : time + ",device-" + random.nextInt(40) + "," + random.nextInt(1_000_000) / 1e3);
        }
        topics.flush();
    }

    /** @param sink further options of the table that is written */
    private LiveEngine.Insert insert(String from, String to, String query, String accept, String sink) {
        String common = "'connector' = 'kafka', 'bootstrap.servers' = '" + broker.bootstrapServers() + "', ";
        String text =
                "CREATE TABLE readings (t TIMESTAMP, key VARCHAR, value DOUBLE, WATERMARK FOR t AS t - INTERVAL '5'"
                        + " SECOND) WITH (" + common + "'topic' = '" + from + "', 'format' = 'csv', 'accept' = '"
                        + accept + "');\n"
                        + "CREATE TABLE again (t TIMESTAMP, key VARCHAR, value DOUBLE, WATERMARK FOR t AS t - INTERVAL '7'"
                        + " SECOND) WITH (" + common + "'topic' = '" + from + "', 'format' = 'csv');\n"
                        + "CREATE TABLE result WITH (" + common + "'topic' = '" + to + "', 'format' = 'json'" + sink
                        + ");\n"
                        + "INSERT INTO result " + query + ";\n";
        Session session = new Session(
                files,
                ValueFinder.by((values, target) -> new LocalEngine(files).run(values, target, RunOptions.defaults())),
                table -> table);
        LiveEngine.Insert found = null;
        for (Script.Piece piece : session.read(text, null).pieces()) {
            if (session.bind(piece) instanceof Statement.Insert insert) {
                found = new LiveEngine.Insert(to, insert.query(), insert.target());
            }
        }
        return found;
    }

    private static LiveJob job(LiveEngine.Insert insert, boolean bounded) {
        return new LiveJob(insert.name(), insert.query(), insert.target(), insert.name(), bounded, false, "/");
    }

    private LiveStatus local(LiveEngine.Insert insert, LiveOptions.Until until) {
        LiveOptions options = new LiveOptions(
                RunOptions.defaults(), folder.resolve(insert.name()), false, CHECKPOINT_NANOS, until, status -> {});
        return new LiveEngine(files, connectors).run(List.of(insert), insert.name(), new SinkGroup(), options);
    }

    private static void create(String... names) {
        for (String name : names) {
            topics.create(name, PARTITIONS);
        }
    }

    private static List<String> log(String topic) {
        return topics.read(topic).stream().map(Message::valueText).sorted().toList();
    }

    /** A job in a thread of its own. */
    private static final class Running {
        private final Cancellation cancellation = new Cancellation();
        private final CompletableFuture<LiveHost.End> end;

        Running(LiveHost host, LiveJob job) {
            this(host, job, null);
        }

        Running(LiveHost host, LiveJob job, @Nullable String state) {
            end = CompletableFuture.supplyAsync(() -> host.run(
                    List.of(job), CHECKPOINT_NANOS, state, RunOptions.defaults().withCancellation(cancellation)));
        }

        LiveHost.End stop() {
            cancellation.request();
            return end.join();
        }

        /** Waits until something holds, unless the job fails. */
        void await(String what, Patience.Condition condition) {
            Patience.await(what, () -> {
                if (end.isCompletedExceptionally()) {
                    end.join();
                }
                return condition.holds();
            });
        }
    }

    /** And the job ends with its readers, however rare checkpoints are. */
    @Test
    void whatThereIsIsReadToItsEnd() {
        create("bounded", "bounded-local", "bounded-flink", "bounded-beside");
        send("bounded", 20_000);
        LiveStatus expected =
                local(insert("bounded", "bounded-local", WINDOWS, "1 minute", ""), LiveOptions.Until.ENDED);
        LiveHost.End end = host(2, new Configuration())
                .run(
                        List.of(
                                job(insert("bounded", "bounded-flink", WINDOWS, "1 minute", ""), true),
                                job(insert("bounded", "bounded-beside", WINDOWS, "1 minute", ""), true)),
                        TimeUnit.HOURS.toNanos(1),
                        null,
                        RunOptions.defaults());
        assertThat(topics.table("bounded-flink"))
                .hasSizeGreaterThan(100)
                .containsExactlyInAnyOrderEntriesOf(topics.table("bounded-local"));
        HostedLanes.Books books = end.books();
        assertThat(books.read()).isEqualTo(20_000).isEqualTo(books.used() + books.late() + books.rejected());
        assertThat(books.rejected())
                .isEqualTo(expected.lanes().stream()
                        .mapToLong(LiveStatus.Lane::rejected)
                        .sum())
                .isPositive();
    }

    @Test
    void whatIsCancelledBeforeItsJobIsThereIsNotSubmitted() throws Exception {
        create("early", "early-flink");
        Cancellation cancellation = new Cancellation();
        cancellation.request();
        LiveJob job = job(insert("early", "early-flink", WINDOWS, "5 seconds", ""), true);
        int before = cluster.listJobs().get().size();
        assertThatThrownBy(() -> host(2, new Configuration())
                        .run(
                                List.of(job),
                                CHECKPOINT_NANOS,
                                null,
                                RunOptions.defaults().withCancellation(cancellation)))
                .isInstanceOfSatisfying(
                        BarographException.class,
                        stopped -> assertThat(stopped.code()).isEqualTo(ErrorCode.CANCELLED));
        assertThat(cluster.listJobs().get()).hasSize(before);
    }

    /** Each of the topic's records once, for the query and for those who want what it leaves out. */
    @Test
    void queriesThatRunSideBySideReadATopicOnce() {
        create("shared", "shared-local", "shared-flink", "late-local", "late-flink");
        send("shared", 10_000);
        String late = "SELECT t, key, value, lateness FROM readings$late";
        local(insert("shared", "shared-local", WINDOWS, "5 seconds", ""), LiveOptions.Until.ENDED);
        local(insert("shared", "late-local", late, "5 seconds", ""), LiveOptions.Until.ENDED);
        LiveHost.End end = host(2, new Configuration())
                .run(
                        List.of(
                                job(insert("shared", "shared-flink", WINDOWS, "5 seconds", ""), true),
                                job(insert("shared", "late-flink", late, "5 seconds", ""), true)),
                        CHECKPOINT_NANOS,
                        null,
                        RunOptions.defaults());
        assertThat(topics.table("shared-flink"))
                .hasSizeGreaterThan(100)
                .containsExactlyInAnyOrderEntriesOf(topics.table("shared-local"));
        assertThat(log("late-flink")).isNotEmpty().isEqualTo(log("late-local"));
        HostedLanes.Books books = end.books();
        assertThat(books.read()).isEqualTo(10_000).isEqualTo(books.used() + books.late() + books.rejected());
        assertThat(books.late()).isEqualTo(log("late-flink").size());
    }

    @Test
    void aTaskManagerThatIsLostChangesNothing() throws Exception {
        create("lost", "lost-local", "lost-flink");
        String once = ", 'delivery' = 'transaction'";
        send("lost", 10_000);
        Running running = new Running(
                host(2, new Configuration()), job(insert("lost", "lost-flink", WINDOWS, "5 seconds", once), false));
        running.await(
                "rows are shown with a checkpoint",
                () -> !topics.read("lost-flink").isEmpty());
        send("lost", 5_000);
        cluster.terminateTaskManager(0).get();
        cluster.startTaskManager();
        send("lost", 5_000);
        local(insert("lost", "lost-local", WINDOWS, "5 seconds", once), LiveOptions.Until.CAUGHT_UP);
        running.await(
                "all rows are shown",
                () -> topics.read("lost-flink").size()
                        >= topics.read("lost-local").size());
        running.stop();
        assertThat(log("lost-flink")).hasSizeGreaterThan(100).isEqualTo(log("lost-local"));
    }

    @Test
    void aSavepointGoesOnWithAnotherParallelism() {
        create("scaled", "scaled-local", "scaled-flink");
        LiveJob job = job(insert("scaled", "scaled-flink", WINDOWS, "1 minute", ""), false);
        send("scaled", 10_000);
        String state = folder.resolve("kept").toUri().toString();
        Running first = new Running(host(2, new Configuration()), job, state);
        first.await("rows are shown", () -> !topics.read("scaled-flink").isEmpty());
        String savepoint = first.stop().savepoint();
        assertThat(savepoint).contains("/kept/savepoints/");
        send("scaled", 10_000);
        local(insert("scaled", "scaled-local", WINDOWS, "1 minute", ""), LiveOptions.Until.CAUGHT_UP);
        Configuration recovering = new Configuration();
        recovering.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
        Running second = new Running(host(3, recovering), job);
        second.await(
                "the table is that of the local engine",
                () -> topics.table("scaled-flink").equals(topics.table("scaled-local")));
        second.stop();
        LiveJob other = job(insert("scaled", "scaled-other", WINDOWS, "1 minute", ""), false);
        assertThatThrownBy(() ->
                        host(2, recovering).run(List.of(job, other), CHECKPOINT_NANOS, null, RunOptions.defaults()))
                .as("where lanes stand is told of other queries")
                .isInstanceOf(BarographException.class)
                .hasMessageContaining("had other INSERTs");
        recovering.set(StateRecoveryOptions.SAVEPOINT_IGNORE_UNCLAIMED_STATE, true);
        assertThatThrownBy(() ->
                        host(2, recovering).run(List.of(job, other), CHECKPOINT_NANOS, null, RunOptions.defaults()))
                .isInstanceOf(BarographException.class)
                .hasMessageContaining("a job goes on with the INSERTs that it was stopped with");
    }

    /** Both read the same lanes, whose names are those of the topic's partitions. */
    @Test
    void twoLiveTablesAreJoined() {
        create("joined", "joined-local", "joined-flink");
        send("joined", 4_000);
        String join = "SELECT a.t, a.key, a.value, b.t AS other, b.value AS next FROM readings a LEFT JOIN again b"
                + " ON a.key = b.key AND b.t > a.t AND b.t <= a.t + INTERVAL '2' SECOND";
        String once = ", 'delivery' = 'transaction'";
        local(insert("joined", "joined-local", join, "5 seconds", once), LiveOptions.Until.ENDED);
        host(2, new Configuration())
                .run(
                        List.of(job(insert("joined", "joined-flink", join, "5 seconds", once), true)),
                        CHECKPOINT_NANOS,
                        null,
                        RunOptions.defaults());
        assertThat(log("joined-flink")).hasSizeGreaterThan(4_000).isEqualTo(log("joined-local"));
    }

    @Test
    void whatCannotRunSaysWhoCan() {
        create("refused", "refused-flink");
        LiveEngine.Insert forgetting =
                insert("refused", "refused-flink", WINDOWS, "5 seconds', 'retain' = '1 minute", "");
        assertThatThrownBy(() -> host(2, new Configuration()).check(job(forgetting, false)))
                .isInstanceOf(BarographException.class)
                .hasMessageContaining("live on 'flink' this query cannot run yet")
                .hasMessageContaining("the local engine runs it");
    }
}
