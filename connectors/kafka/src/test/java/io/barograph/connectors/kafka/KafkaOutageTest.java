package io.barograph.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.live.LiveReader;
import io.barograph.core.live.LiveReader.LaneRows;
import io.barograph.core.live.LiveSink;
import io.barograph.core.live.LiveTable;
import io.barograph.core.live.LiveTable.LaneStart;
import io.barograph.core.live.Revisions;
import io.barograph.core.source.RejectHandler;
import io.barograph.testkit.kafka.KafkaBroker;
import io.barograph.testkit.kafka.KafkaTopics;
import io.barograph.testkit.kafka.KafkaTopics.Message;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A broker that dies in the middle, and one that never was there. */
@Tag("slow")
class KafkaOutageTest {
    private static final long WAIT = TimeUnit.MILLISECONDS.toNanos(100);

    private KafkaBroker broker;
    private KafkaTopics topics;

    @BeforeEach
    void start() {
        broker = KafkaBroker.start();
        topics = new KafkaTopics(broker.bootstrapServers());
    }

    @AfterEach
    void stop() {
        topics.close();
        broker.close();
    }

    private static Map<String, String> options(String servers, String topic, String... more) {
        Map<String, String> options = new TreeMap<>(
                Map.of("connector", "kafka", "topic", topic, "bootstrap.servers", servers, "format", "words"));
        for (int i = 0; i < more.length; i += 2) {
            options.put(more[i], more[i + 1]);
        }
        return options;
    }

    private LiveTable table(String topic, String... more) {
        return new KafkaLiveConnector()
                .openTable(new KafkaConnector()
                        .catalog()
                        .table("t", options(broker.bootstrapServers(), topic, more), Rows.SCHEMA));
    }

    /** Kills the broker, and brings it back while the caller goes on. */
    private Thread killAndRestart() {
        broker.kill();
        Thread restarting = new Thread(broker::restart, "restart-broker");
        restarting.start();
        return restarting;
    }

    @Test
    void transactionsSurviveABrokersDeathWithoutLossOrDouble() throws InterruptedException {
        topics.create("out", 2);
        Map<String, String> options = options(broker.bootstrapServers(), "out", "delivery", "transaction");
        List<String> expected = new ArrayList<>();
        Thread restarting = new Thread(() -> {}, "nothing-to-wait-for");
        try (LiveSink sink = new KafkaLiveConnector().openSink(Rows.sink(options, false, "outage"))) {
            sink.resume(sink.begin());
            for (int checkpoint = 1; checkpoint <= 6; checkpoint++) {
                for (int row = 0; row < 200; row++) {
                    String text = "n" + row + "|" + (checkpoint * 1000 + row);
                    expected.add(text);
                    sink.accept(Revisions.added(Rows.of(text)));
                    if (row == 100 && checkpoint == 2) {
                        restarting = killAndRestart();
                    }
                }
                sink.prepare(checkpoint);
                if (checkpoint == 4) {
                    restarting.join();
                    restarting = killAndRestart();
                }
                sink.commit(checkpoint);
            }
        }
        restarting.join();
        List<Message> shown = topics.read("out");
        // A transaction's end is marked a moment after its commit.
        for (int i = 0; i < 500 && shown.size() < expected.size(); i++) {
            shown = topics.read("out");
        }
        assertThat(shown.stream().map(Message::valueText).toList()).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void aReaderSurvivesABrokersDeathAndSaysSoMeanwhile() throws IOException, InterruptedException {
        topics.create("in", 1);
        IntStream.range(0, 3000).forEach(i -> topics.send("in", 0, "a|" + i));
        topics.flush();
        LiveTable table = table("in");
        LaneStart start = new LaneStart(table.lanes().get(0), 0);
        List<String> rows = new ArrayList<>();
        try (LiveReader reader = table.newReader(new int[] {0, 1}, List.of(start), RejectHandler.NONE)) {
            readTo(reader, 3000, rows);
            broker.kill();
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (reader.health().isEmpty()) {
                assertThat(reader.next(WAIT)).isNull();
                assertThat(System.nanoTime()).isLessThan(deadline);
            }
            assertThat(reader.health())
                    .contains(broker.bootstrapServers() + ": it does not answer, for ")
                    .contains("circuit breaker: ");
            broker.restart();
            IntStream.range(3000, 6000).forEach(i -> topics.send("in", 0, "a|" + i));
            topics.flush();
            readTo(reader, 6000, rows);
            assertThat(reader.health()).isEmpty();
        }
        assertThat(rows)
                .isEqualTo(IntStream.range(0, 6000).mapToObj(i -> "a|" + i).toList());
    }

    private static void readTo(LiveReader reader, long offset, List<String> rows) throws IOException {
        long at = rows.size();
        while (at < offset) {
            LaneRows given = reader.next(WAIT);
            if (given != null) {
                rows.addAll(Rows.texts(given.rows()));
                at = given.nextOffset();
            }
        }
    }

    @Test
    void patienceEnds() throws IOException {
        topics.create("in", 1);
        topics.create("out", 1);
        LiveTable table = table("in", "retry.for", "2 s");
        LaneStart start = new LaneStart(table.lanes().get(0), 0);
        Map<String, String> options = options(broker.bootstrapServers(), "out", "retry.for", "2 s");
        try (LiveReader reader = table.newReader(new int[] {0, 1}, List.of(start), RejectHandler.NONE);
                LiveSink sink = new KafkaLiveConnector().openSink(Rows.sink(options, true, "impatient"))) {
            sink.begin();
            broker.kill();
            assertUnavailable(
                    () -> {
                        sink.accept(Revisions.added(Rows.of("a|1")));
                        sink.prepare(1);
                    },
                    "cannot write to topic 'out'");
            assertUnavailable(
                    () -> {
                        while (true) {
                            next(reader);
                        }
                    },
                    "cannot read topic 'in'");
        }
    }

    private static void next(LiveReader reader) {
        try {
            reader.next(WAIT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aBrokerThatIsNotThereIsNamedWithinThePatience() throws IOException {
        String servers;
        try (ServerSocket unused = new ServerSocket(0)) {
            servers = "127.0.0.1:" + unused.getLocalPort();
        }
        Map<String, String> options = options(servers, "t", "retry.for", "1 s");
        assertUnavailable(
                () -> new KafkaLiveConnector()
                        .openTable(new KafkaConnector().catalog().table("t", options, Rows.SCHEMA))
                        .lanes(),
                servers + ": ");
        try (LiveSink sink = new KafkaLiveConnector().openSink(Rows.sink(options, true, "absent"))) {
            assertUnavailable(sink::begin, "tried for 1 s ('retry.for'). Start the broker");
        }
        Map<String, String> nowhere = options("nowhere.invalid:9092", "t", "retry.for", "1 s");
        try (LiveSink sink = new KafkaLiveConnector().openSink(Rows.sink(nowhere, true, "absent"))) {
            assertUnavailable(sink::begin, "nowhere.invalid:9092");
        }
    }

    private static void assertUnavailable(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String message) {
        long began = System.nanoTime();
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        BarographException.class,
                        failed -> assertThat(failed.code()).isEqualTo(ErrorCode.UNAVAILABLE))
                .hasMessageContaining(message);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(12));
    }
}
