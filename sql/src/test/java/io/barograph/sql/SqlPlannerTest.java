package io.barograph.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.plan.Query;
import io.barograph.core.plan.rewrite.PlanRewriter;
import io.barograph.core.stage.StagePlan;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqlPlannerTest {
    static Stream<PlanCases.Case> cases() {
        return Stream.of("queries", "names", "literals", "functions", "statements", "errors", "syntax-errors")
                .flatMap(file -> read(file + ".txt").stream());
    }

    private static List<PlanCases.Case> read(String file) {
        try {
            return PlanCases.read(Path.of(Objects.requireNonNull(SqlPlannerTest.class.getResource(file), file)
                    .toURI()));
        } catch (java.io.IOException | URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aTextGivesItsPlanOrItsError(PlanCases.Case each) {
        assertThat(PlanCases.outcome(each.sql())).isEqualTo(each.expected());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void planningTwiceGivesTheSamePlan(PlanCases.Case each) {
        assertThat(PlanCases.outcome(each.sql())).isEqualTo(PlanCases.outcome(each.sql()));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aRewrittenPlanStaysAsItIs(PlanCases.Case each) {
        if (each.expected().startsWith("answer")) {
            Query query = query(each.sql());
            assertThat(PlanRewriter.rewrite(query)).isEqualTo(query);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select value from 'f.csv' where value>3",
                "SELECT value\nFROM 'f.csv' -- readings\nWHERE (value > 3);",
                "select f.value from 'f.csv' as f where f.value > 3",
                "select \"value\" from (select * from 'f.csv') where value > 3",
                "with t as (select value, year from 'f.csv') select value from t where value > 3"
            })
    void waysToWriteTheSameQueryHaveOneFingerprint(String sql) {
        assertThat(fingerprint(sql)).isEqualTo(fingerprint("SELECT value FROM 'f.csv' WHERE value > 3"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "value * 2 AS v, v + 1 AS w FROM 'f.csv' WHERE w > 3 | value * 2 AS v, value * 2 + 1 AS w FROM 'f.csv' WHERE value * 2 + 1 > 3",
                "value + 1 AS value, value * 2 AS w FROM 'f.csv' | value + 1 AS value, f.value * 2 AS w FROM 'f.csv' AS f",
                "year + 1 AS y, y * 2 AS z, max(z) AS m, m - y AS n FROM 'f.csv' GROUP BY z, y HAVING n > 0"
                        + " | year + 1 AS y, (year + 1) * 2 AS z, max((year + 1) * 2) AS m, max((year + 1) * 2) - (year + 1) AS n"
                        + " FROM 'f.csv' GROUP BY (year + 1) * 2, year + 1 HAVING max((year + 1) * 2) - (year + 1) > 0",
                "value AS v, lag(v) OVER (ORDER BY timestamp) AS p, v - p AS d FROM 'f.csv' QUALIFY d > 0"
                        + " | value AS v, lag(value) OVER (ORDER BY timestamp) AS p, value - lag(value) OVER (ORDER BY timestamp) AS d"
                        + " FROM 'f.csv' QUALIFY value - lag(value) OVER (ORDER BY timestamp) > 0"
            })
    void anAliasIsWhatIsWrittenBeforeIt(String named, String written) {
        assertThat(fingerprint("SELECT " + named)).isEqualTo(fingerprint("SELECT " + written));
    }

    @Test
    void aliasesThatDoubleFromOneToTheNextAreRefusedAtOnce() {
        String doubled = IntStream.range(0, 60)
                .mapToObj(i -> ", a%d + a%d AS a%d".formatted(i, i, i + 1))
                .collect(Collectors.joining());
        assertThat(PlanCases.outcome("SELECT value + 1 AS a0" + doubled + " FROM 'f.csv'"))
                .contains("compute a14 in a sub-query in FROM, and what uses it around that");
    }

    @Test
    void anotherConstantHasAnotherFingerprint() {
        assertThat(fingerprint("SELECT value FROM 'f.csv' WHERE value > 3"))
                .isNotEqualTo(fingerprint("SELECT value FROM 'f.csv' WHERE value > 4"));
    }

    @Test
    void lineAndColumnAreOfTheUsersText() {
        assertThat(PlanCases.outcome("SELECT device_id, -- the 'device'\n  '온도',\n  /* no */ tempature\nFROM 'f.csv'"))
                .isEqualTo("UNKNOWN_COLUMN 3:12 there is no column tempature; did you mean temperature?");
    }

    private static String fingerprint(String sql) {
        return StagePlan.of(query(sql)).fingerprint();
    }

    private static Query query(String sql) {
        return ((Statement.Select) SqlPlanner.plan(sql, new FakeCatalog())).query();
    }
}
