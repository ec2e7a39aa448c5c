package io.barograph.local.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.core.column.Batch;
import io.barograph.core.engine.RunOptions;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.live.LiveSink;
import io.barograph.core.live.Revisions;
import io.barograph.core.live.SinkGroup;
import io.barograph.formats.FileCatalog;
import io.barograph.sql.Script;
import io.barograph.sql.Session;
import io.barograph.sql.Statement;
import io.barograph.sql.ValueFinder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Windows of many groups, whose rows several threads finish and encode; keys that several threads go along. */
@Tag("thorough")
class SharedShowingTest {
    private static final int KEYS = 20_000;

    @TempDir
    Path folder;

    private final FileCatalog files = new FileCatalog();

    /** Keeps rows as texts, in the order in which they are handed on; its encoders may be told to fail. */
    private static final class Ordered implements LiveSink {
        private final List<String> rows = new ArrayList<>();
        private Thread own = Thread.currentThread();
        private final Set<Thread> encoders = java.util.Collections.synchronizedSet(new HashSet<>());
        private final @Nullable String failsAt;
        /** Nothing is accepted until it is open. */
        private CountDownLatch gate = new CountDownLatch(0);

        Ordered(@Nullable String failsAt) {
            this.failsAt = failsAt;
        }

        @Override
        public String guarantee() {
            return "none";
        }

        @Override
        public boolean takesRevisions() {
            return true;
        }

        @Override
        public long begin() {
            return ANY;
        }

        @Override
        public void resume(long checkpoint) {}

        @Override
        public void accept(Revisions changes) {
            encode(changes).run();
        }

        @Override
        public Encoder newEncoder() {
            return this::encode;
        }

        private Runnable encode(Revisions changes) {
            encoders.add(Thread.currentThread());
            List<String> texts = new ArrayList<>();
            Batch after = Objects.requireNonNull(changes.after());
            for (int i = 0; i < after.size(); i++) {
                String text = after.row(i).toString();
                if (failsAt != null && text.startsWith(failsAt)) {
                    throw new BarographException(ErrorCode.BAD_DATA, "cannot encode " + text);
                }
                texts.add(text);
            }
            return () -> {
                try {
                    gate.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                assertThat(Thread.currentThread()).isSameAs(own);
                rows.addAll(texts);
            };
        }

        @Override
        public void flush() {}

        @Override
        public void prepare(long checkpoint) {}

        @Override
        public void commit(long checkpoint) {}

        @Override
        public void close() {}
    }

    @BeforeEach
    void write() throws IOException {
        StringBuilder csv = new StringBuilder("t,key,value\n");
        for (int row = 0; row < 5 * KEYS; row++) {
            csv.append(1_700_000_000 + row / 4_000).append(',');
            csv.append((row * 7919L) % KEYS).append(',').append(row % 97).append('\n');
        }
        Files.writeString(folder.resolve("lane.csv"), csv);
    }

    private LiveStatus run(Ordered sink, int threads, String state) {
        return run(RunOptions.defaults().withThreads(threads), state, new ReplayCatalog(1, request -> sink));
    }

    private LiveStatus run(RunOptions run, String state, ReplayCatalog catalog) {
        return run(
                run,
                state,
                catalog,
                "SELECT key, window_start, sum(value) * 2 AS twice, avg(value) FROM"
                        + " TABLE(TUMBLE(TABLE sensors, DESCRIPTOR(t), INTERVAL '20' SECOND))"
                        + " GROUP BY key, window_start, window_end HAVING min(value) < 90");
    }

    private LiveStatus run(RunOptions run, String state, ReplayCatalog catalog, String query) {
        Session session = new Session(files, ValueFinder.NONE, name -> name);
        String text = "CREATE TABLE sensors (t TIMESTAMP, key BIGINT, value BIGINT,"
                + " WATERMARK FOR t AS t - INTERVAL '1' SECOND) WITH ('path' = '" + folder.resolve("lane*.csv")
                + "', 'timestamp.unit' = 's');\nINSERT INTO '" + folder.resolve("out.csv")
                + "' " + query;
        Statement last = null;
        for (Script.Piece piece : session.read(text, null).pieces()) {
            last = session.bind(piece);
        }
        Statement.Insert insert = (Statement.Insert) Objects.requireNonNull(last);
        LiveOptions options = new LiveOptions(
                        run, folder.resolve(state), false, 1_000_000_000L, LiveOptions.Until.ENDED, progress -> {})
                .proving(true);
        return new LiveEngine(files, catalog)
                .run(
                        List.of(new LiveEngine.Insert("out", insert.query(), insert.target())),
                        "test",
                        new SinkGroup(),
                        options,
                        null);
    }

    @Test
    void manyThreadsHandOnTheRowsOfOneInItsOrder() {
        Ordered one = new Ordered(null);
        Ordered many = new Ordered(null);
        LiveStatus.Sink alone = run(one, 1, "one").sinks().get(0);
        LiveStatus.Sink shared = run(many, 3, "many").sinks().get(0);

        assertThat(one.encoders).hasSize(1);
        assertThat(many.encoders).hasSizeGreaterThan(1);
        assertThat(one.rows).hasSizeGreaterThan(2 * SharedShowing.LEAST_GROUPS);
        assertThat(many.rows).isEqualTo(one.rows);
        assertThat(shared.added()).isEqualTo(many.rows.size());
        assertThat(Objects.requireNonNull(shared.answer()).rows()).isEqualTo(many.rows.size());
        assertThat(shared.answer().checksum())
                .isEqualTo(Objects.requireNonNull(alone.answer()).checksum());
    }

    /** What a sink was told, without an encoder of its own. */
    private static final class Told implements LiveSink {
        private final List<String> rows = new ArrayList<>();
        private final Thread own = Thread.currentThread();

        @Override
        public String guarantee() {
            return "none";
        }

        @Override
        public boolean takesRevisions() {
            return true;
        }

        @Override
        public long begin() {
            return ANY;
        }

        @Override
        public void resume(long checkpoint) {}

        @Override
        public void accept(Revisions changes) {
            assertThat(Thread.currentThread()).isSameAs(own);
            Batch after = Objects.requireNonNull(changes.after());
            for (int i = 0; i < after.size(); i++) {
                rows.add(after.row(i).toString());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void prepare(long checkpoint) {}

        @Override
        public void commit(long checkpoint) {}

        @Override
        public void close() {}
    }

    private static final String ALONG =
            "SELECT key, t, value, sum(value) OVER (PARTITION BY key ORDER BY t ROWS BETWEEN 3 PRECEDING AND CURRENT ROW),"
                    + " lag(value) OVER (PARTITION BY key ORDER BY t) AS before FROM sensors";

    @Test
    void manyThreadsGoAlongKeysAsOneDoes() {
        Ordered one = new Ordered(null);
        Ordered many = new Ordered(null);
        String query = "SELECT * FROM (" + ALONG + ") WHERE value < 90";
        LiveStatus.Sink alone = along(one, 1, "one", query);
        LiveStatus.Sink shared = along(many, 3, "many", query);

        assertThat(one.encoders).hasSize(1);
        assertThat(many.encoders).hasSizeGreaterThan(1);
        assertThat(sorted(many.rows)).isEqualTo(sorted(one.rows));
        assertThat(shared.added()).isEqualTo(many.rows.size());
        assertThat(Objects.requireNonNull(shared.answer()).checksum())
                .isEqualTo(Objects.requireNonNull(alone.answer()).checksum());
    }

    @Test
    void aSinkThatEncodesNothingIsToldByItsOwnThread() {
        Told one = new Told();
        Told many = new Told();
        along(one, 1, "one", ALONG);
        along(many, 3, "many", ALONG);
        assertThat(one.rows).hasSize(5 * KEYS);
        assertThat(sorted(many.rows)).isEqualTo(sorted(one.rows));
    }

    @Test
    void whatKeepsRowsBehindAFoldIsForOneThread() {
        Told one = new Told();
        Told many = new Told();
        String query = "SELECT key, window_start, sum(before) FROM TABLE(TUMBLE(TABLE ("
                + "SELECT key, t, lag(value) OVER (PARTITION BY key ORDER BY t) AS before FROM sensors), DESCRIPTOR(t),"
                + " INTERVAL '20' SECOND)) GROUP BY key, window_start, window_end";
        along(one, 1, "one", query);
        along(many, 3, "many", query);
        assertThat(one.rows).hasSizeGreaterThan(KEYS);
        assertThat(sorted(many.rows)).isEqualTo(sorted(one.rows));
    }

    /** What is ripe at a time depends on how far the lanes have been read. */
    private static List<String> sorted(List<String> rows) {
        return rows.stream().sorted().toList();
    }

    private LiveStatus.Sink along(LiveSink sink, int threads, String state, String query) {
        ReplayCatalog catalog = new ReplayCatalog(1, request -> sink);
        return run(RunOptions.defaults().withThreads(threads), state, catalog, query)
                .sinks()
                .get(0);
    }

    @Test
    void aSinkThatTakesNothingHoldsUpTheReading() throws Exception {
        int rows = 400_000;
        StringBuilder csv = new StringBuilder("t,key,value\n");
        for (int row = 0; row < rows; row++) {
            csv.append(1_700_000_000 + row / 4_000).append(',').append(row).append(",1\n");
        }
        Files.writeString(folder.resolve("lane.csv"), csv);
        Ordered sink = new Ordered(null);
        sink.gate = new CountDownLatch(1);
        ReplayCatalog catalog = new ReplayCatalog(1, request -> sink);
        RunOptions small = RunOptions.defaults().withThreads(2).withMemoryBytes(48L << 20);
        CompletableFuture<LiveStatus> ended = CompletableFuture.supplyAsync(() -> {
            sink.own = Thread.currentThread();
            return run(small, "held", catalog);
        });
        long before = -1;
        while (catalog.records.sum() == 0 || catalog.records.sum() > before) {
            before = catalog.records.sum();
            Thread.sleep(500);
            assertThat(ended).isNotDone();
        }
        assertThat(before).isLessThan(rows);
        sink.gate.countDown();
        assertThat(ended.get(60, TimeUnit.SECONDS).used()).isEqualTo(rows);
        assertThat(sink.rows).hasSize(rows);
    }

    @Test
    void whatFailsInOneThreadFailsTheRun() {
        assertThatThrownBy(() -> run(new Ordered("[10007,"), 3, "failed"))
                .isInstanceOf(BarographException.class)
                .hasMessageContaining("cannot encode [10007,");
    }
}
