package io.barograph.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.core.error.BarographException;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What machines write may be long, but not without end. */
class ExpressionLengthTest {
    private static void plan(String sql) {
        SqlPlanner.plan(sql, new FakeCatalog());
    }

    private static String many(int count, String text, String between) {
        return String.join(between, Collections.nCopies(count, text));
    }

    @Test
    void anExpressionWithoutEndIsRefusedAtItsPlace() {
        assertThatThrownBy(() -> plan("SELECT 1 AS one,\n" + many(400_000, "1", "+")))
                .isInstanceOf(BarographException.class)
                .hasMessageContaining("this expression is too long")
                .satisfies(e -> assertThat(((BarographException) e).line()).isEqualTo(2));
        // What stands in parentheses before does not hide it.
        assertThatThrownBy(() -> plan("SELECT " + many(200_000, "abs(1)", "+")))
                .hasMessageContaining("this expression is too long");
    }

    /** Each would take the parser minutes. */
    @ParameterizedTest
    @MethodSource
    void noWordsInBetweenHideIt(String sql) {
        assertThatThrownBy(() -> plan(sql)).hasMessageContaining("this expression is too long");
    }

    static List<String> noWordsInBetweenHideIt() {
        String sum = many(9_000, "1", "+");
        return List.of(
                "SELECT " + many(20, sum + " IS DISTINCT FROM " + sum, " OR "),
                "SELECT " + many(20, sum + "+ CASE WHEN TRUE THEN 1 ELSE 0 END", "+"),
                "SELECT CASE " + many(20, "WHEN 1 = " + sum + " THEN 1", " ") + " END",
                "SELECT " + many(20, sum + "+ sum(1) WITHIN GROUP (ORDER BY 1)", "+"),
                "SELECT " + many(50, sum, ", "),
                "SELECT " + many(2_000, "'x' LIKE 'a'", " OR "),
                "SELECT " + many(2_000, "1 BETWEEN 2 AND 3", " OR "),
                "SELECT CASE WHEN " + many(40_000, "1", "+") + ")");
    }

    @Test
    void listsAndChainsOfManyPartsArePlanned() {
        plan("SELECT 1 IN (" + many(12_000, "1", ", ") + ") AS found");
        plan("SELECT " + many(200, "1 = 2", " OR ") + " AS found");
        plan("SELECT CASE " + many(1_000, "WHEN 1 = 2 THEN 'a'", " ") + " END AS word");
        plan("SELECT " + many(2_000, "1", ", "));
        plan("SELECT " + many(200, "'x' LIKE 'a'", " OR ") + " AS found");
        plan("SELECT " + many(10, "(" + many(100, "'x' LIKE 'a'", " OR ") + ")", " OR ") + " AS found");
    }

    @Test
    void whatIsTooDeepForAThreadIsTheTextsMistakeAndNoDefect() throws InterruptedException {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Runnable planning = () -> {
            try {
                plan("SELECT 1 AS one,\n " + many(4_000, "1 = 2", " OR ") + " AS found");
            } catch (BarographException | Error e) {
                failure.set(e);
            }
        };
        Thread shallow = new Thread(null, planning, "shallow", 256L << 10);
        shallow.start();
        shallow.join();
        assertThat(failure.get()).isInstanceOf(BarographException.class).hasMessageContaining("IN (1, 2, …)");
    }
}
