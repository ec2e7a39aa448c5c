package io.barograph.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.barograph.core.column.Batch;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.live.LiveLane;
import io.barograph.core.live.LiveReader;
import io.barograph.core.live.LiveSink;
import io.barograph.core.live.LiveTable;
import io.barograph.core.live.Revisions;
import io.barograph.core.live.SinkGroup;
import io.barograph.core.live.SinkRequest;
import io.barograph.testkit.kafka.KafkaBroker;
import io.barograph.testkit.kafka.KafkaTopics;
import io.barograph.testkit.kafka.KafkaTopics.Message;
import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Rows written to topics of a real broker. */
@Tag("slow")
class KafkaSinkTest {
    private static KafkaBroker broker;
    private static KafkaTopics topics;

    @BeforeAll
    static void start() {
        // The broker looks for transactions that are open for too long every ten seconds, unless told otherwise.
        broker = KafkaBroker.start(Map.of("transaction.abort.timed.out.transaction.cleanup.interval.ms", "100"));
        topics = new KafkaTopics(broker.bootstrapServers());
    }

    @AfterAll
    static void stop() {
        topics.close();
        broker.close();
    }

    private static Map<String, String> options(String topic, String... more) {
        Map<String, String> options = new TreeMap<>(Map.of(
                "connector",
                "kafka",
                "topic",
                topic,
                "bootstrap.servers",
                broker.bootstrapServers(),
                "format",
                "words"));
        for (int i = 0; i < more.length; i += 2) {
            options.put(more[i], more[i + 1]);
        }
        return options;
    }

    private static LiveSink upsert(String topic, String... more) {
        return new KafkaLiveConnector().openSink(Rows.sink(options(topic, more), true, "upserting"));
    }

    private static LiveSink transaction(String topic, String pipeline, SinkGroup group) {
        return new KafkaLiveConnector()
                .openSink(Rows.sink(options(topic, "delivery", "transaction"), true, pipeline, group));
    }

    /** A sink that begins behind the checkpoint that it shows itself. */
    private static LiveSink begun(String topic, String pipeline) {
        LiveSink sink = transaction(topic, pipeline, new SinkGroup());
        sink.resume(sink.begin());
        return sink;
    }

    private static void checkpoint(LiveSink sink, long number) {
        sink.prepare(number);
        sink.commit(number);
    }

    private static List<String> values(String topic) {
        return topics.read(topic).stream().map(Message::valueText).toList();
    }

    /** The key of rows of this name: a JSON object of the key's columns. */
    private static String key(String name) {
        return "{\"name\":\"" + name + "\"}";
    }

    /** What a topic comes to show: a transaction's end is marked a moment after its commit. */
    private static void assertShown(String topic, String... values) {
        List<String> shown = values(topic);
        for (int i = 0; i < 500 && shown.size() < values.length; i++) {
            shown = values(topic);
        }
        assertThat(shown).containsExactlyInAnyOrder(values);
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < 500 && !condition.getAsBoolean(); i++) {
            Thread.sleep(20);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    @Test
    void upsertsAreShownWithoutACheckpoint() throws InterruptedException {
        topics.create("up", 2);
        try (LiveSink sink = upsert("up")) {
            assertThat(sink.takesRevisions()).isTrue();
            assertThat(sink.begin()).isEqualTo(LiveSink.ANY);
            sink.resume(LiveSink.NONE);
            sink.accept(Revisions.added(Rows.of("a|1", "b|2")));
            sink.flush();
            await(() -> topics.read("up").size() == 2);
            sink.accept(new Revisions(Rows.of("a|1"), Rows.of("a|3"), null, null));
            sink.accept(Revisions.removed(Rows.of("b|2")));
            checkpoint(sink, 1);
            assertThat(topics.table("up")).isEqualTo(Map.of(key("a"), "a|3"));
            assertThat(topics.read("up"))
                    .filteredOn(message -> message.value() == null)
                    .extracting(Message::keyText)
                    .containsExactly(key("b"));
        }
    }

    @Test
    void aTraceGoesFromTheRowsThatAreWrittenToWhoReadsThem() throws IOException {
        topics.create("traced", 1);
        String context = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        try (LiveSink sink = upsert("traced")) {
            sink.begin();
            sink.resume(LiveSink.NONE);
            sink.accept(Revisions.added(Rows.of("a|1")));
            sink.trace(context);
            sink.newEncoder().encode(Revisions.added(Rows.of("b|2"))).run();
            checkpoint(sink, 1);
        }
        LiveTable table = new KafkaLiveConnector()
                .openTable(new KafkaConnector().catalog().table("t", options("traced"), Rows.SCHEMA));
        LiveLane lane = table.lanes().get(0);
        assertThat(lastTrace(table, lane, 0)).isEqualTo(context);
        assertThat(lastTrace(table, lane.boundedAt(1), 0)).isNull();
    }

    private static String lastTrace(LiveTable table, LiveLane lane, long offset) throws IOException {
        try (LiveReader reader =
                table.newReader(new int[] {0}, List.of(new LiveTable.LaneStart(lane, offset)), record -> {})) {
            LiveReader.LaneRows rows = null;
            for (int i = 0; i < 500 && rows == null; i++) {
                rows = reader.next(20_000_000L);
            }
            assertThat(rows).isNotNull();
            return reader.traceparent();
        }
    }

    @Test
    void aKeyThatGoesWithOneRowAndComesWithAnotherStays() {
        topics.create("moved", 1);
        try (LiveSink sink = upsert("moved")) {
            sink.begin();
            sink.resume(LiveSink.NONE);
            sink.accept(Revisions.added(Rows.of("a|1", "b|2", "c|3")));
            // a's row becomes b's, and b's old row goes; c's pair has no new row, d's no old one.
            Batch before = Rows.of("a|1", "b|2", "c|3", "x|0");
            Batch after = Rows.of("b|5", "x|0", "x|0", "d|4");
            BitSet hadBefore = BitSet.valueOf(new long[] {0b0111});
            BitSet hasAfter = BitSet.valueOf(new long[] {0b1001});
            sink.accept(new Revisions(before, after, hadBefore, hasAfter));
            sink.prepare(1);
            assertThat(topics.table("moved")).isEqualTo(Map.of(key("b"), "b|5", key("d"), "d|4"));
        }
    }

    @Test
    void theOnlyRowOfATableHasAnEmptyKey() {
        topics.create("single", 1);
        SinkRequest keyed = Rows.sink(options("single"), true, "single");
        SinkRequest single = new SinkRequest(keyed.target(), keyed.schema(), List.of(), true, "single");
        try (LiveSink sink = new KafkaLiveConnector().openSink(single)) {
            sink.begin();
            sink.accept(Revisions.added(Rows.of("a|1")));
            sink.accept(new Revisions(Rows.of("a|1"), Rows.of("b|2"), null, null));
            sink.prepare(1);
            assertThat(topics.table("single")).isEqualTo(Map.of("{}", "b|2"));
        }
    }

    @Test
    void rowsWithoutAKeyAreAppended() {
        topics.create("appended", 1);
        try (LiveSink sink = new KafkaLiveConnector().openSink(Rows.sink(options("appended"), false, "appending"))) {
            assertThat(sink.takesRevisions()).isFalse();
            assertThat(sink.guarantee()).contains("'delivery' = 'transaction'");
            sink.begin();
            sink.resume(LiveSink.NONE);
            sink.accept(Revisions.added(Rows.of("a|1", "a|1")));
            sink.prepare(1);
            assertThat(topics.read("appended"))
                    .extracting(Message::keyText, Message::valueText)
                    .containsExactly(tuple("null", "a|1"), tuple("null", "a|1"));
        }
    }

    @Test
    void aTransactionIsShownWithItsCheckpointAndRememberedWithIt() {
        topics.create("tx", 2);
        try (LiveSink sink = transaction("tx", "remembers", new SinkGroup())) {
            assertThat(sink.begin()).isEqualTo(LiveSink.NONE);
            sink.resume(LiveSink.NONE);
            sink.accept(Revisions.added(Rows.of("a|1", "b|2")));
            sink.flush();
            sink.prepare(1);
            assertThat(values("tx")).isEmpty();
            // Comes between prepare and commit: it is the next checkpoint's.
            sink.accept(Revisions.added(Rows.of("c|3")));
            sink.commit(1);
            assertShown("tx", "a|1", "b|2");
            checkpoint(sink, 2);
            checkpoint(sink, 3);
            assertShown("tx", "a|1", "b|2", "c|3");
        }
        try (LiveSink again = transaction("tx", "remembers", new SinkGroup())) {
            assertThat(again.begin()).isEqualTo(3);
            assertThatThrownBy(() -> again.resume(2))
                    .isInstanceOf(BarographException.class)
                    .hasMessageContaining("shows checkpoint 3, but the run would go on behind checkpoint 2");
        }
    }

    @Test
    void aCrashBetweenPrepareAndCommitLeavesTheCheckpointBefore() {
        topics.create("crashed", 1);
        LiveSink first = begun("crashed", "crashes");
        first.accept(Revisions.added(Rows.of("a|1")));
        checkpoint(first, 1);
        first.accept(Revisions.added(Rows.of("b|2")));
        first.prepare(2);
        // The process dies here: nobody closes anything.
        try (LiveSink second = transaction("crashed", "crashes", new SinkGroup())) {
            assertThat(second.begin()).isEqualTo(1);
            second.resume(1);
            second.accept(Revisions.added(Rows.of("b|2", "c|3")));
            checkpoint(second, 2);
            // Nothing of the dead one's transaction holds readers up, or is shown.
            assertShown("crashed", "a|1", "b|2", "c|3");
        }
        first.close();
    }

    @Test
    void aZombieIsShutOut() {
        topics.create("fenced", 1);
        LiveSink zombie = begun("fenced", "fences");
        zombie.accept(Revisions.added(Rows.of("a|1")));
        try (LiveSink heir = begun("fenced", "fences")) {
            heir.accept(Revisions.added(Rows.of("b|2")));
            assertThatThrownBy(() -> {
                        zombie.accept(Revisions.added(Rows.of("a|9")));
                        checkpoint(zombie, 1);
                    })
                    .isInstanceOfSatisfying(BarographException.class, fenced -> {
                        assertThat(fenced.code()).isEqualTo(ErrorCode.FENCED);
                        assertThat(fenced.code().category().exitStatus()).isEqualTo(3);
                    })
                    .hasMessageContaining("another instance of this pipeline has taken over ('barograph-fences'");
            checkpoint(heir, 1);
            assertShown("fenced", "b|2");
        }
        zombie.close();
    }

    @Test
    void sinksOfOneRunShareATransaction() {
        topics.create("left", 1);
        topics.create("right", 1);
        SinkGroup group = new SinkGroup();
        LiveSink left = transaction("left", "shares", group);
        LiveSink right = transaction("right", "shares", group);
        List.of(left, right).forEach(sink -> sink.resume(sink.begin()));
        left.accept(Revisions.added(Rows.of("l|1")));
        right.accept(Revisions.added(Rows.of("r|1")));
        left.prepare(1);
        // The other one has not come so far yet.
        left.accept(Revisions.added(Rows.of("l|2")));
        right.accept(Revisions.added(Rows.of("r|2")));
        right.prepare(1);
        assertThat(values("left")).isEmpty();
        left.commit(1);
        right.commit(1);
        assertShown("left", "l|1");
        assertShown("right", "r|1", "r|2");
        left.prepare(2);
        assertThatThrownBy(() -> left.commit(2)).isInstanceOf(IllegalStateException.class);
        SinkGroup later = new SinkGroup();
        LiveSink leftAgain = transaction("left", "shares", later);
        LiveSink rightAgain = transaction("right", "shares", later);
        assertThat(leftAgain.begin()).isEqualTo(1);
        assertThat(rightAgain.begin()).isEqualTo(1);
        List.of(left, right, leftAgain, rightAgain).forEach(LiveSink::close);
    }

    @Test
    void sinksThatShareATransactionMustBeSetUpAlike() {
        SinkGroup group = new SinkGroup();
        transaction("left", "unlike", group);
        Map<String, String> other = options("right", "delivery", "transaction", "properties.linger.ms", "1");
        assertThatThrownBy(() -> new KafkaLiveConnector().openSink(Rows.sink(other, true, "unlike", group)))
                .hasMessageContaining("need the same 'properties.…'");
    }

    @Test
    void aTransactionThatIsOpenForTooLongSaysSo() throws InterruptedException {
        topics.create("slow", 1);
        Map<String, String> options =
                options("slow", "delivery", "transaction", "properties.transaction.timeout.ms", "1000");
        try (LiveSink sink = new KafkaLiveConnector().openSink(Rows.sink(options, true, "slow"))) {
            sink.resume(sink.begin());
            sink.accept(Revisions.added(Rows.of("a|1")));
            sink.flush();
            await(() -> topics.isAborted("barograph-slow"));
            assertThatThrownBy(() -> checkpoint(sink, 1))
                    .isInstanceOfSatisfying(
                            BarographException.class,
                            late -> assertThat(late.code()).isEqualTo(ErrorCode.UNAVAILABLE))
                    .hasMessageContaining("open for longer than 1000 ms; make checkpoints more often");
        }
        assertThat(values("slow")).isEmpty();
    }

    @Test
    void aMissingTopicIsAnErrorUnlessItMayBeMade() {
        topics.create("outputs", 1);
        try (LiveSink sink = upsert("output")) {
            assertThatThrownBy(sink::begin)
                    .hasMessageContaining("there is no topic 'output'")
                    .hasMessageContaining("did you mean outputs?")
                    .hasMessageContaining("'create' = 'true'");
        }
        try (LiveSink sink = upsert("made.at_once-0", "create", "true")) {
            sink.begin();
            sink.accept(Revisions.added(Rows.of("a|1")));
            sink.prepare(1);
        }
        assertShown("made.at_once-0", "a|1");
    }

    @Test
    void aRowThatIsTooLargeIsNoOutage() {
        topics.create("small", 1);
        try (LiveSink sink = upsert("small")) {
            sink.begin();
            assertThatThrownBy(() -> {
                        sink.accept(Revisions.added(Rows.of("x".repeat(2_000_000) + "|1")));
                        sink.prepare(1);
                    })
                    .isInstanceOfSatisfying(
                            BarographException.class,
                            large -> assertThat(large.code()).isEqualTo(ErrorCode.BAD_DATA))
                    .hasMessageContaining("'properties.max.request.size'");
        }
    }

    @Test
    void aWrongPropertyIsNamedAndASecretIsNot() {
        Map<String, String> options = options(
                "up",
                "properties.security.protocol",
                "SASL_PLAINTEXT",
                "properties.sasl.mechanism",
                "PLAIN",
                "properties.sasl.jaas.config",
                "Hush hush-hush",
                "retry.for",
                "2 s");
        try (LiveSink sink = new KafkaLiveConnector().openSink(Rows.sink(options, true, "secret"))) {
            assertThatThrownBy(sink::begin)
                    .isInstanceOf(BarographException.class)
                    .satisfies(failed -> assertThat(failed.getMessage()).doesNotContainIgnoringCase("hush"));
        }
    }
}
