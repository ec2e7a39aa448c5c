package io.barograph.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.core.engine.RunOptions;
import io.barograph.core.engine.RunSummary;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.plan.Query;
import io.barograph.formats.FileCatalog;
import io.barograph.sql.SqlPlanner;
import io.barograph.sql.Statement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Queries with memory for a small part of what they keep give the bytes that they give with enough. */
@Tag("thorough")
final class SpillTest {
    private static final long SEED = Long.getLong("barograph.seed", System.nanoTime());
    private static final int ROWS = 25_000;
    private static final long LITTLE = 300 << 10;

    @TempDir
    static Path data;

    @TempDir
    Path temp;

    @BeforeAll
    static void write() throws IOException {
        Random random = new Random(SEED);
        StringBuilder text = new StringBuilder("id,device,v,w,ok,t\n");
        for (int i = 0; i < ROWS; i++) {
            text.append(random.nextInt(4) == 0 ? random.nextInt(5) : random.nextInt(20_000))
                    .append(',');
            text.append(random.nextInt(9) == 0 ? "" : "device " + random.nextInt(3_000))
                    .append(',');
            text.append(
                            random.nextInt(7) == 0
                                    ? ""
                                    : Double.toString(random.nextGaussian() * Math.pow(10, random.nextInt(40))))
                    .append(',');
            text.append(random.nextInt(50))
                    .append(',')
                    .append(random.nextBoolean())
                    .append(',');
            text.append("2026-11-23T00:").append(10 + random.nextInt(50)).append(":00Z\n");
        }
        Files.writeString(data.resolve("r.csv"), text);
    }

    private record Answer(String text, RunSummary summary) {}

    private Answer run(String sql, int threads, long memory) {
        FileCatalog catalog = new FileCatalog();
        String text = sql.replace("'r.csv'", "'" + data.resolve("r.csv") + "'");
        Query query = ((Statement.Select) SqlPlanner.plan(text, catalog)).query();
        TextSink sink = new TextSink();
        RunOptions options = RunOptions.defaults()
                .withThreads(threads)
                .withMemoryBytes(memory)
                .withSplitBytes(100_000)
                .withTemp(temp.toString());
        RunSummary summary = new LocalEngine(catalog).run(query, sink, options);
        return new Answer(sink.text(), summary);
    }

    private void sameWithLittleMemory(String sql) throws IOException {
        Answer wanted = run(sql, 2, 1L << 30);
        assertThat(wanted.summary().spilledBytes()).isZero();
        for (int threads : new int[] {1, 2, 7}) {
            Answer spilled = run(sql, threads, LITTLE);
            assertThat(spilled.text()).as("%d threads, seed %d", threads, SEED).isEqualTo(wanted.text());
            assertThat(spilled.summary().spilledBytes())
                    .as("%d threads", threads)
                    .isPositive();
            assertThat(spilled.summary().used()).isEqualTo(ROWS);
        }
        try (Stream<Path> left = Files.list(temp)) {
            assertThat(left).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM 'r.csv' ORDER BY v",
                "SELECT * FROM 'r.csv' ORDER BY device DESC NULLS FIRST, ok, v DESC",
                "SELECT ok, w FROM 'r.csv' ORDER BY ok",
                "SELECT * FROM 'r.csv' ORDER BY id LIMIT 20000 OFFSET 1234",
                "SELECT count(*), sum(v) FROM (SELECT id, v FROM 'r.csv' ORDER BY v LIMIT 20000)",
            })
    void sortsAreTheSame(String sql) throws IOException {
        sameWithLittleMemory(sql);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT id, count(*), sum(v), avg(v), min(v), max(v), stddev(w) FROM 'r.csv' GROUP BY id",
                "SELECT device, id, min(device), max(t), corr(v, w), first(v, t) FROM 'r.csv' GROUP BY device, id",
                "SELECT id, count(DISTINCT device), mode(w), approx_count_distinct(v), approx_quantile(v, 0.5) FROM 'r.csv' GROUP BY id",
                "SELECT DISTINCT ok, v, device FROM 'r.csv'",
                "SELECT device, id, ok, sum(v) FROM 'r.csv' GROUP BY ROLLUP (device, id, ok)",
                "SELECT id, s FROM (SELECT id, sum(v) AS s FROM 'r.csv' GROUP BY id, w) ORDER BY s",
                "SELECT c, count(*) FROM (SELECT id, device, count(*) AS c FROM 'r.csv' GROUP BY id, device) GROUP BY c",
            })
    void groupsAreTheSame(String sql) throws IOException {
        sameWithLittleMemory(sql);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT device, window_start, window_end, sum(v) AS s, count(*) AS n FROM SESSION(TABLE (SELECT device, v,"
                        + " TIMESTAMP '2026-11-23 00:00:00' + id * INTERVAL '1' SECOND AS ts FROM 'r.csv') PARTITION BY device,"
                        + " DESCRIPTOR(ts), INTERVAL '30' MINUTE) GROUP BY device, window_start, window_end",
                // Sessions that go on over pieces of the files.
                "SELECT window_start, window_end, sum(v) AS s, count(*) AS n, count(DISTINCT id) AS ids FROM SESSION(TABLE ("
                        + "SELECT id, v, TIMESTAMP '2026-11-23 00:00:00' + id * INTERVAL '1' SECOND AS ts FROM 'r.csv'),"
                        + " DESCRIPTOR(ts), INTERVAL '8' SECOND) GROUP BY window_start, window_end",
            })
    void sessionsAreTheSame(String sql) throws IOException {
        sameWithLittleMemory(sql);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT device, id, v, row_number() OVER (PARTITION BY device ORDER BY t) AS n, lag(v) OVER (PARTITION BY device"
                        + " ORDER BY t) AS l FROM 'r.csv'",
                "SELECT device, t, v, stddev(v) OVER w AS d, min(v) OVER w AS m, last_value(id) OVER w AS i FROM 'r.csv'"
                        + " WINDOW w AS (PARTITION BY device, ok ORDER BY t, w ROWS 9 PRECEDING)",
                // One key with all rows, which does not fit memory.
                "SELECT id, v, sum(v) OVER (ORDER BY t DESC ROWS BETWEEN 3 PRECEDING AND 4 FOLLOWING) AS s FROM 'r.csv'",
                "SELECT ok, count(*) OVER (PARTITION BY ok ORDER BY t, id RANGE UNBOUNDED PRECEDING) AS n, avg(w) OVER (PARTITION"
                        + " BY id) AS a FROM 'r.csv'",
                "SELECT id, up, count(*) FROM (SELECT id, row_number() OVER (ORDER BY w) % 100 AS up FROM 'r.csv') GROUP BY id, up",
            })
    void foldsAreTheSame(String sql) throws IOException {
        sameWithLittleMemory(sql);
    }

    /** Rows may go to files; what a function looks ahead for stays in memory, and is counted. */
    @Test
    void whatAFoldKeepsIsBounded() throws IOException {
        int rows = 2_000_000;
        Files.writeString(temp.resolve("long.csv"), "x\n" + "1\n".repeat(rows));
        String sql = "SELECT max(y) AS y FROM (SELECT lead(x, %d) OVER (ORDER BY x) AS y FROM '"
                + temp.resolve("long.csv") + "')";
        assertThat(run(sql.formatted(10), 1, 8 << 20).text()).endsWith("1|\n");
        assertThatThrownBy(() -> run(sql.formatted(rows - 1), 1, 8 << 20))
                .isInstanceOfSatisfying(
                        BarographException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.OUT_OF_MEMORY))
                .hasMessageContaining("the query needs more than its memory of 8.0 MiB")
                .hasMessageContaining("what the query keeps of the keys that it goes along takes")
                .hasMessageContaining("use shorter frames or offsets");
    }

    @Test
    void theFirstFewOfManyRowsNeedNoFile() {
        Answer first = run("SELECT * FROM 'r.csv' ORDER BY v, id LIMIT 10", 1, 4 << 20);
        assertThat(first.summary().spilledBytes()).isZero();
    }
}
