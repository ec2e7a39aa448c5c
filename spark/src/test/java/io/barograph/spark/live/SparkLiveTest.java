package io.barograph.spark.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.core.engine.RunOptions;
import io.barograph.core.error.BarographException;
import io.barograph.core.live.SinkGroup;
import io.barograph.formats.FileCatalog;
import io.barograph.formats.LiveConnectors;
import io.barograph.local.live.LiveEngine;
import io.barograph.local.live.LiveOptions;
import io.barograph.local.live.LiveStatus;
import io.barograph.local.live.MicroBatchEngine;
import io.barograph.sql.Script;
import io.barograph.sql.Session;
import io.barograph.sql.Statement;
import io.barograph.sql.ValueFinder;
import io.barograph.testkit.kafka.KafkaBroker;
import io.barograph.testkit.kafka.KafkaTopics;
import io.barograph.testkit.server.Patience;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Live pipelines from Kafka to Kafka on Spark in this process leave what the local engine leaves. */
@Tag("slow")
@Timeout(300)
@SuppressWarnings("NullAway.Init")
class SparkLiveTest {
    private static final int PARTITIONS = 3;
    private static final long START = 1_700_000_000_000L;
    private static final String READING =
            "ts TIMESTAMP, device_id BIGINT, temperature DOUBLE, WATERMARK FOR ts AS ts - INTERVAL '5' SECOND";
    private static final String WINDOW =
            "device_id BIGINT, window_start TIMESTAMP, n BIGINT, average DOUBLE, deviation DOUBLE, least DOUBLE";
    private static final String KEY = ", PRIMARY KEY (device_id, window_start) NOT ENFORCED";
    private static final String WINDOWS =
            "SELECT device_id, window_start, count(*), avg(temperature), stddev(temperature),"
                    + " min(temperature) FROM TABLE(TUMBLE(TABLE sensors, DESCRIPTOR(ts), INTERVAL '1' MINUTE))"
                    + " GROUP BY device_id, window_start, window_end";

    private static KafkaBroker broker;
    private static KafkaTopics topics;
    private static JavaSparkContext spark;
    private static int number;

    @TempDir
    Path folder;

    private String source;

    @BeforeAll
    static void start() {
        broker = KafkaBroker.start();
        topics = new KafkaTopics(broker.bootstrapServers());
        spark = new JavaSparkContext(new SparkConf()
                .setMaster("local[2]")
                .setAppName("live")
                .set("spark.ui.enabled", "false")
                .set("spark.driver.bindAddress", "127.0.0.1")
                .set("spark.driver.host", "127.0.0.1"));
    }

    @AfterAll
    static void stop() {
        spark.close();
        topics.close();
        broker.close();
    }

    @BeforeEach
    void newTopic() {
        source = "readings" + ++number;
        topics.create(source, PARTITIONS);
    }

    private String newTarget() {
        String name = "windows" + ++number;
        topics.create(name, 1);
        return name;
    }

    private static String table(String name, String columns, String topic, String more) {
        return "CREATE TABLE " + name + " (" + columns + ") WITH ('connector' = 'kafka', 'topic' = '" + topic
                + "', 'properties.bootstrap.servers' = '" + broker.bootstrapServers() + "'" + more + ");\n";
    }

    private String sensors(String more) {
        return table("sensors", READING, source, ", 'format' = 'csv', 'timestamp.unit' = 'ms'" + more);
    }

    private String upserted(String topic) {
        return table("upserted", WINDOW + KEY, topic, ", 'format' = 'json'");
    }

    private String committed(String topic) {
        return table("committed", WINDOW, topic, ", 'format' = 'json', 'delivery' = 'transaction'");
    }

    /** Readings that come out of order, some of them late, a few broken. */
    private void send(int partition, int from, int to, long seed) {
        Random random = new Random(seed);
        for (int i = from; i < to; i++) {
            long time = START + i * 40L - random.nextInt(9_000);
            String value = random.nextInt(500) == 0
                    ? "broken"
                    : String.format(Locale.ROOT, "%d,%d,%.3f", time, random.nextInt(40), 20 + random.nextGaussian());
            topics.send(source, partition, value);
        }
    }

    private void sendAll(int from, int to) {
        for (int partition = 0; partition < PARTITIONS; partition++) {
            send(partition, from, to, 31L * from + partition);
        }
        topics.flush();
    }

    private static List<LiveEngine.Insert> inserts(String text) {
        FileCatalog catalog = new FileCatalog();
        Session session = new Session(
                catalog,
                ValueFinder.by((query, sink) -> {
                    throw new IllegalStateException("no value is asked for");
                }),
                name -> name);
        Script script = session.read(text, Map.of());
        List<LiveEngine.Insert> inserts = new ArrayList<>();
        for (Script.Piece piece : script.pieces()) {
            if (session.bind(piece) instanceof Statement.Insert insert) {
                inserts.add(new LiveEngine.Insert(insert.target().name(), insert.query(), insert.target()));
            }
        }
        return inserts;
    }

    private LiveOptions options(String state, LiveOptions.Until until) {
        return new LiveOptions(
                RunOptions.defaults().withThreads(2), folder.resolve(state), false, 200_000_000L, until, status -> {});
    }

    private LiveStatus local(String text, LiveOptions.Until until) {
        return new LiveEngine(new FileCatalog(), new LiveConnectors())
                .run(inserts(text), source + "-local", new SinkGroup(), options("local", until));
    }

    private LiveStatus onSpark(String text, LiveOptions options) {
        return new MicroBatchEngine(new FileCatalog(), new LiveConnectors())
                .run(inserts(text), source + "-spark", new SinkGroup(), options, new SparkMicroBatches(spark, 2));
    }

    private static Map<String, String> keyed(String topic) {
        return new TreeMap<>(topics.table(topic));
    }

    private static List<String> rows(String topic) {
        return topics.read(topic).stream()
                .map(KafkaTopics.Message::valueText)
                .sorted()
                .toList();
    }

    @Test
    void whatIsLeftIsWhatTheLocalEngineLeaves() {
        sendAll(0, 20_000);
        String keyedLocal = newTarget();
        String logLocal = newTarget();
        String keyedSpark = newTarget();
        String logSpark = newTarget();
        String query = "INSERT INTO upserted " + WINDOWS + ";\nINSERT INTO committed " + WINDOWS + ";\n";
        LiveStatus expected =
                local(sensors("") + upserted(keyedLocal) + committed(logLocal) + query, LiveOptions.Until.ENDED);
        LiveStatus actual = onSpark(
                sensors("") + upserted(keyedSpark) + committed(logSpark) + query,
                options("spark", LiveOptions.Until.ENDED));
        assertThat(keyed(keyedLocal)).hasSizeGreaterThan(500);
        assertThat(keyed(keyedSpark)).isEqualTo(keyed(keyedLocal));
        assertThat(rows(logSpark)).isEqualTo(rows(logLocal));
        assertThat(actual.late()).isPositive().isEqualTo(expected.late());
        assertThat(actual.rejected()).isPositive().isEqualTo(expected.rejected());
        assertThat(actual.read()).isEqualTo(expected.read());
        assertThat(actual.end()).isEqualTo(LiveStatus.End.ENDED);
    }

    /** What Spark does not know to be done runs again; what a sink shows already is not shown twice. */
    @Test
    void aBatchThatComesAgainMakesNoDifference() throws IOException {
        sendAll(0, 4_000);
        String keyed = newTarget();
        String log = newTarget();
        String text = sensors("") + upserted(keyed) + committed(log) + "INSERT INTO upserted " + WINDOWS
                + ";\nINSERT INTO committed " + WINDOWS + ";\n";
        LiveStatus first = onSpark(text, options("spark", LiveOptions.Until.CAUGHT_UP));
        assertThat(first.end()).isEqualTo(LiveStatus.End.CAUGHT_UP);
        sendAll(4_000, 8_000);
        onSpark(text, options("spark", LiveOptions.Until.CAUGHT_UP));
        Map<String, String> keyedBefore = keyed(keyed);
        List<String> logBefore = rows(log);
        Path commits = folder.resolve("spark/batches/commits");
        // As if the driver had died between the sinks' commit and Spark's.
        Files.delete(commits.resolve(Long.toString(first.checkpoint() + 1)));
        Files.delete(commits.resolve("." + (first.checkpoint() + 1) + ".crc"));
        LiveStatus again = onSpark(text, options("spark", LiveOptions.Until.CAUGHT_UP));
        assertThat(again.checkpoint()).isEqualTo(first.checkpoint() + 1);
        assertThat(keyed(keyed)).isEqualTo(keyedBefore);
        assertThat(rows(log)).isEqualTo(logBefore);
        sendAll(8_000, 10_000);
        onSpark(text, options("spark", LiveOptions.Until.ENDED));

        String keyedLocal = newTarget();
        String logLocal = newTarget();
        local(
                sensors("") + upserted(keyedLocal) + committed(logLocal) + "INSERT INTO upserted " + WINDOWS
                        + ";\nINSERT INTO committed " + WINDOWS + ";\n",
                LiveOptions.Until.ENDED);
        assertThat(keyed(keyed)).isEqualTo(keyed(keyedLocal));
        assertThat(rows(log)).isEqualTo(rows(logLocal));
    }

    @Test
    void statesAreKeptAndForgottenWhereTheClusterIsAskedToKeepThem() {
        sendAll(0, 2_000);
        String text = sensors("") + upserted(newTarget()) + "INSERT INTO upserted " + WINDOWS + ";\n";
        String place = folder.resolve("far").toUri().toString();
        LiveStatus first =
                onSpark(text, options("near", LiveOptions.Until.CAUGHT_UP).clusterState(place));
        assertThat(folder.resolve("far/batches/commits")).isDirectory();
        assertThat(folder.resolve("near/batches")).doesNotExist();
        LiveOptions fresh = new LiveOptions(
                RunOptions.defaults().withThreads(2),
                folder.resolve("near"),
                true,
                200_000_000L,
                LiveOptions.Until.CAUGHT_UP,
                status -> {});
        assertThat(onSpark(text, fresh.clusterState(place)).read())
                .isEqualTo(first.read())
                .isPositive();
    }

    @Test
    void aSilentLaneDelaysNothingAndRevisesWhenItReturns() throws InterruptedException {
        send(0, 0, 3_000, 1);
        send(1, 0, 3_000, 2);
        topics.flush();
        String target = newTarget();
        String text = sensors(", 'idle' = '1 second', 'accept' = '1 hour'") + upserted(target) + "INSERT INTO upserted "
                + WINDOWS + ";\n";
        LiveOptions options = options("spark", LiveOptions.Until.CANCELLED);
        Thread running = new Thread(() -> onSpark(text, options));
        running.start();
        try {
            Patience.await(
                    "windows, though partition 2 has brought nothing",
                    () -> keyed(target).size() > 40);
            send(2, 0, 500, 3);
            topics.flush();
        } finally {
            options.run().cancellation().request();
            running.join();
        }
        LiveStatus last = onSpark(text, options("spark", LiveOptions.Until.ENDED));
        String expected = newTarget();
        local(
                sensors(", 'idle' = '1 second', 'accept' = '1 hour'") + upserted(expected) + "INSERT INTO upserted "
                        + WINDOWS + ";\n",
                LiveOptions.Until.ENDED);
        assertThat(keyed(target)).isEqualTo(keyed(expected));
        assertThat(last.sinks().get(0).revised()).isPositive();
    }

    @Test
    void sessionsAndRowsAndOneGroup() {
        sendAll(0, 2_000);
        List<String> left = new ArrayList<>();
        for (boolean here : List.of(true, false)) {
            String sessions = newTarget();
            String plain = newTarget();
            String one = newTarget();
            String text = sensors("")
                    + table(
                            "sessions",
                            "device_id BIGINT, start TIMESTAMP, n BIGINT",
                            sessions,
                            ", 'format' = 'json', 'delivery' = 'transaction'")
                    + table("plain", "ts TIMESTAMP, device_id BIGINT", plain, ", 'format' = 'csv'")
                    + table("one", "n BIGINT, total DOUBLE", one, ", 'format' = 'json', 'delivery' = 'transaction'")
                    + "INSERT INTO sessions SELECT device_id, window_start, count(*) FROM TABLE(SESSION(TABLE sensors"
                    + " PARTITION BY device_id, DESCRIPTOR(ts), INTERVAL '2' SECOND))"
                    + " GROUP BY device_id, window_start, window_end;\n"
                    + "INSERT INTO plain SELECT ts, device_id FROM sensors WHERE temperature > 22;\n"
                    + "INSERT INTO one SELECT count(*), sum(temperature) FROM sensors;\n";
            if (here) {
                local(text, LiveOptions.Until.ENDED);
            } else {
                onSpark(text, options("spark", LiveOptions.Until.ENDED));
            }
            // The group of all rows has a key without columns, and takes its own place.
            assertThat(keyed(one)).hasSize(1);
            left.add(rows(sessions) + "\n" + rows(plain) + "\n" + keyed(one));
        }
        assertThat(left.get(1)).isEqualTo(left.get(0));
    }

    /** A device table that is joined is read by each task; what goes along rows, or over windows, finds them in one partition. */
    @Test
    void joinsWithTablesAtRestAndWhatGoesAlongTimeOrOverWindows() throws IOException {
        sendAll(0, 3_000);
        Path devices = folder.resolve("devices.csv");
        List<String> lines = new ArrayList<>(List.of("device_id,site"));
        for (int device = 0; device < 30; device++) {
            lines.add(device + ",site " + device % 4);
        }
        Files.write(devices, lines);
        List<String> left = new ArrayList<>();
        for (boolean here : List.of(true, false)) {
            String sites = newTarget();
            String changes = newTarget();
            String busiest = newTarget();
            String text = sensors("")
                    + table(
                            "busiest",
                            "window_start TIMESTAMP, n BIGINT",
                            busiest,
                            ", 'format' = 'json', 'delivery' = 'transaction'")
                    + "INSERT INTO busiest SELECT window_start, max(n) FROM (SELECT window_start, window_end, device_id,"
                    + " count(*) AS n FROM TABLE(TUMBLE(TABLE sensors, DESCRIPTOR(ts), INTERVAL '1' MINUTE))"
                    + " GROUP BY window_start, window_end, device_id) GROUP BY window_start, window_end;\n"
                    + "CREATE TABLE devices WITH ('path' = '" + devices + "');\n"
                    + table(
                            "sites",
                            "site VARCHAR, window_start TIMESTAMP, n BIGINT, mean DOUBLE",
                            sites,
                            ", 'format' = 'json', 'delivery' = 'transaction'")
                    + table(
                            "changes",
                            "device_id BIGINT, ts TIMESTAMP, change DOUBLE, mean DOUBLE",
                            changes,
                            ", 'format' = 'json', 'delivery' = 'transaction'")
                    + "INSERT INTO sites SELECT d.site, window_start, count(*), avg(s.temperature) FROM TABLE(TUMBLE(TABLE"
                    + " sensors, DESCRIPTOR(ts), INTERVAL '1' MINUTE)) s LEFT JOIN devices d ON s.device_id = d.device_id"
                    + " GROUP BY d.site, window_start, window_end;\n"
                    + "INSERT INTO changes SELECT device_id, ts, temperature - lag(temperature) OVER w,"
                    + " avg(temperature) OVER (w ROWS 9 PRECEDING) FROM sensors WINDOW w AS (PARTITION BY device_id ORDER BY ts);\n";
            if (here) {
                local(text, LiveOptions.Until.ENDED);
            } else {
                onSpark(text, options("spark", LiveOptions.Until.ENDED));
            }
            assertThat(rows(changes)).hasSizeGreaterThan(5_000);
            left.add(rows(sites) + "\n" + rows(changes) + "\n" + rows(busiest));
        }
        assertThat(left.get(1)).isEqualTo(left.get(0));
    }

    @Test
    void whatCannotRunNamesTheEngineThatCan() {
        String text =
                sensors(", 'retain' = '1 minute'") + upserted(newTarget()) + "INSERT INTO upserted " + WINDOWS + ";\n";
        assertThatThrownBy(() -> onSpark(text, options("refused", LiveOptions.Until.ENDED)))
                .isInstanceOf(BarographException.class)
                .hasMessageContainingAll(
                        "table sensors lets windows go by an explicit 'retain', which does not run live on spark yet",
                        "leave --engine out: the local engine runs it");
    }

    /** A join of two live tables, what asks how far time has come in all devices, and rows at rest beside live ones. */
    @Test
    void whatMeetsFromSeveralTablesIsInOnePlace() throws IOException {
        sendAll(0, 2_000);
        Path history = Files.writeString(folder.resolve("history.csv"), "device_id,n\n1,1000\n2,2000\n77,1\n");
        List<String> left = new ArrayList<>();
        for (boolean here : List.of(true, false)) {
            String pairs = newTarget();
            String quiet = newTarget();
            String counts = newTarget();
            String once = ", 'format' = 'json', 'delivery' = 'transaction'";
            String text = sensors("")
                    + table("again", READING, source, ", 'format' = 'csv', 'timestamp.unit' = 'ms'")
                    + "CREATE TABLE history WITH ('path' = '" + history + "');\n"
                    + table("pairs", "device_id BIGINT, ts TIMESTAMP, step DOUBLE", pairs, once)
                    + table("quiet", "device_id BIGINT, ts TIMESTAMP, reason VARCHAR", quiet, once)
                    + table(
                            "counts",
                            "device_id BIGINT, n BIGINT, PRIMARY KEY (device_id) NOT ENFORCED",
                            counts,
                            ", 'format' = 'json'")
                    + "INSERT INTO pairs SELECT a.device_id, a.ts, b.temperature - a.temperature FROM sensors a LEFT JOIN again b"
                    + " ON a.device_id = b.device_id AND b.ts > a.ts AND b.ts <= a.ts + INTERVAL '1' SECOND;\n"
                    + "INSERT INTO quiet SELECT device_id, ts, reason FROM TABLE(DETECT(TABLE sensors PARTITION BY device_id,"
                    + " DESCRIPTOR(ts), 'temperature', detector => 'gone_quiet')) WHERE anomaly;\n"
                    + "INSERT INTO counts SELECT device_id, sum(n) FROM (SELECT device_id, 1 AS n FROM sensors UNION ALL"
                    + " SELECT device_id, n FROM history) GROUP BY device_id;\n";
            if (here) {
                local(text, LiveOptions.Until.ENDED);
            } else {
                onSpark(text, options("spark", LiveOptions.Until.ENDED));
            }
            assertThat(rows(pairs)).hasSizeGreaterThan(5_000);
            assertThat(keyed(counts)).hasSize(41);
            left.add(rows(pairs) + "\n" + rows(quiet) + "\n" + keyed(counts));
        }
        assertThat(left.get(1)).isEqualTo(left.get(0));
    }
}
