package io.barograph.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.core.engine.AnswerChecksum;
import io.barograph.core.engine.Cancellation;
import io.barograph.core.engine.Delivery;
import io.barograph.core.engine.RunOptions;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.plan.Query;
import io.barograph.local.DeviceUse.Wish;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Queries whose rows a device adds up: the answer's bits, who computes, and what becomes of a device that fails. */
@Tag("thorough")
class DeviceMergeTest extends DeviceFixture {
    @ParameterizedTest
    @MethodSource("io.barograph.local.DeviceQueries#all")
    void theAnswerIsThatOfTheCpu(String text) {
        Query query = plan(text);
        Answer expected = run(query, DeviceUse.NEVER, RunOptions.defaults().withThreads(1));
        for (int threads : new int[] {1, 2, 7}) {
            RunOptions options = RunOptions.defaults().withThreads(threads).withSplitBytes(50_000);
            assertSame(run(query, use(Wish.ALWAYS), options), expected);
        }
        assertThat(PretendedDevice.CHUNKS.get()).isGreaterThan(5 * ROWS / 2 / 100);
        assertThat(notes).isEmpty();
    }

    /** Places and values of what is refused are the CPU's: so is the work. */
    @Test
    void anUndefinedResultEndsAStrictRunAsOnTheCpu() {
        Query query = plan("SELECT k, sum(x / (i - 5)) AS s FROM FILE WHERE i * i >= 0 GROUP BY k");
        RunOptions options = RunOptions.defaults().withThreads(2).withStrict(true);
        assertThatThrownBy(() -> run(query, use(Wish.ALWAYS), options))
                .isInstanceOf(BarographException.class)
                .hasMessageContaining("is undefined for (");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT i, x, count(*) AS n, sum(x) AS s, max(y) AS m FROM FILE GROUP BY i, x",
                "SELECT DISTINCT i, x FROM FILE",
                "SELECT i, mode(x) AS m, median(x) AS d, max(y) AS g FROM FILE GROUP BY i",
                "SELECT i, count(DISTINCT k) AS c, max(k) FILTER (WHERE x > 0) AS m, mode(k) AS o FROM FILE GROUP BY i",
                "SELECT i, string_agg(k, ',' ORDER BY x) AS a, integral(y, t) AS n, last(k, t) AS l, median(x) AS m FROM FILE GROUP BY i",
                "SELECT x, window_start, median(i) AS m FROM TABLE(HOP(TABLE FILE, DESCRIPTOR(t), INTERVAL '1' MINUTE, INTERVAL '5' MINUTE))"
                        + " GROUP BY x, window_start",
                "SELECT x, window_start, window_end, count(*) AS n, sum(y) AS s FROM TABLE(SESSION(TABLE FILE PARTITION BY x,"
                        + " DESCRIPTOR(t), INTERVAL '90' SECOND)) GROUP BY x, window_start, window_end",
                "SELECT x, window_start, count(*) AS n, sum(y) AS s, max(i) AS m FROM TABLE(HOP(TABLE FILE, DESCRIPTOR(t),"
                        + " INTERVAL '2' MINUTE, INTERVAL '5' MINUTE)) GROUP BY x, window_start"
            })
    void groupsThatOutgrowMemoryAndDeviceAreBroughtBackInBetween(String text) {
        PretendedDevice.memory = 1;
        Query query = plan(text);
        RunOptions options = RunOptions.defaults().withThreads(2).withSplitBytes(20_000);
        Answer expected = run(query, DeviceUse.NEVER, options);
        Answer withinMemory = run(query, use(Wish.ALWAYS), options);
        assertSame(withinMemory, expected);
        Answer found = run(query, use(Wish.ALWAYS), options.withMemoryBytes(1));
        assertSame(found, expected);
        assertThat(found.summary().spilledBytes()).isPositive();
    }

    /** As on the CPU: of one group nothing can be spilled. It is noticed while values come back, not when all have. */
    @ParameterizedTest
    @ValueSource(strings = {"", " GROUP BY y > 0"})
    void theOnlyGroupIsRefusedWhereItOutgrowsMemory(String keys) {
        PretendedDevice.memory = 1;
        Query query = plan(
                "SELECT string_agg(rpad(CAST(x AS VARCHAR), 2000, 'x'), ',') AS a, median(x) AS m FROM FILE" + keys);
        RunOptions options = RunOptions.defaults().withThreads(1).withMemoryBytes(1);
        for (Wish wish : List.of(Wish.NEVER, Wish.ALWAYS)) {
            assertThatThrownBy(() -> run(query, use(wish), options))
                    .isInstanceOfSatisfying(
                            BarographException.class,
                            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.OUT_OF_MEMORY))
                    .hasMessageMatching(
                            "the query needs more than its memory of 0.0 KiB: 1 (parts of the result over all rows|groups?) so far"
                                    + " take .*");
        }
        assertThat(PretendedDevice.CHUNKS.get()).isBetween(1, ROWS / 100 / 2);
    }

    @Test
    void textsThatAFilterDropsAreNotKept() {
        Query query = plan("SELECT count(*) AS n, string_agg(DISTINCT rpad(CAST(x AS VARCHAR), 2000, 'x'), ',')"
                + " FILTER (WHERE x > 60) AS a FROM FILE");
        RunOptions options = RunOptions.defaults().withThreads(1).withMemoryBytes(1);
        assertSame(run(query, use(Wish.ALWAYS), options), run(query, DeviceUse.NEVER, options));
    }

    /** Rows that the device has no room for, too, and a key that is NULL for the first time when it comes back. */
    @ParameterizedTest
    @ValueSource(strings = {"i % 5000", "CASE WHEN i > 3 THEN i END", "i > 10", "y - 1e9"})
    void keysThatAreComputedGroupWhatIsLeftOver(String key) {
        PretendedDevice.memory = 1;
        PretendedDevice.chunkRows = 5_000;
        Query query = plan("SELECT " + key + " AS e, count(*) AS n, sum(x) AS s FROM FILE GROUP BY " + key);
        RunOptions options = RunOptions.defaults().withThreads(2).withSplitBytes(200_000);
        assertThat(explain(use(Wish.ALWAYS), query, 2, 5_000))
                .endsWith("; a GPU's part: expressions, groups, totals\n");
        assertSame(run(query, use(Wish.ALWAYS), options), run(query, DeviceUse.NEVER, options));
    }

    @Test
    void windowsThatOutgrowMemoryWhileTheyComeBackAreSpilled() {
        PretendedDevice.chunkRows = 5_000;
        Query query = plan(
                "SELECT k, window_start, sum(x / (i - 1)) AS s, count(*) AS n FROM TABLE(HOP(TABLE FILE, DESCRIPTOR(t),"
                        + " INTERVAL '1' SECOND, INTERVAL '5' MINUTE)) WHERE i < 2 GROUP BY k, window_start, window_end");
        RunOptions options = RunOptions.defaults().withThreads(2).withSplitBytes(400_000);
        Answer found = run(query, use(Wish.ALWAYS), options.withMemoryBytes(1));
        assertSame(found, run(query, DeviceUse.NEVER, options));
        assertThat(found.summary().undefined()).isNotEmpty();
        assertThat(found.summary().spilledBytes()).isPositive();
    }

    @Test
    void aRunIsCancelledWhileGroupsComeBack() {
        Query query = plan("SELECT window_start, count(*) AS n FROM TABLE(HOP(TABLE FILE, DESCRIPTOR(t),"
                + " INTERVAL '1' SECOND, INTERVAL '5' MINUTE)) GROUP BY window_start");
        Cancellation cancellation = new Cancellation();
        PretendedDevice.beforeFinish = cancellation::request;
        RunOptions options = RunOptions.defaults().withThreads(1).withCancellation(cancellation);
        assertThatThrownBy(() -> run(query, use(Wish.ALWAYS), options))
                .isInstanceOfSatisfying(
                        BarographException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.CANCELLED));
        assertThat(PretendedDevice.FINISHED).hasValue(0);
    }

    @Test
    void groupsThatAreFewStayInMemoryHoweverManyRowsAreOnTheirWay() {
        PretendedDevice.chunkRows = 5_000;
        Query query = plan("SELECT k, sum(x) AS s FROM FILE GROUP BY k");
        RunOptions options = RunOptions.defaults().withThreads(2).withSplitBytes(50_000);
        Answer found = run(query, use(Wish.ALWAYS), options.withMemoryBytes(1));
        assertSame(found, run(query, DeviceUse.NEVER, options));
        assertThat(found.summary().spilledBytes()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"UNAVAILABLE, 1", "UNAVAILABLE, 200", "OUT_OF_MEMORY, 57"})
    void whereTheDeviceFailsTheCpuBeginsAnewWithTheSameAnswerAndBooks(ErrorCode code, int chunk) {
        fail(
                "SELECT k, stddev(x) AS s, min(x) AS l, stddev(y) AS d, max(y) AS m, stddev(i / (i - 5)) AS u,"
                        + " min(i / (i - 5)) AS v FROM FILE GROUP BY k",
                code,
                chunk);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT DISTINCT i / (i - 5) AS u FROM FILE",
                "SELECT k, last(x, i) AS m, stddev(x) AS s, stddev(y / (i - 5)) AS u, stddev(i) AS d FROM FILE GROUP BY k",
                "SELECT window_start, window_end, stddev(y / (i - 5)) AS u FROM TABLE(SESSION(TABLE FILE, DESCRIPTOR(t), INTERVAL '7'"
                        + " SECOND)) GROUP BY window_start, window_end"
            })
    void soItDoesWhateverIsMerged(String text) {
        fail(text, ErrorCode.UNAVAILABLE, 100);
    }

    private void fail(String text, ErrorCode code, int chunk) {
        catalog = LargeFiles.of(catalog);
        Query query = plan(text);
        RunOptions options = RunOptions.defaults().withThreads(2).withSplitBytes(50_000);
        Answer expected = run(query, DeviceUse.NEVER, options);
        assertThat(expected.summary().undefined()).isNotEmpty();
        PretendedDevice.failure = new BarographException(code, "the reason");
        PretendedDevice.failingChunk = chunk;
        assertSame(run(query, use(Wish.AUTO), options), expected);
        assertThat(notes).hasSize(2);
        assertThat(notes.get(0)).startsWith("on the GPU: about ");
        assertThat(notes.get(1)).isEqualTo("on the CPU: the reason");

        PretendedDevice.CHUNKS.set(0);
        assertThatThrownBy(() -> run(query, use(Wish.ALWAYS), options)).isSameAs(PretendedDevice.failure);
    }

    @Test
    void whereAWorkersHeapIsFullTheCpuBeginsAnew() {
        catalog = LargeFiles.of(catalog);
        Query query = plan("SELECT k, stddev(x) AS s FROM FILE GROUP BY k");
        RunOptions options = RunOptions.defaults().withThreads(2).withSplitBytes(50_000);
        Answer expected = run(query, DeviceUse.NEVER, options);
        PretendedDevice.failingChunk = 3;
        assertSame(run(query, use(Wish.AUTO), options), expected);
        assertThat(notes.get(1)).startsWith("on the CPU: the Java heap of ");
    }

    @Test
    void queriesThatAreDeliveredTogetherGoToTheDeviceOneByOne() {
        catalog = LargeFiles.of(catalog);
        Query first = plan("SELECT k, sum(x) AS s FROM FILE GROUP BY k");
        Query second = plan("SELECT k, sum(y) AS s FROM FILE GROUP BY k");
        AnswerChecksum one = new AnswerChecksum(false);
        AnswerChecksum other = new AnswerChecksum(false);
        new LocalEngine(catalog, use(Wish.AUTO))
                .runAll(
                        List.of(new Delivery(first, one.sink()), new Delivery(second, other.sink())),
                        RunOptions.defaults().withThreads(1));
        assertThat(PretendedDevice.opened).isEqualTo(2);
        assertThat(one.value())
                .isEqualTo(run(first, DeviceUse.NEVER, RunOptions.defaults()).checksum());
        assertThat(other.value())
                .isEqualTo(run(second, DeviceUse.NEVER, RunOptions.defaults()).checksum());
    }
}
