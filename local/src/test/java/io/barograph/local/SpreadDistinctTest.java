package io.barograph.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.engine.RunOptions;
import io.barograph.core.plan.Query;
import io.barograph.formats.FileCatalog;
import io.barograph.sql.SqlPlanner;
import io.barograph.sql.Statement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpreadDistinctTest {
    @TempDir
    Path folder;

    private String table = "";

    @BeforeEach
    void write() throws IOException {
        StringBuilder rows = new StringBuilder("x,y,t,ok\n");
        String[] odd = {"", "0.0", "-0.0", "Infinity", "-Infinity", "1e300", "-1e300", "0.1"};
        for (int i = 0; i < 4_000; i++) {
            rows.append(i % 3 == 0 ? odd[i / 3 % odd.length] : String.valueOf(i % 500 / 7.0))
                    .append(',')
                    .append(i % 11 == 0 ? "" : i % 97)
                    .append(',')
                    .append(i % 5 == 0 ? "" : "t" + i % 700)
                    .append(i % 2 == 0 ? ",true\n" : ",false\n");
        }
        table = "'" + Files.writeString(folder.resolve("r.csv"), rows) + "'";
    }

    private Query plan(String select) {
        return ((Statement.Select) SqlPlanner.plan(select + " FROM " + table, new FileCatalog())).query();
    }

    private Query spread(String select) {
        return SpreadDistinct.of(plan(select), 1, description -> 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT count(DISTINCT t) AS n",
                "SELECT count(DISTINCT x) AS n, sum(DISTINCT x) AS s, stddev(DISTINCT x) AS d",
                "SELECT count(DISTINCT y) AS n, avg(DISTINCT y) AS a, count(*) AS c, count(t) AS d, min(x) AS m, max(t) AS u",
                "SELECT max(t) AS u, count(DISTINCT y) AS n, count(x) FILTER (WHERE ok) AS c",
                "SELECT count(DISTINCT t) FILTER (WHERE ok) AS n, string_agg(DISTINCT t, '+') FILTER (WHERE ok) AS s",
                "SELECT count(DISTINCT x) AS n, corr(DISTINCT x, x) AS c",
                "SELECT corr(DISTINCT x, y) AS c, covar_pop(DISTINCT y, x) AS d",
                "SELECT quantile_cont(DISTINCT x, 0.5) AS q, mode(DISTINCT x) AS m",
                "SELECT count(DISTINCT t) + count(*) AS n",
                "SELECT (SELECT count(DISTINCT y) FROM (VALUES (1), (1)) v (y)) AS s, count(DISTINCT t) AS n"
            })
    void theAnswerIsTheSameInTwoSteps(String select) {
        assertThat(spread(select)).isNotEqualTo(plan(select));
        for (String where : new String[] {"", " WHERE t = 'none'"}) {
            String sql = select + " FROM " + table + where;
            RunOptions options = RunOptions.defaults().withThreads(2).withTemp(folder.toString());
            assertThat(SmallHeap.ask(sql, options.withMemoryBytes(4_000)))
                    .as(sql)
                    .isEqualTo(SmallHeap.ask(sql, options.withMemoryBytes(1L << 40)));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT count(*) AS n, sum(x) AS s",
                "SELECT count(DISTINCT t) AS n, sum(x) AS s",
                "SELECT count(DISTINCT t) AS n, count(DISTINCT x) AS m",
                "SELECT count(DISTINCT t) AS n, count(DISTINCT t) FILTER (WHERE ok) AS m",
                "SELECT count(DISTINCT t) FILTER (WHERE ok) AS n, count(*) AS c"
            })
    void whatPartsDoNotAddUpToStaysAsItIs(String select) {
        Query asked = plan(select);
        assertThat(SpreadDistinct.of(asked, 1, description -> 1)).isSameAs(asked);
    }

    @Test
    void whatFitsMemoryStaysAsItIs() {
        Query asked = plan("SELECT count(DISTINCT t) AS n");
        assertThat(SpreadDistinct.of(asked, 1_000, description -> 100)).isSameAs(asked);
        assertThat(SpreadDistinct.of(asked, 1_000, description -> 1_000)).isNotEqualTo(asked);
    }
}
