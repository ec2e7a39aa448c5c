package io.barograph.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.core.engine.AnswerChecksum;
import io.barograph.core.engine.RunOptions;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.plan.Query;
import io.barograph.formats.FileCatalog;
import io.barograph.local.DeviceUse;
import io.barograph.local.DeviceUse.Wish;
import io.barograph.local.LocalEngine;
import io.barograph.sql.SqlPlanner;
import io.barograph.sql.Statement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole queries, by all workers at once: the device's answer is the CPU's, bit for bit. */
@Tag("thorough")
class MergeOnDeviceTest {
    private static final long SEED = Long.getLong("barograph.seed", System.nanoTime());
    private static final long MEMORY = 1L << 30;
    /** More than two chunks of one worker. */
    private static final int ROWS = 300_000;

    private static final Instant SPRING = Instant.parse("2024-03-31T01:00:00Z");

    private static final DeviceUse GPU = new DeviceUse(Wish.ALWAYS, note -> {});

    @TempDir
    static Path folder;

    private static Path file = Path.of("unknown");

    private final FileCatalog catalog = new FileCatalog();

    @BeforeEach
    void aDeviceAndAFile() throws IOException {
        StandIn.use();
        file = folder.resolve("rows.csv");
        if (Files.notExists(file)) {
            Random random = new Random(SEED);
            StringBuilder text = new StringBuilder("k,t,x,i,s,d\n");
            for (int row = 0; row < ROWS; row++) {
                text.append(random.nextInt(100))
                        .append(",2024-01-01T0")
                        .append(row / 60_000)
                        .append(':');
                text.append(10 + row / 1_000 % 50)
                        .append(":00Z,")
                        .append(value(random))
                        .append(',');
                text.append(random.nextLong() >> random.nextInt(20, 60)).append(',');
                text.append(random.nextInt(30) == 0 ? "" : "s" + random.nextInt(30))
                        .append(',');
                text.append(day(random)).append('\n');
            }
            Files.writeString(file, text);
        }
    }

    /** Around the change of clocks in spring; or none. */
    private static String day(Random random) {
        int hours = random.nextInt(100) == 0 ? 9_000 : 100;
        return random.nextInt(50) == 0
                ? ""
                : SPRING.plusSeconds(random.nextInt(-3_600 * hours, 3_600 * hours))
                        .toString();
    }

    private static String value(Random random) {
        return switch (random.nextInt(200)) {
            case 0 -> "";
            case 1 -> "5e-324";
            case 2 -> "1e300";
            case 3 -> "-1e300";
            case 4 -> random.nextInt(500) == 0 ? "-inf" : "0";
            default -> Double.toString(1e6 + random.nextGaussian());
        };
    }

    @AfterEach
    void whole() {
        StandIn.setMemory(MEMORY);
        StandIn.fail("none", 1, 0);
        assertThat(StandIn.allocated()).isZero();
    }

    static List<String> queries() {
        return List.of(
                "SELECT k, window_start, count(*) AS n, count(x) AS c, sum(x) AS s, avg(x) AS a, stddev(x) AS d,"
                        + " min(x) AS l, max(x) AS m, sum(i) AS si, var_samp(i) AS vi, max(i) AS mi FROM TABLE(TUMBLE("
                        + "TABLE FILE, DESCRIPTOR(t), INTERVAL '1' MINUTE)) GROUP BY k, window_start, window_end",
                "SELECT count(*) AS n, sum(x) AS s, stddev(x + i) AS d, min(x) AS l FROM FILE WHERE k < 90",
                "SELECT i, sum(x) AS s, max(x) AS m FROM FILE GROUP BY i",
                "SELECT k, window_start, corr(x, i) AS c, regr_slope(i, x) AS r, covar_samp(x, x) AS s, regr_count(k, x) AS n,"
                        + " stddev(x) AS d FROM TABLE(TUMBLE(TABLE FILE, DESCRIPTOR(t), INTERVAL '1' MINUTE)) GROUP BY k,"
                        + " window_start, window_end",
                "SELECT k, corr(x * 2, i) AS c, regr_intercept(x, k) FILTER (WHERE i > 0) AS r, regr_r2(i, i / (k - 5)) AS u,"
                        + " covar_pop(k, i) AS p FROM FILE WHERE x > 0 GROUP BY k",
                "SELECT k, window_start, skewness(x) AS s, kurtosis(x) AS u, kurtosis_pop(i) AS p, avg(x) AS a, max(i) AS m FROM"
                        + " TABLE(TUMBLE(TABLE FILE, DESCRIPTOR(t), INTERVAL '1' MINUTE)) GROUP BY k, window_start, window_end",
                "SELECT k, sum(z) AS s, stddev(z) AS d, min(z) AS l, max(z) AS m, avg(w) AS a, var_pop(w) FILTER (WHERE z > 0) AS v,"
                        + " count(w) AS n FROM (SELECT k, CAST(i AS DECIMAL(19, 0)) * CAST(i - k AS DECIMAL(19, 0)) AS z,"
                        + " CAST(x AS DECIMAL(30, 9)) AS w FROM FILE WHERE abs(x) < 1e9) GROUP BY k",
                "SELECT k, window_start, first(x, t) AS f, last(x, t) AS l, arg_max(t, x) AS w, arg_min(i, x) AS a, max(x) AS m, avg(x) AS v"
                        + " FROM TABLE(TUMBLE(TABLE FILE, DESCRIPTOR(t), INTERVAL '1' MINUTE)) GROUP BY k, window_start, window_end",
                "SELECT last(x, t) AS l, first(i, d) AS f, arg_max(x / (k - 5), i) AS a, corr(x, i) AS c, min_by(x, i) AS n FROM FILE WHERE x > 0",
                "SELECT k, window_start, bit_and(i) AS a, bit_or(i) AS o, bit_xor(i) AS e, bit_xor(k * i) AS p, sum(i) AS s FROM TABLE(TUMBLE("
                        + "TABLE FILE, DESCRIPTOR(t), INTERVAL '1' MINUTE)) GROUP BY k, window_start, window_end",
                "SELECT k, count_if(h) AS n, bool_and(h) AS a, bool_or(h) AS o, last(h, t) AS l, count_if(x > 1e6) AS m, avg(x) AS v FROM"
                        + " (SELECT *, s = 's3' AS h FROM FILE) GROUP BY k",
                "SELECT k, window_start, sum(x / (i + 3) - 2.5e0) AS s, max(i * i) AS m, count(*) FILTER (WHERE x < 1e6) AS"
                        + " n FROM TABLE(TUMBLE(TABLE FILE, DESCRIPTOR(t), INTERVAL '1' MINUTE)) WHERE x > 0 AND k <> 7"
                        + " GROUP BY k, window_start, window_end",
                "SELECT s, window_start, sum(x) AS sx, corr(x, i) AS c, stddev(i) AS d, count(*) AS n FROM TABLE(HOP(TABLE FILE,"
                        + " DESCRIPTOR(t), INTERVAL '2' MINUTE, INTERVAL '5' MINUTE)) GROUP BY s, window_start, window_end",
                "SELECT window_start, window_end, min(x) AS l, sum(x / (i + 3)) AS sx FROM TABLE(CUMULATE(TABLE FILE,"
                        + " DESCRIPTOR(t), INTERVAL '1' MINUTE, INTERVAL '1' HOUR)) WHERE x > 0 GROUP BY window_start, window_end",
                "SELECT s, window_start, window_end, avg(x) AS a, count(*) AS n FROM TABLE(TUMBLE(TABLE FILE, DESCRIPTOR(d),"
                        + " INTERVAL '1' DAY, 'Europe/Berlin')) GROUP BY s, window_start, window_end",
                "SELECT k, window_end, sum(x) AS sx, max(i) AS m FROM TABLE(TUMBLE(TABLE FILE, DESCRIPTOR(d), INTERVAL '1'"
                        + " MONTH)) WHERE i > 0 GROUP BY k, window_start, window_end",
                "SELECT window_start, window_end, sum(x) AS sx, count(*) AS n FROM TABLE(CUMULATE(TABLE FILE, DESCRIPTOR(d),"
                        + " INTERVAL '5' HOUR, INTERVAL '1' DAY, 'Europe/Berlin')) GROUP BY window_start, window_end",
                "SELECT s, count(*) AS n, sum(x) AS sx FROM FILE GROUP BY s",
                "SELECT DISTINCT s, i % 1000 AS r, floor(x) AS f FROM FILE WHERE k <> 7",
                "SELECT DISTINCT k, i FROM FILE",
                "SELECT k, mode(s) AS m, count(DISTINCT s) AS c, max(s) FILTER (WHERE x > 1e6) AS l, sum(x) AS sx, stddev(i) AS d FROM FILE"
                        + " GROUP BY k",
                "SELECT window_start, median(x) AS m, avg(x) AS a, approx_quantile(x, 0.9) AS q FROM TABLE(HOP(TABLE FILE, DESCRIPTOR(t),"
                        + " INTERVAL '2' MINUTE, INTERVAL '5' MINUTE)) GROUP BY window_start",
                "SELECT k, string_agg(s, ',' ORDER BY x) AS a, time_weighted_avg(x, t) AS w, last(s, d) AS l, count(DISTINCT i) AS c, median(x)"
                        + " FILTER (WHERE i > 0) AS m, derivative(x, d) AS r, sum(x) AS sx FROM FILE WHERE abs(x) < 1e9 GROUP BY k",
                "SELECT median(x) AS m, string_agg(DISTINCT s, ',') AS a, counter_rate(i % 1000, d) AS r, stddev(i) AS v FROM FILE",
                "SELECT k, window_start, window_end, count(*) AS n, sum(x) AS sx, stddev(i) AS d, max(x) AS m FROM TABLE(SESSION(TABLE FILE"
                        + " PARTITION BY k, DESCRIPTOR(t), INTERVAL '1' MINUTE)) GROUP BY k, window_start, window_end",
                "SELECT s, window_start, window_end, avg(x) AS a, count(*) AS n FROM TABLE(SESSION(TABLE (SELECT s, d, x FROM FILE WHERE x"
                        + " > 1e6) PARTITION BY s, DESCRIPTOR(d), INTERVAL '90' SECOND)) GROUP BY s, window_start, window_end",
                "SELECT s, window_start FROM TABLE(HOP(TABLE FILE, DESCRIPTOR(t), INTERVAL '2' MINUTE, INTERVAL '5' MINUTE)) GROUP BY s,"
                        + " window_start",
                "SELECT k, sum(CASE WHEN i % 3 <> 0 THEN x / (i % 3) ELSE round(x, 1) END) AS s, max(coalesce(x, i / (k - 5), 7)) AS m,"
                        + " avg(sqrt(greatest(x, 0.25))) AS q FROM FILE WHERE k IN (1, 2, 5, 8) OR floor(x / 3) < i GROUP BY k",
                "SELECT floor(log2(i)) AS b, sum(exp(x / 1e3)) AS e, avg(ln(x)) AS l, max(power(x, 0.5)) AS p FROM FILE WHERE log10(i) > 1"
                        + " GROUP BY floor(log2(i))",
                "SELECT k % 7 AS b, floor(x) AS f, i > 0 AS h, s, count(*) AS n, sum(x) AS sx FROM FILE GROUP BY k % 7, floor(x), i > 0, s",
                "SELECT CASE WHEN x > 1e6 THEN k / (k - 5) END AS q, window_start, max(i) AS m, count(*) AS n FROM TABLE(HOP(TABLE FILE,"
                        + " DESCRIPTOR(t), INTERVAL '2' MINUTE, INTERVAL '5' MINUTE)) WHERE abs(i) % 5 > 0 GROUP BY CASE WHEN x > 1e6"
                        + " THEN k / (k - 5) END, window_start");
    }

    private String checksum(Query query, DeviceUse use, int threads) {
        AnswerChecksum checksum = new AnswerChecksum(query.isOrdered());
        RunOptions options = RunOptions.defaults().withThreads(threads).withSplitBytes(500_000);
        new LocalEngine(catalog, use).run(query, checksum.sink(), options);
        return checksum.value();
    }

    private Query plan(String text) {
        return ((Statement.Select) SqlPlanner.plan(text.replace("FILE", "'" + file + "'"), catalog)).query();
    }

    @ParameterizedTest
    @MethodSource("queries")
    void theAnswerIsThatOfTheCpu(String text) {
        Query query = plan(text);
        String expected = checksum(query, DeviceUse.NEVER, 2);
        for (int threads : new int[] {1, 2, 5}) {
            assertThat(checksum(query, GPU, threads))
                    .as(threads + " threads; repeat with -Dbarograph.seed=" + SEED)
                    .isEqualTo(expected);
        }
    }

    /** Of 200,000 groups the device has room for some tens of thousands of each worker; or its chunks and the first groups take most of it. */
    @ParameterizedTest
    @CsvSource({"45, 2", "22, 1"})
    void groupsThatOutgrowTheDeviceAreBroughtBackInBetween(int megabytes, int threads) {
        Query query = plan("SELECT i, t, sum(x) AS s, max(x) AS m FROM FILE GROUP BY i, t");
        String expected = checksum(query, DeviceUse.NEVER, 2);
        StandIn.setMemory((long) megabytes << 20);
        assertThat(checksum(query, GPU, threads)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"cuLaunchKernel, 4", "cuMemcpyHtoDAsync_v2, 3", "cuEventSynchronize, 1", "cuMemcpyDtoH_v2, 3"})
    void aDeviceThatIsLostEndsTheQueryAndTheNextOneWorks(String function, int call) {
        Query query = plan("SELECT k, sum(x) AS s FROM FILE GROUP BY k");
        String expected = checksum(query, DeviceUse.NEVER, 2);
        StandIn.fail(function, call, StandIn.LOST);
        assertThatThrownBy(() -> checksum(query, GPU, 2))
                .isInstanceOfSatisfying(
                        BarographException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.UNAVAILABLE))
                .hasMessageContainingAll("the GPU failed at ", "without --gpu the CPU");
        assertThat(checksum(query, GPU, 2)).isEqualTo(expected);
    }

    @Test
    void memoryThatDoesNotSufficeIsSaid() {
        Query query = plan("SELECT k, sum(x) AS s FROM FILE GROUP BY k");
        StandIn.setMemory(1 << 20);
        assertThatThrownBy(() -> checksum(query, GPU, 2))
                .isInstanceOfSatisfying(
                        BarographException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.OUT_OF_MEMORY))
                .hasMessageContaining("the GPU's memory does not suffice for ");
    }
}
