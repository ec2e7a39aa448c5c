package io.barograph.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.core.error.BarographException;
import java.util.Collections;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

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
                .hasMessageContaining("more than 20000 words and signs")
                .satisfies(e -> assertThat(((BarographException) e).line()).isEqualTo(2));
        // What stands in parentheses before does not hide it.
        assertThatThrownBy(() -> plan("SELECT " + many(200_000, "abs(1)", "+")))
                .hasMessageContaining("more than 20000 words and signs");
    }

    @Test
    void listsAndChainsOfManyPartsArePlanned() {
        plan("SELECT 1 IN (" + many(12_000, "1", ", ") + ") AS found");
        plan("SELECT " + many(200, "1 = 2", " OR ") + " AS found");
        plan("SELECT CASE " + many(1_000, "WHEN 1 = 2 THEN 'a'", " ") + " END AS word");
        plan("SELECT " + many(2_000, "1", ", "));
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
