package io.barograph.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.barograph.core.column.Batch;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.live.LiveLane;
import io.barograph.core.live.LiveReader;
import io.barograph.core.live.LiveReader.LaneRows;
import io.barograph.core.live.LiveTable;
import io.barograph.core.live.LiveTable.LaneStart;
import io.barograph.core.source.Lane;
import io.barograph.core.source.ReadRequest;
import io.barograph.core.source.RejectHandler;
import io.barograph.core.source.RejectedRecord;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Topics of a real broker, read live and at rest. */
@Tag("slow")
class KafkaSourceTest {
    private static final int[] ALL = {0, 1};
    private static final long WAIT = TimeUnit.MILLISECONDS.toNanos(200);

    private static KafkaBroker broker;
    private static KafkaTopics topics;

    @BeforeAll
    static void start() {
        broker = KafkaBroker.start(Map.of("log.cleaner.backoff.ms", "100"));
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

    private static LiveTable live(String topic, String... more) {
        return new KafkaLiveConnector().openTable(table(topic, more));
    }

    private static List<LaneStart> starts(LiveTable table) {
        return table.lanes().stream()
                .map(lane -> new LaneStart(lane, lane.startOffset()))
                .toList();
    }

    /** What a reader gave of each lane, and where it stands. */
    private static final class Taken {
        final Map<Integer, List<String>> rows = new TreeMap<>();
        final Map<Integer, Long> next = new TreeMap<>();
        long records;

        void take(LaneRows given) {
            rows.computeIfAbsent(given.lane(), lane -> new ArrayList<>()).addAll(Rows.texts(given.rows()));
            next.put(given.lane(), given.nextOffset());
            records += given.records();
        }
    }

    /** Reads until every lane has reached the end that it had when it was asked for. */
    private static Taken readAll(LiveReader reader, List<LaneStart> starts) throws IOException {
        Taken taken = new Taken();
        starts.forEach(start -> taken.next.put(start.lane().index(), start.offset()));
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (starts.stream()
                .anyMatch(start ->
                        taken.next.get(start.lane().index()) < start.lane().endOffset())) {
            LaneRows given = reader.next(WAIT);
            if (given != null) {
                taken.take(given);
            }
            assertThat(System.nanoTime())
                    .as("reading ends; stands at " + taken.next)
                    .isLessThan(deadline);
        }
        return taken;
    }

    private static Taken readAll(LiveTable table, RejectHandler rejects) throws IOException {
        List<LaneStart> starts = starts(table);
        try (LiveReader reader = table.newReader(ALL, starts, rejects)) {
            return readAll(reader, starts);
        }
    }

    @Test
    void partitionsAreLanesWithOffsetsAndRowsInOrder() throws IOException {
        topics.create("lanes", 3);
        for (int i = 0; i < 5000; i++) {
            topics.send("lanes", i % 2, "n" + i % 7 + "|" + i);
        }
        topics.flush();
        LiveTable table = live("lanes");
        assertThat(table.lanes())
                .containsExactly(
                        new LiveLane(0, "lanes/0", 0, 2500),
                        new LiveLane(1, "lanes/1", 0, 2500),
                        new LiveLane(2, "lanes/2", 0, 0));
        Taken taken = readAll(table, RejectHandler.NONE);
        assertThat(taken.records).isEqualTo(5000);
        for (int lane = 0; lane < 2; lane++) {
            List<String> expected = new ArrayList<>();
            for (int i = lane; i < 5000; i += 2) {
                expected.add("n" + i % 7 + "|" + i);
            }
            assertThat(taken.rows.get(lane)).isEqualTo(expected);
        }
        assertThat(taken.next).isEqualTo(Map.of(0, 2500L, 1, 2500L, 2, 0L));
    }

    @Test
    void aReaderGoesOnWhereAnotherStopped() throws IOException {
        topics.create("resumed", 1);
        for (int i = 0; i < 10_000; i++) {
            topics.send("resumed", 0, "a|" + i);
        }
        topics.flush();
        LiveTable table = live("resumed");
        LiveLane lane = table.lanes().get(0);
        List<String> rows = new ArrayList<>();
        long next = 0;
        while (next < 10_000) {
            try (LiveReader reader = table.newReader(ALL, List.of(new LaneStart(lane, next)), RejectHandler.NONE)) {
                LaneRows given = null;
                while (given == null) {
                    given = reader.next(WAIT);
                }
                rows.addAll(Rows.texts(given.rows()));
                next = given.nextOffset();
                assertThat(reader.endOffset(0)).isEqualTo(10_000);
            }
        }
        assertThat(rows).hasSize(10_000).doesNotHaveDuplicates().endsWith("a|9999");
    }

    @Test
    void poisonIsRejectedWithItsPlace() throws IOException {
        topics.create("poison", 2);
        topics.send("poison", 0, "a|1");
        topics.send("poison", 1, "b|x");
        topics.send("poison", 1, new byte[] {});
        topics.send("poison", 1, (byte[]) null);
        topics.send("poison", 1, "c|3");
        topics.flush();
        List<RejectedRecord> rejects = new ArrayList<>();
        LiveTable table = live("poison");
        List<LaneStart> starts = starts(table);
        try (LiveReader reader = table.newReader(ALL, starts, rejects::add)) {
            Taken taken = readAll(reader, starts);
            assertThat(taken.rows).isEqualTo(Map.of(0, List.of("a|1"), 1, List.of("c|3")));
            assertThat(taken.records).isEqualTo(5);
        }
        assertThat(rejects)
                .extracting(RejectedRecord::lane, RejectedRecord::offset, RejectedRecord::reason, RejectedRecord::text)
                .containsExactly(
                        tuple("poison/1", 0L, "column 'value': 'x' is no BIGINT", "b|x"),
                        tuple("poison/1", 1L, "1 words", ""),
                        tuple("poison/1", 2L, "it has no value: a tombstone, which deletes a key's row", ""));
    }

    @Test
    void aRowIsRefusedAsTheRecordThatItWas() throws IOException {
        topics.create("refused", 1);
        topics.send("refused", 0, "bad");
        topics.send("refused", 0, "late|7");
        topics.flush();
        LiveTable table = live("refused");
        try (LiveReader reader = table.newReader(ALL, starts(table), RejectHandler.NONE)) {
            LaneRows given = null;
            while (given == null) {
                given = reader.next(WAIT);
            }
            assertThat(reader.refuse(0, "late")).isEqualTo(new RejectedRecord("refused/0", 1, 0, "late", "late|7"));
        }
    }

    @Test
    void onlyCommittedRecordsAreRowsAndMarksAreSteppedOver() throws IOException {
        topics.create("committed", 1);
        try (KafkaProducer<byte[], byte[]> producer = topics.producer(Map.of("transactional.id", "source-test"))) {
            producer.initTransactions();
            transaction(producer, true, "a|1", "a|2");
            transaction(producer, false, "dropped|1");
            transaction(producer, true, "a|3");
        }
        LiveTable table = live("committed");
        // A transaction's end is marked a moment after its commit.
        for (int i = 0; i < 500 && table.lanes().get(0).endOffset() < 7; i++) {
            assertThat(table.lanes()).hasSize(1);
        }
        assertThat(table.lanes()).containsExactly(new LiveLane(0, "committed/0", 0, 7));
        Taken taken = readAll(table, RejectHandler.NONE);
        assertThat(taken.rows.get(0)).containsExactly("a|1", "a|2", "a|3");
        assertThat(taken.next.get(0)).isEqualTo(7);
        assertThat(rest("committed", 0)).containsExactly("a|1", "a|2", "a|3");
        assertThat(rest("committed", 1)).containsExactly("a|1", "a|2", "a|3");
    }

    private static void transaction(KafkaProducer<byte[], byte[]> producer, boolean commits, String... values) {
        producer.beginTransaction();
        for (String value : values) {
            producer.send(new ProducerRecord<>("committed", value.getBytes(StandardCharsets.UTF_8)));
        }
        producer.flush();
        if (commits) {
            producer.commitTransaction();
        } else {
            producer.abortTransaction();
        }
    }

    /** The topic at rest, read in splits of so many offsets; 0 for one a lane. */
    private static List<String> rest(String topic, int splitSize, String... more) throws IOException {
        Table table = new KafkaConnector().catalog().open(table(topic, more));
        List<String> rows = new ArrayList<>();
        for (Lane lane : table.lanes()) {
            long size = splitSize == 0 ? Math.max(1, lane.sizeBytes()) : splitSize;
            for (long start = 0; start < lane.sizeBytes(); start += size) {
                Split split = new Split(lane, start, Math.min(start + size, lane.sizeBytes()));
                try (SplitReader reader = table.read(split, -1, new ReadRequest(ALL, RejectHandler.NONE))) {
                    for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
                        rows.addAll(Rows.texts(batch));
                    }
                    assertThat(reader.startOffset()).isEqualTo(split.start());
                    assertThat(reader.endOffset()).isEqualTo(split.end());
                }
            }
        }
        return rows;
    }

    @Test
    void aTopicAtRestIsTheSameHoweverItIsCut() throws IOException {
        topics.create("rest", 2);
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            topics.send("rest", 0, "a|" + i);
            expected.add("a|" + i);
        }
        topics.send("rest", 0, "poison");
        topics.flush();
        assertThat(rest("rest", 0)).isEqualTo(expected);
        assertThat(rest("rest", 1000)).isEqualTo(expected);
        assertThat(rest("rest", 700)).isEqualTo(expected);
    }

    @Test
    void whatRetentionDeletedIsNoPartOfTheHistoryButALossBehindACheckpoint() throws IOException {
        topics.create("retained", 1);
        for (int i = 0; i < 10; i++) {
            topics.send("retained", 0, "a|" + i);
        }
        topics.flush();
        topics.deleteBefore("retained", 0, 4);
        assertThat(rest("retained", 0)).hasSize(6).startsWith("a|4");
        LiveTable table = live("retained");
        assertThat(table.lanes()).containsExactly(new LiveLane(0, "retained/0", 4, 10));
        assertThat(readAll(table, RejectHandler.NONE).rows.get(0)).hasSize(6);
        assertLost(table, 2, "offsets 2 to 3 of retained/0 are gone: the topic's retention has deleted them");
        assertLost(table, 11, "offset 11 of retained/0 is behind the partition's end at 10");
    }

    private static void assertLost(LiveTable table, long offset, String message) throws IOException {
        LiveLane lane = table.lanes().get(0);
        try (LiveReader reader = table.newReader(ALL, List.of(new LaneStart(lane, offset)), RejectHandler.NONE)) {
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 50; i++) {
                            reader.next(WAIT);
                        }
                    })
                    .isInstanceOfSatisfying(
                            BarographException.class,
                            lost -> assertThat(lost.code()).isEqualTo(ErrorCode.DATA_LOST))
                    .hasMessageContaining(message);
        }
    }

    @Test
    void compactionLeavesGapsThatAreSteppedOver() throws IOException {
        topics.create(
                "compacted",
                1,
                Map.of(
                        "cleanup.policy",
                        "compact",
                        "segment.ms",
                        "100",
                        "min.cleanable.dirty.ratio",
                        "0.001",
                        "min.compaction.lag.ms",
                        "0",
                        "delete.retention.ms",
                        "0"));
        try (KafkaProducer<byte[], byte[]> producer = topics.producer(Map.of())) {
            byte[] key = {1};
            // A segment ends by the times of its records, and the last segment is never compacted: with times of
            // their own each record begins another one, however quickly they are sent.
            long first = System.currentTimeMillis() - 50_000;
            for (int i = 0; i < 50; i++) {
                byte[] value = ("k|" + i).getBytes(StandardCharsets.UTF_8);
                producer.send(new ProducerRecord<>("compacted", 0, first + i * 1000L, key, value));
                producer.flush();
            }
        }
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (topics.read("compacted").size() == 50) {
            assertThat(System.nanoTime()).as("the broker compacts").isLessThan(deadline);
        }
        Taken taken = readAll(live("compacted"), RejectHandler.NONE);
        assertThat(taken.next.get(0)).isEqualTo(50);
        assertThat(taken.rows.get(0)).hasSizeLessThan(50).endsWith("k|49");
        assertThat(rest("compacted", 7)).hasSizeLessThan(50).endsWith("k|49");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "snappy", "lz4", "zstd"})
    void compressedRecordsAreRead(String codec) throws IOException {
        topics.create(codec, 1);
        List<String> expected = new ArrayList<>();
        try (KafkaProducer<byte[], byte[]> producer = topics.producer(Map.of("compression.type", codec))) {
            for (int i = 0; i < 1000; i++) {
                expected.add("a|" + i);
                producer.send(new ProducerRecord<>(codec, ("a|" + i).getBytes(StandardCharsets.UTF_8)));
            }
        }
        assertThat(readAll(live(codec), RejectHandler.NONE).rows.get(0)).isEqualTo(expected);
    }

    @Test
    void readingMayBeginAtTheEndOrAtATime() {
        topics.create("startup", 2);
        topics.send("startup", 0, "a|1");
        topics.flush();
        assertThat(live("startup", "scan.startup.mode", "latest-offset").lanes())
                .extracting(LiveLane::startOffset)
                .containsExactly(1L, 0L);
        assertThat(live("startup", "scan.startup.mode", "timestamp", "scan.startup.timestamp-millis", "1000")
                        .lanes())
                .extracting(LiveLane::startOffset)
                .containsExactly(0L, 0L);
        assertThat(live("startup", "scan.startup.mode", "timestamp", "scan.startup.timestamp-millis", "9999999999999")
                        .lanes())
                .extracting(LiveLane::startOffset)
                .containsExactly(1L, 0L);
    }

    @Test
    void aPartitionThatComesLaterIsReadFromItsFirstRecord() throws IOException {
        topics.create("widened", 1);
        topics.send("widened", 0, "a|1");
        topics.flush();
        try (LiveTable table = live("widened", "scan.startup.mode", "latest-offset")) {
            assertThat(table.lanes()).containsExactly(new LiveLane(0, "widened/0", 1, 1));
            topics.widen("widened", 2);
            topics.send("widened", 1, "b|2");
            topics.flush();
            List<LiveLane> now = table.lanes(Set.of("widened/0"));
            assertThat(now).containsExactly(new LiveLane(0, "widened/0", 1, 1), new LiveLane(1, "widened/1", 0, 1));
            List<LaneStart> later = List.of(new LaneStart(now.get(1), 0));
            try (LiveReader reader = table.newReader(ALL, later, RejectHandler.NONE)) {
                assertThat(readAll(reader, later).rows).containsEntry(1, List.of("b|2"));
            }
            topics.delete("widened");
            assertThatThrownBy(() -> {
                        for (int tries = 0; tries < 100; tries++) {
                            table.lanes(Set.of("widened/0"));
                            Thread.sleep(50);
                        }
                    })
                    .isInstanceOfSatisfying(
                            BarographException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNKNOWN_TABLE));
        }
    }

    @Test
    void aLargeRecordComesThrough() throws IOException {
        topics.create("large.Topic_with-odd.name", 1, Map.of("max.message.bytes", "8000000"));
        String name = "x".repeat(6_000_000);
        topics.send("large.Topic_with-odd.name", 0, name + "|1");
        topics.flush();
        Taken taken = readAll(live("large.Topic_with-odd.name"), RejectHandler.NONE);
        assertThat(taken.rows.get(0)).containsExactly(name + "|1");
    }

    @Test
    void aMissingTopicIsNamedWithWhatIsThere() {
        topics.create("sensors", 1);
        assertThatThrownBy(() -> live("sensor").lanes())
                .isInstanceOfSatisfying(
                        BarographException.class,
                        missing -> assertThat(missing.code()).isEqualTo(ErrorCode.UNKNOWN_TABLE))
                .hasMessageContaining("there is no topic 'sensor' at " + broker.bootstrapServers())
                .hasMessageContaining("did you mean sensors?");
    }

    @Test
    void aSilentLaneGivesNothingAndWaitsNoLonger() throws IOException {
        topics.create("silent", 1);
        LiveTable table = live("silent");
        try (LiveReader reader = table.newReader(ALL, starts(table), RejectHandler.NONE)) {
            long began = System.nanoTime();
            assertThat(reader.next(WAIT)).isNull();
            assertThat(System.nanoTime() - began).isLessThan(TimeUnit.SECONDS.toNanos(5));
            assertThat(reader.health()).isEmpty();
        }
    }
}
