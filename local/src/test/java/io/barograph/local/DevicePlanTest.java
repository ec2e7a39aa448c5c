package io.barograph.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.core.engine.RunOptions;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.plan.Query;
import io.barograph.local.DeviceUse.Wish;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which parts of queries a device does, who computes, and what is said of it. */
@Tag("thorough")
class DevicePlanTest extends DeviceFixture {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT DISTINCT i, k FROM FILE | groups",
                "SELECT DISTINCT i % 7 FROM FILE WHERE x > 0 | filters, expressions, groups",
                "SELECT window_end FROM TABLE(TUMBLE(TABLE FILE, DESCRIPTOR(t), INTERVAL '1' HOUR)) GROUP BY window_end |"
                        + " windows, groups"
            })
    void ofKeysAloneADeviceHasNoTotals(String text, String parts) {
        assertThat(explain(use(Wish.ALWAYS), plan(text), 2, 5_000)).endsWith("; a GPU's part: " + parts + "\n");
        assertThat(explain(use(Wish.AUTO), plan(text), 1, 1L << 42)).contains(": about ", " s at best on pretended;");
    }

    @Test
    void aDeviceCountsValues() {
        for (String call :
                List.of("mode(x)", "string_agg(k, ',' ORDER BY x)", "median(x) + count(DISTINCT i)", "last(k, t)")) {
            assertCounted("SELECT k, " + call + " AS m FROM FILE WHERE y > 0 GROUP BY k");
            assertCounted("SELECT " + call + " AS m FROM FILE WHERE y > 0");
        }
    }

    private void assertCounted(String text) {
        Query query = plan(text);
        assertThat(explain(use(Wish.ALWAYS), query, 2, 5_000))
                .endsWith(
                        "; a GPU's part: groups, totals, counts of values; the CPU's: filters, since a GPU counts values as they come\n");
        assertThat(explain(use(Wish.AUTO), query, 1, 1L << 42))
                .isEqualTo("gpu: stage 0 on the CPU: as many values may come back with their counts as rows go there,"
                        + " and a GPU would gain nothing\n");
        run(query, use(Wish.AUTO), RunOptions.defaults());
        assertThat(PretendedDevice.CHUNKS.get()).isZero();
    }

    /** What is large beside the memory is grouped by its values, which a device can do, and counted then. */
    @Test
    void aPlanIsOfTheStepsThatWouldBeTaken() {
        Query query = plan("SELECT count(DISTINCT x) AS c, max(y) AS m FROM FILE");
        RunOptions small = RunOptions.defaults().withMemoryBytes(1_000);
        assertThat(explain(use(Wish.ALWAYS), query, small, 5_000))
                .matches("gpu: stage 0 on the GPU.*; a GPU's part: groups, totals\n"
                        + "gpu: stage 1 on the GPU.*; a GPU's part: groups, totals\n");
        assertThat(explain(use(Wish.ALWAYS), query, RunOptions.defaults(), 5_000))
                .matches("gpu: stage 0 on the GPU.*; a GPU's part: groups, totals, counts of values\n");
        assertSame(run(query, use(Wish.ALWAYS), small), run(query, DeviceUse.NEVER, RunOptions.defaults()));
        assertThat(PretendedDevice.CHUNKS.get()).isPositive();
    }

    @Test
    void ofAJoinThoseRowsCountThatGoBy() {
        Query query = plan(
                "SELECT a.k, sum(a.x) AS s FROM FILE AS a JOIN (SELECT DISTINCT k FROM FILE) AS b ON a.k = b.k GROUP BY a.k");
        assertThat(explain(use(Wish.ALWAYS), query, 1, 480_000))
                .contains("gpu: stage 2 on the GPU")
                .endsWith("; about 1.0e+04 rows; a GPU's part: groups, totals\n");
    }

    @Test
    void filtersStayOnTheCpuWhereNobodyAsksForMore() {
        String query = "SELECT k, sum(x * 2) AS s FROM FILE WHERE x > 0 GROUP BY k";
        assertThat(explain(use(Wish.ALWAYS), plan(query), 2, 5_000))
                .endsWith("; a GPU's part: filters, expressions, groups, totals\n");
        assertThat(explain(use(Wish.AUTO), plan(query), 2, 5_000))
                .endsWith("; a GPU's part: expressions, groups, totals; the CPU's: filters, since less is moved so\n");
        assertThat(explain(use(Wish.AUTO), plan("SELECT k, sum(x * y) AS s FROM FILE GROUP BY k"), 2, 5_000))
                .endsWith("; a GPU's part: groups, totals; the CPU's: expressions, since less is moved so\n");
    }

    @Test
    void theCpuAddsUpARowOnceForEachWindowAndToTheDeviceItIsMovedOnce() {
        String query = "SELECT window_start, sum(x) AS s FROM TABLE(%s)) GROUP BY window_start";
        double[] tumbling = seconds(String.format(query, "TUMBLE(TABLE FILE, DESCRIPTOR(t), INTERVAL '1' MINUTE"));
        double[] hopping = seconds(
                String.format(query, "HOP(TABLE FILE, DESCRIPTOR(t), INTERVAL '1' MINUTE, INTERVAL '8' MINUTE"));
        assertThat(hopping[0] / tumbling[0]).isBetween(7.0, 9.0);
        assertThat(hopping[1]).isEqualTo(tumbling[1]);
    }

    @Test
    void integersAreSummedInLessTimeThanDoubles() {
        double count = seconds("SELECT k, count(*) AS n FROM FILE GROUP BY k")[0];
        assertThat(seconds("SELECT k, count_if(x > 3) AS n FROM FILE GROUP BY k")[0] / count)
                .isBetween(1.0, 1.2);
        assertThat(seconds("SELECT k, sum(i) AS n FROM FILE GROUP BY k")[0] / count)
                .isBetween(1.0, 1.2);
        assertThat(seconds("SELECT k, sum(x) AS n FROM FILE GROUP BY k")[0] / count)
                .isBetween(1.6, 1.8);
    }

    @Test
    void eachSideOfAUnionHasItsWindows() {
        String side =
                "SELECT window_start, x FROM TABLE(HOP(TABLE FILE, DESCRIPTOR(t), INTERVAL '1' MINUTE, INTERVAL '%d' MINUTE))";
        String few = String.format(side, 1);
        String many = String.format(side, 15);
        String query = "SELECT window_start, sum(x) AS s FROM (%s UNION ALL %s) GROUP BY window_start";
        double[] fewFirst = seconds(String.format(query, few, many));
        assertThat(fewFirst).isEqualTo(seconds(String.format(query, many, few)));
        assertThat(fewFirst[0] / seconds(String.format(query, few, few))[0]).isBetween(7.0, 9.0);
    }

    /** On one thread, and on the device. */
    private double[] seconds(String query) {
        Matcher found = Pattern.compile(": about (\\S+) s on 1 threads, (\\S+) s at best")
                .matcher(explain(use(Wish.AUTO), plan(query), 1, 1L << 42));
        assertThat(found.find()).isTrue();
        return new double[] {Double.parseDouble(found.group(1)), Double.parseDouble(found.group(2))};
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT x FROM FILE | this query has no groups to add up",
                "SELECT 1 AS one FROM FILE GROUP BY () | all rows are one group, of which nothing is added up",
            })
    void whatADeviceCannotDoIsRefusedBeforeAnythingIsRead(String text, String reason) {
        assertRefused(plan(text), reason);
    }

    @Test
    void soAreMoreArgumentsAndFiltersThanFlagsHaveBits() {
        String sums = IntStream.range(0, 65)
                .mapToObj(number -> "sum(x) FILTER (WHERE i <> " + number + ") AS s" + number)
                .collect(Collectors.joining(", "));
        assertRefused(
                plan("SELECT " + sums + " FROM FILE"),
                "a GPU adds up at most 64 different combinations of arguments and a FILTER at once, those of first, last"
                        + " and the like for themselves; here there are 65");
    }

    private void assertRefused(Query query, String reason) {
        assertThatThrownBy(() -> run(query, use(Wish.ALWAYS), RunOptions.defaults()))
                .isInstanceOfSatisfying(
                        BarographException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.NOT_SUPPORTED))
                .hasMessageContainingAll("--gpu: ", reason, "; with --gpu auto, or without it, the CPU computes it");
        assertThat(PretendedDevice.opened).isZero();
        assertSame(
                run(query, use(Wish.AUTO), RunOptions.defaults()), run(query, DeviceUse.NEVER, RunOptions.defaults()));
        assertThat(PretendedDevice.opened).isZero();
    }

    @Test
    void aPlanSaysWhoWouldComputeAndWhy() {
        Query query = plan(DeviceQueries.WINDOWED);
        assertThat(explain(DeviceUse.NEVER, query, 2, 5_000)).isEmpty();
        assertThat(explain(use(Wish.ALWAYS), query, 2, 5_000))
                .matches("gpu: stage 0 on the GPU, as asked for: pretended; about \\S+ rows; a GPU's part: windows,"
                        + " groups, totals\n");
        assertThat(explain(use(Wish.AUTO), query, 2, 5_000))
                .matches("gpu: stage 0 on the CPU: the work of about \\S+ s is done before .* begun; about \\S+ rows; a"
                        + " GPU's part: .*\n");
        assertThat(explain(use(Wish.AUTO), query, 1, 1L << 42))
                .matches("gpu: stage 0 on the GPU: about \\S+ s on 1 threads, \\S+ s at best on pretended; about \\S+"
                        + " rows; a GPU's part: .*\n");
        assertThat(explain(use(Wish.AUTO), plan("SELECT string_agg(k, ',') AS m FROM FILE"), 2, 5_000))
                .startsWith("gpu: stage 0 on the CPU: as many values may come back");
        assertThat(explain(use(Wish.AUTO), plan("SELECT x FROM FILE"), 2, 5_000))
                .isEqualTo("gpu: this query has no groups to add up\n");
        assertThat(PretendedDevice.CHUNKS).hasValue(0);
        PretendedDevice.reset(0, new BarographException(ErrorCode.UNAVAILABLE, "the reason"));
        assertThat(explain(use(Wish.ALWAYS), query, 2, 5_000)).contains("not at all: the reason");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HOP(TABLE FILE, DESCRIPTOR(t), INTERVAL '1' MINUTE, INTERVAL '3' MINUTE)) GROUP BY window_start |"
                        + " windows, groups, totals",
                "HOP(TABLE FILE, DESCRIPTOR(t), INTERVAL '3' MINUTE, INTERVAL '1' MINUTE)) GROUP BY window_start |"
                        + " windows, groups, totals",
                "HOP(TABLE FILE, DESCRIPTOR(t), INTERVAL '3' MINUTE, INTERVAL '1' MINUTE)) WHERE x > 40 GROUP BY window_start |"
                        + " windows, groups, totals; the CPU's: filters, since rows may stand between windows",
                "CUMULATE(TABLE FILE, DESCRIPTOR(t), INTERVAL '1' MINUTE, INTERVAL '5' DAY)) WHERE k = 'k3' AND x > 40 GROUP BY"
                        + " window_end | groups, totals; the CPU's: windows, since a row has more than 2000; filters, since a GPU has no"
                        + " instruction for comparing VARCHAR and VARCHAR",
                "TUMBLE(TABLE FILE, DESCRIPTOR(t), INTERVAL '1' MONTH)) GROUP BY window_start | windows, groups, totals",
                "TUMBLE(TABLE FILE, DESCRIPTOR(t), INTERVAL '1' HOUR)) GROUP BY window_end | windows, groups, totals",
                "TUMBLE(TABLE FILE, DESCRIPTOR(t), INTERVAL '1' HOUR)) GROUP BY k |"
                        + " groups, totals; the CPU's: windows, since rows are not grouped by their bounds",
                "TUMBLE(TABLE FILE, DESCRIPTOR(t), INTERVAL '1' HOUR)) GROUP BY window_start + INTERVAL '1' HOUR |"
                        + " expressions, groups, totals; the CPU's: windows, since an expression looks at their bounds",
                "TUMBLE(TABLE FILE, DESCRIPTOR(t), INTERVAL '1' HOUR)) GROUP BY floor(x / 2), window_end |"
                        + " expressions, windows, groups, totals",
                "TUMBLE(TABLE FILE, DESCRIPTOR(t), INTERVAL '1' HOUR)) GROUP BY upper(k), window_end |"
                        + " windows, groups, totals; the CPU's: expressions, since a GPU has no instruction for upper of VARCHAR",
                "TUMBLE(TABLE FILE, DESCRIPTOR(t), INTERVAL '1' HOUR)) WHERE window_start < t GROUP BY window_start |"
                        + " filters, groups, totals; the CPU's: windows, since an expression looks at their bounds",
                "TUMBLE(TABLE FILE, DESCRIPTOR(t), INTERVAL '1' HOUR)) WHERE x > 0 GROUP BY k, window_start |"
                        + " filters, windows, groups, totals",
                "TUMBLE(TABLE FILE, DESCRIPTOR(t), INTERVAL '1' HOUR)) WHERE abs(x) > 0.5 GROUP BY k, window_start |"
                        + " filters, windows, groups, totals",
                "TUMBLE(TABLE FILE, DESCRIPTOR(t), INTERVAL '1' HOUR)) WHERE hour(t) BETWEEN 8 AND 17 GROUP BY k, window_start |"
                        + " filters, windows, groups, totals",
                "TUMBLE(TABLE FILE, DESCRIPTOR(t), INTERVAL '1' HOUR)) WHERE width_bucket(x, 0, 10, 4) > 1 GROUP BY k, window_start |"
                        + " windows, groups, totals; the CPU's: filters, since a GPU has no instruction for"
                        + " width_bucket of DOUBLE and BIGINT and BIGINT and BIGINT",
                "TUMBLE(TABLE FILE, DESCRIPTOR(t), INTERVAL '1' HOUR)) WHERE k = 'k3' GROUP BY k, window_start |"
                        + " windows, groups, totals; the CPU's: filters, since a GPU has no instruction for comparing"
                        + " VARCHAR and VARCHAR",
                "TUMBLE(TABLE FILE, DESCRIPTOR(t), INTERVAL '1' HOUR)) WHERE epoch(CAST(t AS DATE)) > 0 GROUP BY k, window_start |"
                        + " windows, groups, totals; the CPU's: filters, since a GPU has no instruction for epoch of DATE",
                "TUMBLE(TABLE FILE, DESCRIPTOR(t), INTERVAL '1' HOUR)) WHERE CAST(d AS DATE) + INTERVAL '1' MONTH > t GROUP BY k, window_start |"
                        + " windows, groups, totals; the CPU's: filters, since a GPU has no instruction for add_months of DATE and BIGINT",
                "TUMBLE(TABLE FILE, DESCRIPTOR(t), INTERVAL '1' HOUR)) WHERE (t - d) * CAST(i % 5 AS DECIMAL(3, 0)) > INTERVAL '1' DAY GROUP BY k, window_start |"
                        + " windows, groups, totals; the CPU's: filters, since a GPU has no instruction for * of INTERVAL and DECIMAL(3,0)",
                "TUMBLE(TABLE FILE, DESCRIPTOR(t), INTERVAL '1' HOUR)) WHERE round(CAST(i % 50 AS DECIMAL(4, 2)), -9223372036854775807) = 0 GROUP BY k, window_start |"
                        + " windows, groups, totals; the CPU's: filters, since a GPU has no instruction for round of DECIMAL(4,2) and BIGINT",
                "SESSION(TABLE FILE, DESCRIPTOR(t), INTERVAL '9' SECOND)) GROUP BY window_start, window_end |"
                        + " cells, groups, totals; the CPU's: sessions, since cells become one by their times",
                "SESSION(TABLE (SELECT t, exp(x) AS e, -x AS m FROM FILE) PARTITION BY m, DESCRIPTOR(t), INTERVAL '1' HOUR)) GROUP BY"
                        + " m, window_start, window_end | expressions, cells, groups, totals; the CPU's: sessions, since cells become"
                        + " one by their times",
                "SESSION(TABLE FILE, DESCRIPTOR(t), INTERVAL '20000' DAY)) GROUP BY window_start, window_end |"
                        + " groups, totals; the CPU's: windows, since they last for decades; sessions, since cells become one by their"
                        + " times"
            })
    void aPlanSaysWhichPartsADeviceDoes(String from, String parts) {
        Query query = plan("SELECT count(*) AS n FROM TABLE(" + from);
        assertThat(explain(use(Wish.ALWAYS), query, 2, 5_000)).endsWith("; a GPU's part: " + parts + "\n");
        RunOptions options = RunOptions.defaults().withThreads(2).withSplitBytes(200_000);
        assertSame(run(query, use(Wish.ALWAYS), options), run(query, DeviceUse.NEVER, options));
    }

    /** What is behind a UNION ALL is the same in all its branches; what is before it is each one's own. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sum(x / (i - 5)) AS a FROM (SELECT t, x, i FROM FILE UNION ALL SELECT d AS t, y AS x, i FROM FILE) |"
                        + " expressions, groups, totals",
                "sum(x / (i - 5)) AS a FROM (SELECT x, i FROM FILE WHERE k <> 'k3' UNION ALL SELECT abs(y) AS x, i FROM FILE) |"
                        + " expressions, groups, totals; the CPU's: filters and expressions, since rows come from several places",
                "sum(x) AS a FROM (SELECT x, i FROM FILE UNION ALL SELECT x, i FROM FILE) WHERE x / (i - 5) < 7 |"
                        + " filters, groups, totals",
                "sum(x) AS a FROM (SELECT x, i FROM FILE UNION ALL SELECT y AS x, i FROM FILE) WHERE x / (i - 5) < 7 |"
                        + " filters, groups, totals",
                // Counts of what is undefined name each one's columns.
                "sum(x / (i - 5)) AS a FROM (SELECT x, i FROM FILE UNION ALL SELECT y, i FROM FILE) |"
                        + " groups, totals; the CPU's: expressions, since rows come from several places",
                "count(x) AS a FROM (SELECT x * 2 AS x FROM FILE UNION ALL SELECT y FROM FILE) |"
                        + " groups, totals; the CPU's: expressions, since rows come from several places",
                "window_start, sum(x / (i - 5)) AS a FROM TABLE(TUMBLE((SELECT t, x, i FROM FILE UNION ALL SELECT d AS t, y AS x, i FROM"
                        + " FILE), DESCRIPTOR(t), INTERVAL '1' HOUR)) GROUP BY window_start | expressions, windows, groups, totals",
                "window_start, sum(x / (i - 5)) AS a FROM TABLE(TUMBLE((SELECT t, x, i FROM FILE UNION ALL SELECT d, y, i FROM FILE),"
                        + " DESCRIPTOR(t), INTERVAL '1' HOUR)) GROUP BY window_start | expressions, windows, groups, totals",
                "window_start, count(*) AS a FROM (SELECT * FROM TABLE(TUMBLE(TABLE FILE, DESCRIPTOR(t), INTERVAL '1' HOUR)) UNION ALL"
                        + " SELECT * FROM TABLE(TUMBLE(TABLE FILE, DESCRIPTOR(t), INTERVAL '2' HOUR))) GROUP BY window_start |"
                        + " groups, totals; the CPU's: windows, since rows come from several places",
            })
    void whatIsBehindAUnionADeviceDoes(String select, String parts) {
        Query query = plan("SELECT " + select);
        assertThat(explain(use(Wish.ALWAYS), query, 2, 5_000)).endsWith("; a GPU's part: " + parts + "\n");
        for (int threads : new int[] {1, 3}) {
            RunOptions options = RunOptions.defaults().withThreads(threads).withSplitBytes(50_000);
            assertSame(run(query, use(Wish.ALWAYS), options), run(query, DeviceUse.NEVER, options));
        }
    }
}
