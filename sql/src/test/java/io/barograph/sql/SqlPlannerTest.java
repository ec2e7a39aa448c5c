package io.barograph.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.plan.Query;
import io.barograph.core.plan.rewrite.PlanRewriter;
import io.barograph.core.stage.StagePlan;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
