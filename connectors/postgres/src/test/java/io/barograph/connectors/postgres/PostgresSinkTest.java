package io.barograph.connectors.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.engine.TableTarget;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.live.LiveSink;
import io.barograph.core.live.Revisions;
import io.barograph.core.live.SinkGroup;
import io.barograph.core.live.SinkRequest;
import io.barograph.core.source.TableDeclaration;
import io.barograph.testkit.postgres.PostgresServer;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Rows written to tables of a real server; skipped where the machine has none. */
@Tag("slow")
class PostgresSinkTest {
    private static final Schema SCHEMA = Schema.of(new Field("name", Type.VARCHAR), new Field("value", Type.BIGINT));
    private static final List<String> KEY = List.of("name");

    private static PostgresServer server;

    @BeforeAll
    static void start() {
        assumeTrue(PostgresServer.find().isPresent(), "no PostgreSQL on this machine: apt-get install postgresql");
        server = PostgresServer.start();
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    private static TableDeclaration declared(String table, Schema schema, List<String> key, String... more) {
        Map<String, String> options = new TreeMap<>(Map.of(
                "connector",
                "postgres",
                "url",
                server.url(),
                "username",
                PostgresServer.USER,
                "password",
                PostgresServer.PASSWORD,
                "retry.for",
                "30 s"));
        for (int i = 0; i < more.length; i += 2) {
            options.put(more[i], more[i + 1]);
        }
        return new TableDeclaration(table, options, schema, null, List.of(), key);
    }

    private static LiveSink sink(TableDeclaration table, SinkGroup group) {
        List<Integer> key =
                table.primaryKey().stream().map(table.columns()::indexOf).toList();
        return new PostgresLiveConnector()
                .openSink(new SinkRequest(table, table.columns(), key, !key.isEmpty(), "tests", group));
    }

    private static LiveSink begun(TableDeclaration table) {
        LiveSink sink = sink(table, new SinkGroup());
        sink.begin();
        sink.resume(LiveSink.NONE);
        return sink;
    }

    private static LiveSink upsert(String table, String... more) {
        return begun(declared(table, SCHEMA, KEY, more));
    }

    private static Batch row(String name, Object value) {
        return Cells.batch(SCHEMA, new Object[] {name, value});
    }

    private static void put(LiveSink sink, String name, Object value) {
        sink.accept(Revisions.added(row(name, value)));
    }

    private static void checkpoint(LiveSink sink, long number) {
        sink.prepare(number);
        sink.commit(number);
    }

    private static List<String> rows(String table) {
        return server.rows("SELECT * FROM " + table + " ORDER BY 1, 2");
    }

    private static void assertFails(ErrorCode code, String message, Runnable step) {
        assertThatThrownBy(step::run)
                .isInstanceOfSatisfying(
                        BarographException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(message)
                .hasMessageNotContaining(PostgresServer.PASSWORD);
    }

    @Test
    void rowsAreShownRevisedAndTakenBackByKey() {
        try (LiveSink sink = upsert("shown")) {
            put(sink, "a", 1L);
            put(sink, "b", 2L);
            put(sink, "a", 3L);
            sink.flush();
            assertThat(rows("shown")).containsExactly("a|3", "b|2");
            BitSet hasAfter = new BitSet();
            hasAfter.set(0);
            Batch before = Cells.batch(SCHEMA, new Object[] {"a", 3L}, new Object[] {"b", 2L});
            Batch after = Cells.batch(SCHEMA, new Object[] {"c", 4L}, new Object[] {null, null});
            sink.accept(new Revisions(before, after, null, hasAfter));
            sink.flush();
            assertThat(rows("shown")).containsExactly("c|4");
            checkpoint(sink, 7);
        }
        assertThat(server.rows(
                        "SELECT pipeline, target, epoch, checkpoint FROM barograph_sinks WHERE target = 'shown'"))
                .containsExactly("tests|shown|1|7");
    }

    @Test
    void aRowThatGoesAndComesInOneBatchIsThere() {
        try (LiveSink sink = upsert("moved")) {
            put(sink, "a", 1L);
            sink.flush();
            sink.accept(Revisions.removed(row("a", 1L)));
            put(sink, "a", 2L);
            sink.flush();
            assertThat(rows("moved")).containsExactly("a|2");
        }
    }

    @Test
    void everyTypeKeepsItsBits() {
        Schema schema = Schema.of(
                new Field("id", Type.BIGINT),
                new Field("truth", Type.BOOLEAN),
                new Field("number", Type.DOUBLE),
                new Field("exact", Type.decimal(38, 4)),
                new Field("text", Type.VARCHAR),
                new Field("at", Type.TIMESTAMP),
                new Field("day", Type.DATE),
                new Field("length", Type.INTERVAL));
        try (LiveSink sink = begun(declared("every type", schema, List.of("id"), "table-name", "every type"))) {
            sink.accept(Revisions.added(Cells.batch(
                    schema,
                    new Object[] {
                        1L,
                        true,
                        Double.NaN,
                        BigInteger.TEN.pow(38).subtract(BigInteger.ONE),
                        "a\"\\,{}'\n\tü €",
                        1_000L,
                        0L,
                        1_000L
                    },
                    new Object[] {
                        Long.MIN_VALUE,
                        false,
                        Double.NEGATIVE_INFINITY,
                        BigInteger.ONE.negate(),
                        "NULL",
                        -9_223_372_036_854_775_000L,
                        -106_751L,
                        -3_723_000_001_000L
                    },
                    new Object[] {
                        Long.MAX_VALUE,
                        null,
                        Double.MIN_VALUE,
                        null,
                        "",
                        9_223_372_036_854_775_000L,
                        106_751L,
                        9_223_372_036_854_775_000L
                    },
                    new Object[] {0L, null, 0.1 + 0.2, null, null, null, null, null})));
            sink.flush();
        }
        assertThat(server.rows(
                        "SELECT id, truth, float8send(number), exact, text, \"at\" AT TIME ZONE 'UTC', day, length"
                                + " FROM \"every type\" ORDER BY id"))
                .containsExactly(
                        Long.MIN_VALUE
                                + "|f|\\xfff0000000000000|-0.0001|NULL|1677-09-21 00:12:43.145225|1677-09-22|-01:02:03.000001",
                        "0|NULL|\\x3fd3333333333334|NULL|NULL|NULL|NULL|NULL",
                        "1|t|\\x7ff8000000000000|" + "9".repeat(34)
                                + ".9999|a\"\\,{}'\n\tü €|1970-01-01 00:00:00.000001" + "|1970-01-01|00:00:00.000001",
                        Long.MAX_VALUE
                                + "|NULL|\\x0000000000000001|NULL||2262-04-11 23:47:16.854775|2262-04-11|2562047:47:16.854775");
    }

    @Test
    void whatPostgresCannotHoldIsRefusedAndNotCut() {
        Schema schema = Schema.of(new Field("at", Type.TIMESTAMP), new Field("text", Type.VARCHAR));
        try (LiveSink sink = begun(declared("cut", schema, List.of()))) {
            assertFails(
                    ErrorCode.BAD_DATA,
                    "column at: 1970-01-01 00:00:00.000000001 is finer than PostgreSQL's microseconds",
                    () -> sink.accept(Revisions.added(Cells.batch(schema, new Object[] {1L, "a"}))));
            assertFails(
                    ErrorCode.BAD_DATA,
                    "column text: 'a␀b' has a character of code 0",
                    () -> sink.accept(Revisions.added(Cells.batch(schema, new Object[] {0L, "a\0b"}))));
        }
        server.execute("CREATE TABLE uncut (at bigint, text text)");
        try (LiveSink sink = begun(declared("uncut", schema, List.of()))) {
            sink.accept(Revisions.added(Cells.batch(schema, new Object[] {1L, "a"})));
            checkpoint(sink, 0);
        }
        assertThat(rows("uncut")).containsExactly("1|a");
    }

    @Test
    void aTableThatDoesNotFitIsToldBeforeAnythingIsWritten() {
        server.execute("CREATE TABLE narrow (name text, value integer, PRIMARY KEY (name));"
                + "CREATE TABLE keyless (name text, value bigint);"
                + "CREATE TABLE misspelt (nam text PRIMARY KEY, value bigint);"
                + "CREATE TABLE demanding (name text PRIMARY KEY, value bigint, more bigint NOT NULL)");
        assertFails(
                ErrorCode.TYPE_MISMATCH,
                "its column value is integer, which does not hold every BIGINT as it is; make it bigint or numeric",
                () -> upsert("narrow"));
        assertFails(ErrorCode.TYPE_MISMATCH, "ALTER TABLE \"keyless\" ADD UNIQUE (\"name\")", () -> upsert("keyless"));
        assertFails(ErrorCode.UNKNOWN_COLUMN, "it has no column 'name'; did you mean nam?", () -> upsert("misspelt"));
        assertFails(ErrorCode.TYPE_MISMATCH, "its column more is NOT NULL", () -> upsert("demanding"));
        assertFails(
                ErrorCode.UNKNOWN_TABLE,
                "create it: CREATE TABLE \"missing\" (\"name\" text, \"value\" bigint, PRIMARY KEY (\"name\"))",
                () -> upsert("missing", "create", "false"));
        assertFails(ErrorCode.UNAVAILABLE, "check 'username', and 'password'", () -> upsert("x", "username", "nobody"));
        assertFails(ErrorCode.UNKNOWN_TABLE, "\"nowhere\"", () -> upsert("x", "table-name", "nowhere.x"));
    }

    @Test
    void aKeyWithNullNeedsAnIndexThatTellsItApart() {
        try (LiveSink sink = upsert("nulls")) {
            assertFails(ErrorCode.BAD_DATA, "a row has NULL in column name of its key", () -> put(sink, null, 1L));
        }
        server.execute("CREATE TABLE distinct_nulls (name text, value bigint, UNIQUE NULLS NOT DISTINCT (name))");
        try (LiveSink sink = upsert("distinct_nulls")) {
            put(sink, null, 1L);
            put(sink, "a", 1L);
            sink.flush();
            put(sink, null, 2L);
            sink.flush();
            assertThat(rows("distinct_nulls")).containsExactly("a|1", "NULL|2");
            sink.accept(Revisions.removed(row(null, 2L)));
            sink.flush();
            assertThat(rows("distinct_nulls")).containsExactly("a|1");
        }
    }

    @Test
    void aLaterInstanceShutsOutTheEarlierOneAndEndsWhatItLeftOpen() throws SQLException {
        LiveSink zombie = upsert("fenced");
        put(zombie, "a", 1L);
        zombie.flush();
        String backend = server.rows("SELECT backend FROM barograph_sinks WHERE target = 'fenced'")
                .get(0);
        try (LiveSink sink = upsert("fenced")) {
            assertThat(server.rows("SELECT pid FROM pg_stat_activity")).doesNotContain(backend);
            put(zombie, "a", 666L);
            assertFails(ErrorCode.FENCED, "another instance of pipeline 'tests' has taken over", zombie::flush);
            put(sink, "a", 2L);
            sink.flush();
        }
        zombie.close();
        assertThat(rows("fenced")).containsExactly("a|2");
    }

    @Test
    void aTransactionShowsAllTablesOfItsCheckpointTogether() {
        SinkGroup group = new SinkGroup();
        try (LiveSink one = sink(declared("one", SCHEMA, List.of()), group);
                LiveSink two = sink(declared("two", SCHEMA, KEY, "delivery", "transaction"), group)) {
            for (LiveSink sink : List.of(one, two)) {
                assertThat(sink.begin()).isEqualTo(LiveSink.NONE);
                sink.resume(LiveSink.NONE);
                put(sink, "a", 1L);
                put(sink, "a", 1L);
                sink.flush();
            }
            assertThat(one.takesRevisions()).isFalse();
            assertThat(two.takesRevisions()).isTrue();
            one.prepare(0);
            two.prepare(0);
            put(one, "late", 2L);
            assertThat(rows("one")).isEmpty();
            one.commit(0);
            two.commit(0);
            assertThat(rows("one")).containsExactly("a|1", "a|1");
            assertThat(rows("two")).containsExactly("a|1");
            one.prepare(1);
            two.prepare(1);
            one.commit(1);
            two.commit(1);
            assertThat(rows("one")).containsExactly("a|1", "a|1", "late|2");
        }
        assertThat(server.rows(
                        "SELECT target, checkpoint FROM barograph_sinks WHERE target IN ('one', 'two') ORDER BY 1"))
                .containsExactly("one|1", "two|1");
    }

    @Test
    void twoInsertsIntoOneTableAreRefused() {
        SinkGroup group = new SinkGroup();
        LiveSink first = sink(declared("twice", SCHEMA, KEY), group);
        assertFails(
                ErrorCode.INVALID_OPTION,
                "two INSERTs write to it",
                () -> sink(declared("another", SCHEMA, KEY, "table-name", "twice"), group));
        first.close();
    }

    @Test
    void aRestartGoesOnWhereTheTableIs() {
        TableDeclaration table = declared("restarted", SCHEMA, List.of());
        try (LiveSink sink = begun(table)) {
            put(sink, "a", 1L);
            checkpoint(sink, 0);
            put(sink, "b", 2L);
            sink.prepare(1);
        }
        try (LiveSink sink = sink(table, new SinkGroup())) {
            assertThat(sink.begin()).isZero();
            assertFails(
                    ErrorCode.DATA_LOST,
                    "it shows checkpoint 0, but the run would go on behind checkpoint 1",
                    () -> sink.resume(1));
            assertFails(ErrorCode.DATA_LOST, "empty it (TRUNCATE", () -> sink.resume(LiveSink.NONE));
            sink.resume(0);
            put(sink, "b", 2L);
            checkpoint(sink, 1);
        }
        assertThat(rows("restarted")).containsExactly("a|1", "b|2");
        server.execute("TRUNCATE restarted");
        try (LiveSink sink = sink(table, new SinkGroup())) {
            assertThat(sink.begin()).isEqualTo(1);
            sink.resume(LiveSink.NONE);
        }
        server.execute("DROP TABLE restarted");
        try (LiveSink sink = sink(table, new SinkGroup())) {
            assertThat(sink.begin()).isEqualTo(LiveSink.NONE);
        }
    }

    @Test
    void anUpsertedTableThatWasReplacedIsNoticed() {
        try (LiveSink sink = upsert("replaced")) {
            checkpoint(sink, 3);
        }
        server.execute("DROP TABLE replaced");
        for (int i = 0; i < 2; i++) {
            try (LiveSink sink = sink(declared("replaced", SCHEMA, KEY), new SinkGroup())) {
                sink.begin();
                assertFails(ErrorCode.DATA_LOST, "it shows no checkpoint", () -> sink.resume(3));
            }
        }
    }

    @Test
    void whatIsWrittenWhileTheServerIsDeadArrivesWhenItIsBack() throws Exception {
        SinkGroup group = new SinkGroup();
        try (LiveSink upserts = upsert("survivor");
                LiveSink adds = sink(declared("added", SCHEMA, List.of()), group)) {
            adds.begin();
            adds.resume(LiveSink.NONE);
            put(upserts, "a", 1L);
            put(adds, "a", 1L);
            adds.prepare(0);
            server.kill();
            CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> {
                upserts.flush();
                adds.commit(0);
            });
            for (int i = 0; i < 500 && !upserts.health().contains("circuit breaker: open"); i++) {
                Thread.sleep(20);
            }
            assertThat(upserts.health())
                    .contains("it refuses the connection, for")
                    .contains("circuit breaker: open");
            server.restart();
            writing.get();
            assertThat(upserts.health()).isEmpty();
        }
        assertThat(rows("survivor")).containsExactly("a|1");
        assertThat(rows("added")).containsExactly("a|1");
    }

    /** As where the answer of a commit is lost: it must not be written twice. */
    @Test
    void aCheckpointThatIsShownAlreadyIsNotWrittenAgain() {
        try (LiveSink sink = begun(declared("once", SCHEMA, List.of()))) {
            put(sink, "a", 1L);
            sink.prepare(0);
            server.execute("INSERT INTO once VALUES ('a', 1);"
                    + "UPDATE barograph_sinks SET checkpoint = 0 WHERE target = 'once'");
            sink.commit(0);
        }
        assertThat(rows("once")).containsExactly("a|1");
    }

    @Test
    void aLockThatSomebodyHoldsIsHealth() throws Exception {
        try (LiveSink sink = upsert("locked");
                Connection other = server.connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("LOCK TABLE locked");
            put(sink, "a", 1L);
            CompletableFuture<Void> writing = CompletableFuture.runAsync(sink::flush);
            for (int i = 0; i < 500 && sink.health().isEmpty(); i++) {
                Thread.sleep(20);
            }
            assertThat(sink.health()).contains("no answer yet, for 2 s");
            other.rollback();
            writing.get();
        }
        assertThat(rows("locked")).containsExactly("a|1");
    }

    @Test
    void anAnswerIsWrittenAsAWholeOrNotAtAll() {
        TableDeclaration table = declared("answer", SCHEMA, KEY);
        Object[][] many = new Object[Batch.CAPACITY][];
        for (int i = 0; i < many.length; i++) {
            many[i] = new Object[] {"n" + i, (long) i};
        }
        try (TableTarget target = new PostgresTargetConnector().open(table, SCHEMA)) {
            target.sink().begin(SCHEMA);
            for (int i = 0; i < 5; i++) {
                target.sink().accept(Cells.batch(SCHEMA, many));
            }
            target.sink().end();
        }
        assertThat(server.rows("SELECT to_regclass('answer') IS NULL")).containsExactly("t");
        for (long value = 1; value <= 2; value++) {
            try (TableTarget target = new PostgresTargetConnector().open(table, SCHEMA)) {
                target.sink().begin(SCHEMA);
                target.sink().accept(row("a", value));
                target.sink().end();
                target.commit();
            }
            assertThat(rows("answer")).containsExactly("a|" + value);
        }
    }
}
