package io.barograph.core.expr;

import static io.barograph.core.column.Type.BIGINT;
import static io.barograph.core.column.Type.DOUBLE;
import static io.barograph.core.column.Type.INTERVAL;
import static io.barograph.core.column.Type.TIMESTAMP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.core.column.Column;
import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArithmeticTest {
    private static final long MIN = Long.MIN_VALUE;
    private static final long MAX = Long.MAX_VALUE;

    @Test
    void integerDivisionTruncatesTowardsZero() {
        assertThat(longs("/", new Object[] {7L, -7L, 7L, 0L}, 2L, 2L, -2L, 5L)).containsExactly(3L, -3L, -3L, 0L);
        assertThat(longs("%", new Object[] {7L, -7L, 7L, MIN}, 2L, 2L, -2L, -1L))
                .containsExactly(1L, -1L, 1L, 0L);
    }

    @Test
    void integerResultsThatDoNotFitAreNull() {
        assertThat(longs("+", new Object[] {MAX, MIN, MAX, MIN}, 1L, -1L, MIN, 0L))
                .containsExactly(null, null, -1L, MIN);
        assertThat(longs("-", new Object[] {MIN, MAX, 0L, -1L}, 1L, -1L, MIN, MIN))
                .containsExactly(null, null, null, MAX);
        assertThat(longs("*", new Object[] {MIN, 1L << 32, 1L << 31, -1L}, -1L, 1L << 31, 1L << 31, MAX))
                .containsExactly(null, null, 1L << 62, -MAX);
        assertThat(longs("/", new Object[] {MIN, 1L, 0L}, -1L, 0L, 0L)).containsExactly(null, null, null);
        assertThat(Columns.evaluate("-", 2, Columns.of(BIGINT, MIN, 5L))).containsExactly(null, -5L);
    }

    @Test
    void nullsAreNeitherComputedNorCounted() {
        EvaluationContext context = Columns.context();
        Column left = Columns.of(BIGINT, null, 1L, 6L);
        Column right = Columns.of(BIGINT, 0L, null, 2L);
        Column quotient =
                Evaluators.compile(Columns.call("/", left, right), context).evaluate(Columns.batch(3, left, right));
        assertThat(Columns.values(quotient, 3)).containsExactly(null, null, 3L);
        assertThat(context.undefinedCounts()).isEmpty();
    }

    @Test
    void undefinedResultsAreCountedUnderTheirText() {
        EvaluationContext context = Columns.context();
        Column left = Columns.of(BIGINT, 1L, 2L, 6L);
        Column right = Columns.of(BIGINT, 0L, 0L, 2L);
        Schema names = Schema.of(new Field("a", BIGINT), new Field("the b", BIGINT));
        Evaluator evaluator = Evaluators.compile(Columns.call("/", left, right), names, context);
        evaluator.evaluate(Columns.batch(3, left, right));
        evaluator.evaluate(Columns.batch(3, left, right));
        assertThat(context.undefinedCounts()).containsEntry("a / \"the b\"", 4L).hasSize(1);
    }

    @Test
    void strictEvaluationNamesExpressionAndValues() {
        Column left = Columns.of(BIGINT, 6L, 1L);
        Column right = Columns.of(BIGINT, 2L, 0L);
        Evaluator evaluator =
                Evaluators.compile(Columns.call("/", left, right), new EvaluationContext(List.of(), true));
        assertThatThrownBy(() -> evaluator.evaluate(Columns.batch(2, left, right)))
                .isInstanceOfSatisfying(
                        BarographException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_DATA))
                .hasMessageContaining("#0 / #1 is undefined for (1, 0)");
    }

    @Test
    void constantsThatAreUndefinedCountForEveryRow() {
        EvaluationContext context = Columns.context();
        Expr division = FunctionBuilder.call("/", 1, 0).get();
        Evaluators.compile(division, context).evaluate(Columns.batch(3));
        assertThat(context.undefinedCounts()).containsEntry("1 / 0", 3L);
    }

    @Test
    void doublesFollowIeeeButForAZeroDivisor() {
        double inf = Double.POSITIVE_INFINITY;
        Column left = Columns.of(DOUBLE, 1.0, 0.0, 1e308, inf, Double.NaN);
        Column right = Columns.of(DOUBLE, 0.0, -0.0, 1e-10, inf, 1.0);
        assertThat(Columns.evaluate("/", 5, left, right)).containsExactly(null, null, inf, Double.NaN, Double.NaN);
        assertThat(Columns.evaluate("%", 2, Columns.of(DOUBLE, 7.5, 1.0), Columns.of(DOUBLE, 2.0, 0.0)))
                .containsExactly(1.5, null);
    }

    @Test
    void bigintWidensBesideDouble() {
        Column left = Columns.of(BIGINT, 1L, 9007199254740993L);
        Column right = Columns.of(DOUBLE, 0.5, 0.0);
        assertThat(Columns.evaluate("+", 2, left, right)).containsExactly(1.5, 9007199254740992.0);
    }

    @Test
    void timesAndIntervalsAddUp() {
        Column time = Columns.of(TIMESTAMP, 10L, MAX);
        Column interval = Columns.of(INTERVAL, 5L, 1L);
        assertThat(Columns.evaluate("+", 2, time, interval)).containsExactly(15L, null);
        assertThat(Columns.call("+", interval, time).type()).isEqualTo(TIMESTAMP);
        assertThat(Columns.call("-", time, time).type()).isEqualTo(INTERVAL);
        assertThat(Columns.evaluate("*", 3, Columns.of(INTERVAL, 5L, 3L, 1L), Columns.of(DOUBLE, 0.5, 0.5, 1e300)))
                .containsExactly(2L, 2L, null);
    }

    @Test
    void anEmptyBatchYieldsNothing() {
        assertThat(Columns.evaluate("+", 0, Columns.of(BIGINT), Columns.of(BIGINT)))
                .isEmpty();
    }

    @Test
    void callsOfWrongTypesAreRefusedWithTheSignatures() {
        assertThatThrownBy(() -> FunctionBuilder.call("+", "a", 1).get())
                .isInstanceOf(BarographException.class)
                .hasMessageContaining("+ does not take [VARCHAR, BIGINT]")
                .hasMessageContaining("(BIGINT, BIGINT) -> BIGINT");
        assertThatThrownBy(() -> FunctionBuilder.call("averge", 1).get())
                .hasMessageContaining("no function is named averge");
    }

    private static List<Object> longs(String function, Object[] left, Object... right) {
        return Columns.evaluate(function, left.length, Columns.of(BIGINT, left), Columns.of(BIGINT, right));
    }
}
