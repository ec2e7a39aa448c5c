package io.barograph.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.engine.RunOptions;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.plan.Query;
import io.barograph.local.DeviceUse.Wish;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that a join makes on the CPU, and a device adds up. */
@Tag("thorough")
class DeviceJoinTest extends DeviceFixture {
    /** Some keys have no row, and some rows no key. */
    private static final String SITES =
            "(VALUES ('k1', 1.5, 0), ('k2', -2.0, 5), ('k2', 0.25, 7), ('none', 3.0, 9), ('k30', 1e300, 5)) AS b (k, w, j)";

    private static final String OF_BOTH_SIDES =
            "SELECT b.k, count(*) AS n, sum(a.x * b.w) AS s, max(a.y) AS m, sum(a.x / (b.j - 5)) AS u FROM FILE AS a %s "
                    + SITES + " ON a.k = b.k WHERE b.w < 1e200 OR b.w IS NULL GROUP BY b.k";

    @ParameterizedTest
    @ValueSource(strings = {"JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN"})
    void theAnswerIsThatOfTheCpu(String join) {
        assertSame(plan(String.format(OF_BOTH_SIDES, join)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT b.j, window_start, sum(x / (b.j - 5)) AS s, count(*) AS n FROM TABLE(HOP((SELECT a.t, a.x, b.j FROM FILE AS a FULL JOIN "
                        + SITES
                        + " ON a.k = b.k), DESCRIPTOR(t), INTERVAL '1' MINUTE, INTERVAL '3' MINUTE)) AS b WHERE x < 1e100 GROUP BY b.j,"
                        + " window_start",
                "SELECT window_start, window_end, sum(w) AS s FROM TABLE(SESSION((SELECT a.t, b.w FROM FILE AS a JOIN "
                        + SITES
                        + " ON a.k = b.k), DESCRIPTOR(t), INTERVAL '10' SECOND)) GROUP BY window_start, window_end",
                "SELECT a.k, count(*) AS n, sum(b.m - a.x) AS s FROM FILE AS a RIGHT JOIN (SELECT i, max(x) AS m FROM FILE GROUP BY i) AS b ON"
                        + " a.i = b.i AND a.x > 0 GROUP BY a.k",
                "SELECT c.k, count(*) AS n, sum(a.y / (c.j - 5)) AS s FROM FILE AS a FULL JOIN (SELECT k, max(i) AS g FROM FILE WHERE i < 50"
                        + " GROUP BY k) AS d ON a.k = d.k FULL JOIN "
                        + "(VALUES ('k1', 5), ('k2', 3), ('none', 9)) AS c (k, j) ON a.k = c.k GROUP BY c.k",
                "SELECT DISTINCT a.i, b.w > 1 AS h FROM FILE AS a LEFT JOIN " + SITES + " ON a.k = b.k",
                "SELECT k, sum(v / (i - 5)) AS s FROM (SELECT a.k, a.i, b.w AS v FROM FILE AS a JOIN " + SITES
                        + " ON a.k = b.k UNION ALL SELECT k, i, x AS v FROM FILE) GROUP BY k"
            })
    void soItIsBehindAllKindsOfJoins(String text) {
        assertSame(plan(text));
    }

    private void assertSame(Query query) {
        for (int threads : new int[] {1, 3}) {
            RunOptions options = RunOptions.defaults().withThreads(threads).withSplitBytes(50_000);
            Answer expected = run(query, DeviceUse.NEVER, options);
            PretendedDevice.CHUNKS.set(0);
            assertSame(run(query, use(Wish.ALWAYS), options), expected);
            assertThat(PretendedDevice.CHUNKS.get()).isPositive();
            assertSame(run(query, use(Wish.ALWAYS), options.withMemoryBytes(1_000_000)), expected);
        }
    }

    @Test
    void aPlanHasThePartsOfTheDevice() {
        assertThat(explain(use(Wish.ALWAYS), plan(String.format(OF_BOTH_SIDES, "FULL JOIN")), 2, 5_000))
                .endsWith("; a GPU's part: filters, expressions, groups, totals\n");
    }

    /** Held rows remember their matches, and undefined keys of passing rows were counted: both are forgotten. */
    @ParameterizedTest
    @ValueSource(ints = {1, 40, 120})
    void whereTheDeviceFailsTheJoinIsReadAgainByTheCpu(int chunk) {
        catalog = LargeFiles.of(catalog);
        Query query = plan(
                "SELECT b.j, stddev(a.x) AS s, stddev(a.y / (b.j - 5)) AS u, count(*) AS n FROM FILE AS a FULL JOIN "
                        + SITES + " ON a.i / (a.i - 5) = b.j - 6 OR a.k = b.k GROUP BY b.j");
        RunOptions options = RunOptions.defaults().withThreads(2).withSplitBytes(50_000);
        Answer expected = run(query, DeviceUse.NEVER, options);
        assertThat(expected.summary().undefined()).isNotEmpty();
        PretendedDevice.failure = new BarographException(ErrorCode.UNAVAILABLE, "the reason");
        PretendedDevice.failingChunk = chunk;
        assertSame(run(query, use(Wish.AUTO), options), expected);
        assertThat(notes).hasSize(2);
        assertThat(notes.get(0)).startsWith("on the GPU: about ");
        assertThat(notes.get(1)).isEqualTo("on the CPU: the reason");
    }
}
