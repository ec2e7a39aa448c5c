package io.barograph.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.column.Batch;
import io.barograph.core.live.LiveLane;
import io.barograph.core.live.LiveReader;
import io.barograph.core.live.LiveReader.LaneRows;
import io.barograph.core.live.LiveTable;
import io.barograph.core.live.LiveTable.LaneStart;
import io.barograph.core.source.Lane;
import io.barograph.core.source.ReadRequest;
import io.barograph.core.source.RejectHandler;
import io.barograph.core.source.Split;
import io.barograph.core.source.SplitReader;
import io.barograph.core.source.Table;
import io.barograph.core.source.TableDescription;
import io.barograph.testkit.kafka.KafkaBroker;
import io.barograph.testkit.kafka.KafkaTopics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Topics of a real broker that are declared to end somewhere. */
@Tag("slow")
class KafkaEndTest {
    private static final int[] ALL = {0, 1};
    private static final long WAIT = TimeUnit.MILLISECONDS.toNanos(100);
    /** Brokers take no record that is stamped with a time an hour ahead. */
    private static final long FUTURE = System.currentTimeMillis() + TimeUnit.MINUTES.toMillis(30);

    private static KafkaBroker broker;
    private static KafkaTopics topics;

    private final Map<Integer, List<String>> rows = new TreeMap<>();

    @BeforeAll
    static void start() {
        broker = KafkaBroker.start();
        topics = new KafkaTopics(broker.bootstrapServers());
    }

    @AfterAll
    static void stop() {
        topics.close();
        broker.close();
    }

    private static TableDescription table(String topic, String... more) {
        Map<String, String> options = new TreeMap<>(
                Map.of("topic", topic, "bootstrap.servers", broker.bootstrapServers(), "format", "words"));
        for (int i = 0; i < more.length; i += 2) {
            options.put(more[i], more[i + 1]);
        }
        return new KafkaConnector().catalog().table("t", options, Rows.SCHEMA);
    }

    private static TableDescription until(String topic, String offsets) {
        return table(topic, "scan.bounded.mode", "specific-offsets", "scan.bounded.specific-offsets", offsets);
    }

    private static TableDescription untilTime(String topic, long millis) {
        return table(topic, "scan.bounded.mode", "timestamp", "scan.bounded.timestamp-millis", Long.toString(millis));
    }

    private static LiveTable live(TableDescription table) {
        return new KafkaLiveConnector().openTable(table);
    }

    private static void fill(String topic, int partitions, int records) {
        topics.create(topic, partitions);
        send(topic, partitions, 0, records);
    }

    private static void send(String topic, int partitions, int from, int to) {
        for (int i = from; i < to; i++) {
            for (int partition = 0; partition < partitions; partition++) {
                topics.send(topic, partition, "p" + partition + "|" + i);
            }
        }
        topics.flush();
    }

    private static List<String> expected(int partition, int from, int to) {
        List<String> expected = new ArrayList<>();
        for (int i = from; i < to; i++) {
            expected.add("p" + partition + "|" + i);
        }
        return expected;
    }

    private static List<LaneStart> starts(LiveTable table) {
        return table.lanes().stream()
                .map(lane -> new LaneStart(lane, lane.startOffset()))
                .toList();
    }

    /** Reads until so many rows have come in all, and a while longer, in which there might be more. */
    private void drain(LiveReader reader, int expected) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        int silent = 0;
        while (silent < 5 && System.nanoTime() < deadline) {
            LaneRows given = reader.next(WAIT);
            if (given != null) {
                rows.computeIfAbsent(given.lane(), lane -> new ArrayList<>()).addAll(Rows.texts(given.rows()));
            }
            int count = rows.values().stream().mapToInt(List::size).sum();
            silent = given == null && count >= expected ? silent + 1 : 0;
        }
    }

    private static List<String> rest(TableDescription description) throws IOException {
        Table table = new KafkaConnector().catalog().open(description);
        List<String> rows = new ArrayList<>();
        for (Lane lane : table.lanes()) {
            Split split = new Split(lane, 0, lane.sizeBytes());
            try (SplitReader reader = table.read(split, -1, new ReadRequest(ALL, RejectHandler.NONE))) {
                for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
                    rows.addAll(Rows.texts(batch));
                }
            }
        }
        return rows;
    }

    @Test
    void offsetsEndTheirPartitionsAndPartitionsWithoutOneGiveNothing() throws IOException {
        fill("offsets", 3, 5_000);
        TableDescription description = until("offsets", "partition:0,offset:42;partition:1,offset:5002");
        LiveTable table = live(description);
        assertThat(table.lanes())
                .containsExactly(
                        new LiveLane(0, "offsets/0", 0, 42, 42),
                        new LiveLane(1, "offsets/1", 0, 5_000, 5_002),
                        new LiveLane(2, "offsets/2", 0, 0, 0));
        try (LiveReader reader = table.newReader(ALL, starts(table), RejectHandler.NONE)) {
            drain(reader, 5_042);
            assertThat(rows.get(0)).isEqualTo(expected(0, 0, 42));
            assertThat(rows.get(1)).isEqualTo(expected(1, 0, 5_000));
            assertThat(rows).doesNotContainKey(2);
            assertThat(reader.endOffset(0)).isEqualTo(42);
            assertThat(reader.hasEnded(0)).isTrue();
            assertThat(reader.hasEnded(1))
                    .as("what has yet to come is waited for")
                    .isFalse();
            assertThat(reader.hasEnded(2)).isTrue();
            send("offsets", 3, 5_000, 5_010);
            drain(reader, 5_044);
            assertThat(rows.get(1)).isEqualTo(expected(1, 0, 5_002));
            assertThat(reader.hasEnded(1)).isTrue();
            assertThat(reader.health()).as("nobody is asked for anything").isEmpty();
        }
        List<String> atRest = new ArrayList<>(expected(0, 0, 42));
        atRest.addAll(expected(1, 0, 5_002));
        assertThat(rest(description)).isEqualTo(atRest);
    }

    @Test
    void anEndBeforeTheStartGivesNothingWhateverTheTopicHasDeleted() throws IOException {
        fill("before", 1, 10);
        topics.deleteBefore("before", 0, 6);
        LiveTable table = live(until("before", "partition:0,offset:4"));
        assertThat(table.lanes()).containsExactly(new LiveLane(0, "before/0", 6, 4, 4));
        // As a checkpoint has it that stands at the end, before what is gone.
        List<LaneStart> saved = List.of(new LaneStart(table.lanes().get(0), 4));
        try (LiveReader reader = table.newReader(ALL, saved, RejectHandler.NONE)) {
            drain(reader, 0);
            assertThat(rows).isEmpty();
            assertThat(reader.hasEnded(0)).isTrue();
        }
        assertThat(rest(until("before", "partition:0,offset:4"))).isEmpty();
    }

    @Test
    void aTopicBoundedByItsLatestOffsetsEndsThereAndPartitionsThatComeLaterGiveNothing() throws IOException {
        fill("latest", 1, 7);
        LiveTable table = live(table("latest", "scan.bounded.mode", "latest-offset"));
        List<LaneStart> starts = starts(table);
        topics.widen("latest", 2);
        send("latest", 2, 7, 9);
        assertThat(table.lanes(Set.of("latest/0")))
                .extracting(LiveLane::boundOffset)
                .containsExactly(9L, 0L);
        try (LiveReader reader = table.newReader(ALL, starts, RejectHandler.NONE)) {
            drain(reader, 7);
            assertThat(rows).isEqualTo(Map.of(0, expected(0, 0, 7)));
            assertThat(reader.hasEnded(0)).isTrue();
        }
    }

    @Test
    void aTimeEndsBeforeTheFirstRecordThatIsAsLate() throws IOException {
        topics.create("time", 2);
        try (KafkaProducer<byte[], byte[]> producer = topics.producer(Map.of())) {
            for (int i = 0; i < 10; i++) {
                byte[] value = ("a|" + i).getBytes(StandardCharsets.UTF_8);
                producer.send(new ProducerRecord<>("time", i % 2, 1_000L + i, null, value));
            }
        }
        assertThat(live(untilTime("time", 1_005)).lanes())
                .containsExactly(new LiveLane(0, "time/0", 0, 3, 3), new LiveLane(1, "time/1", 0, 2, 2));
        assertThat(rest(untilTime("time", 1_005))).containsExactly("a|0", "a|2", "a|4", "a|1", "a|3");
        assertThat(live(untilTime("time", 1_009)).lanes())
                .as("a partition without such a record ends where it is")
                .extracting(LiveLane::boundOffset)
                .containsExactly(5L, 4L);
    }

    @Test
    void aTimeThatHasYetToComeIsWaitedFor() throws IOException {
        fill("future", 1, 3);
        LiveTable table = live(untilTime("future", FUTURE));
        assertThat(table.lanes()).containsExactly(new LiveLane(0, "future/0", 0, 3));
        try (LiveReader reader = table.newReader(ALL, starts(table), RejectHandler.NONE);
                KafkaProducer<byte[], byte[]> producer = topics.producer(Map.of())) {
            drain(reader, 3);
            assertThat(reader.hasEnded(0)).isFalse();
            for (long time : List.of(FUTURE - 1, FUTURE, FUTURE - 2)) {
                byte[] value = ("p0|" + time).getBytes(StandardCharsets.UTF_8);
                producer.send(new ProducerRecord<>("future", 0, time, null, value));
            }
            producer.flush();
            drain(reader, 4);
            assertThat(rows.get(0)).hasSize(4).endsWith("p0|" + (FUTURE - 1));
            assertThat(reader.hasEnded(0)).isTrue();
            assertThat(reader.endOffset(0)).isEqualTo(4);
        }
        assertThat(table.lanes())
                .as("another start finds the same")
                .containsExactly(new LiveLane(0, "future/0", 0, 4, 4));
    }

    @Test
    void readingMayBeginAtGivenOffsets() throws IOException {
        fill("given", 2, 6);
        LiveTable table = live(table(
                "given",
                "scan.startup.mode",
                "specific-offsets",
                "scan.startup.specific-offsets",
                "partition:1,offset:4",
                "scan.bounded.mode",
                "latest-offset"));
        assertThat(table.lanes()).extracting(LiveLane::startOffset).containsExactly(0L, 4L);
        try (LiveReader reader = table.newReader(ALL, starts(table), RejectHandler.NONE)) {
            drain(reader, 8);
        }
        assertThat(rows).isEqualTo(Map.of(0, expected(0, 0, 6), 1, expected(1, 4, 6)));
    }
}
