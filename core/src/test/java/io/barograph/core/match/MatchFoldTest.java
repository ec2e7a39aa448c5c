package io.barograph.core.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.Field;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.core.error.BarographException;
import io.barograph.core.expr.EvaluationContext;
import io.barograph.core.expr.Expr;
import io.barograph.core.expr.Functions;
import io.barograph.core.fold.Fold;
import io.barograph.core.plan.AggregateCall;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class MatchFoldTest {
    private static final long SEED = Long.getLong("barograph.seed", System.nanoTime());
    private static final Schema INPUT = new Schema(
            List.of(new Field("t", Type.TIMESTAMP), new Field("key", Type.BIGINT), new Field("x", Type.BIGINT)));
    private static final int X = 2;

    private static Condition greater(RowValue left, RowValue right) {
        return new Condition(
                Functions.call(">", List.of(new Expr.ColumnRef(0, Type.BIGINT), new Expr.ColumnRef(1, Type.BIGINT))),
                List.of(left, right));
    }

    private static RowValue last(int variable, int offset, int shift) {
        return new RowValue(X, 1L << variable, false, offset, shift);
    }

    /** PATTERN (S U{2,} D): rises that end in a drop; of D also how deep it is compared with S, where that is asked. */
    private static MatchOperator rises(AfterMatch after, long within, boolean looksBack) {
        return new MatchOperator(
                0,
                List.of(1),
                List.of("S", "U", "D"),
                new RowPattern.Sequence(List.of(
                        new RowPattern.Variable(0),
                        new RowPattern.Repeat(new RowPattern.Variable(1), 2, RowPattern.UNBOUNDED, false),
                        new RowPattern.Variable(2))),
                List.of(
                        Condition.ALWAYS,
                        greater(last(1, 0, 0), last(1, 0, -1)),
                        looksBack ? greater(last(0, 0, 0), last(2, 0, 0)) : greater(last(2, 0, -1), last(2, 0, 0))),
                after,
                within,
                false,
                List.of(1),
                List.of(
                        new Measure(new RowValue(0, RowValue.ANY, true, 0, 0), "began", true),
                        new Measure(new RowValue(0, RowValue.ANY, false, 0, 0), "ended", true),
                        new Measure(new RowValue(X, 1L << 1, false, 1, 0), "before_top", true),
                        new Measure(new RowValue(X, RowValue.ANY, false, 0, 1), "behind", true)));
    }

    private static RowAggregate aggregate(String function, long variables) {
        Type type = function.equals("avg") ? Type.DOUBLE : Type.BIGINT;
        return new RowAggregate(new AggregateCall(function, List.of(X), List.of(), false, -1, type), variables);
    }

    /** PATTERN (A+ B): rows whose sum stays small, then one above their mean; all rows with what is known up to each. */
    private static MatchOperator sums(AfterMatch after, long within, boolean allRows) {
        RowAggregate sum = aggregate("sum", 1);
        RowAggregate mean = aggregate("avg", 1);
        Expr whole = new Expr.ColumnRef(0, Type.BIGINT);
        return new MatchOperator(
                0,
                List.of(1),
                List.of("A", "B"),
                new RowPattern.Sequence(List.of(
                        new RowPattern.Repeat(new RowPattern.Variable(0), 1, RowPattern.UNBOUNDED, false),
                        new RowPattern.Variable(1))),
                List.of(
                        new Condition(
                                Functions.call("<", List.of(whole, new Expr.Literal(Type.BIGINT, 15L))), List.of(sum)),
                        new Condition(
                                Functions.call(">", List.of(whole, new Expr.ColumnRef(1, Type.DOUBLE))),
                                List.of(last(1, 0, 0), mean))),
                after,
                within,
                allRows,
                allRows ? List.of(0, 1, X) : List.of(1),
                List.of(
                        new Measure(sum, "sum", false),
                        new Measure(aggregate("max", RowValue.ANY), "max", true),
                        new Measure(new MatchValue.Label(), "kind", false),
                        new Measure(new MatchValue.Number(), "nr", true),
                        new Measure(last(0, 1, 0), "before", false),
                        new Measure(new RowValue(X, 1, true, 1, 0), "second", false)));
    }

    @Test
    void aggregatesGoAlongAMatch() {
        assertThat(of(sums(AfterMatch.PAST_LAST_ROW, Long.MAX_VALUE, false), 3, 5, 6, 9, 20, 1, 2))
                .containsExactly(
                        Arrays.asList(7L, 14L, 9L, "B", 1L, 5L, 5L), Arrays.asList(7L, 1L, 2L, "B", 2L, null, null));
        assertThat(of(sums(AfterMatch.PAST_LAST_ROW, Long.MAX_VALUE, true), 3, 5, 6, 9))
                .containsExactly(
                        Arrays.asList(0L, 7L, 3L, 3L, 9L, "A", 1L, null, null),
                        Arrays.asList(1L, 7L, 5L, 8L, 9L, "A", 1L, 3L, 5L),
                        Arrays.asList(2L, 7L, 6L, 14L, 9L, "A", 1L, 5L, 5L),
                        Arrays.asList(3L, 7L, 9L, 14L, 9L, "B", 1L, 5L, 5L));
    }

    /** A match longer than a batch, whose rows all come out: every sum is of all rows before. */
    @Test
    void matchesAreLongerThanBatches() {
        int rows = 3 * Batch.CAPACITY + 5;
        MatchOperator few = sums(AfterMatch.PAST_LAST_ROW, Long.MAX_VALUE, true);
        MatchOperator many = new MatchOperator(
                few.time(),
                few.keys(),
                few.variables(),
                few.pattern(),
                List.of(
                        new Condition(
                                Functions.call(
                                        "<",
                                        List.of(new Expr.ColumnRef(0, Type.BIGINT), new Expr.Literal(Type.BIGINT, (long)
                                                rows))),
                                List.of(aggregate("sum", 1))),
                        few.conditions().get(1)),
                few.after(),
                few.within(),
                true,
                few.passed(),
                few.measures());
        long[] values = new long[rows];
        Arrays.fill(values, 1);
        values[rows - 1] = 2;
        long[] times = new long[rows];
        Arrays.setAll(times, i -> i);
        List<List<Object>> found = new ArrayList<>();
        Fold fold = fold(many);
        for (int from = 0; from < rows; from += Batch.CAPACITY) {
            fold.accept(batch(times, values, from, Math.min(rows, from + Batch.CAPACITY)), into(found));
        }
        fold.end(into(found));
        assertThat(found).hasSize(rows);
        for (int i = 0; i < rows - 1; i++) {
            assertThat(found.get(i).get(3)).isEqualTo(i + 1L);
            assertThat(found.get(i).get(4)).isEqualTo(2L);
        }
    }

    /** What people write who want to break a search: no row is held against more than the pattern's places. */
    @Test
    @Timeout(60)
    void hostilePatternsTakeStepsInProportionToRows() {
        RowPattern a = new RowPattern.Variable(0);
        RowPattern maybe = new RowPattern.Repeat(a, 0, 1, false);
        RowPattern hostile = new RowPattern.Sequence(List.of(
                new RowPattern.Repeat(
                        new RowPattern.Choice(List.of(a, new RowPattern.Sequence(List.of(a, a)))),
                        1,
                        RowPattern.UNBOUNDED,
                        false),
                new RowPattern.Repeat(maybe, 30, 30, true),
                new RowPattern.Variable(1)));
        MatchOperator operator = new MatchOperator(
                0,
                List.of(1),
                List.of("A", "B"),
                hostile,
                List.of(Condition.ALWAYS, greater(last(1, 0, 0), last(1, 0, -1))),
                AfterMatch.PAST_LAST_ROW,
                Long.MAX_VALUE,
                false,
                List.of(1),
                List.of(new Measure(last(1, 0, 0), "x", true)));
        int rows = 100_000;
        long[] values = new long[rows];
        Arrays.setAll(values, i -> -i);
        values[rows - 1] = 7;
        assertThat(of(operator, values)).containsExactly(List.of(7L, 7L));
        assertThat(operator.places()).isEqualTo(37);
    }

    @Test
    void tooManyWaysAreAnError() {
        Condition looksBack = greater(last(0, 0, 0), last(0, 1, 0));
        RowPattern a = new RowPattern.Variable(0);
        RowPattern b = new RowPattern.Variable(1);
        MatchOperator operator = new MatchOperator(
                0,
                List.of(1),
                List.of("A", "B", "C"),
                new RowPattern.Sequence(List.of(
                        new RowPattern.Repeat(new RowPattern.Choice(List.of(a, b)), 1, RowPattern.UNBOUNDED, false),
                        new RowPattern.Variable(2))),
                List.of(Condition.ALWAYS, Condition.ALWAYS, looksBack),
                AfterMatch.PAST_LAST_ROW,
                Long.MAX_VALUE,
                false,
                List.of(1),
                List.of());
        assertThatThrownBy(() -> of(operator, new long[100]))
                .isInstanceOf(BarographException.class)
                .hasMessageContaining("more than 10000 ways to match the pattern at once");
    }

    private static Batch batch(long[] times, long[] values, int from, int to) {
        long[] keys = new long[to - from];
        Arrays.fill(keys, 7);
        return new Batch(
                new Column[] {
                    new LongColumn(Type.TIMESTAMP, Arrays.copyOfRange(times, from, to), Validity.ALL),
                    new LongColumn(Type.BIGINT, keys, Validity.ALL),
                    new LongColumn(Type.BIGINT, Arrays.copyOfRange(values, from, to), Validity.ALL)
                },
                to - from);
    }

    private static Fold fold(MatchOperator operator) {
        Fold fold = operator.newFold(INPUT, new EvaluationContext(List.of(), false));
        fold.begin();
        return fold;
    }

    private static Consumer<Batch> into(List<List<Object>> rows) {
        return batch -> {
            for (int i = 0; i < batch.size(); i++) {
                rows.add(batch.row(i));
            }
        };
    }

    private static List<List<Object>> of(MatchOperator operator, long... values) {
        long[] times = new long[values.length];
        Arrays.setAll(times, i -> i);
        List<List<Object>> rows = new ArrayList<>();
        Fold fold = fold(operator);
        fold.accept(batch(times, values, 0, values.length), into(rows));
        fold.end(into(rows));
        return rows;
    }

    @Test
    void findsRisesThatEndInADrop() {
        MatchOperator operator = rises(AfterMatch.PAST_LAST_ROW, Long.MAX_VALUE, false);
        assertThat(of(operator, 5, 1, 2, 3, 4, 2, 9, 1, 2, 3, 3)).containsExactly(Arrays.asList(7L, 1L, 5L, 3L, 9L));
        assertThat(of(operator, 1, 2, 3, 1)).containsExactly(Arrays.asList(7L, 0L, 3L, 2L, null));
        assertThat(of(rises(AfterMatch.TO_NEXT_ROW, Long.MAX_VALUE, false), 1, 2, 3, 4, 2, 9))
                .containsExactly(Arrays.asList(7L, 0L, 4L, 3L, 9L), Arrays.asList(7L, 1L, 4L, 3L, 9L));
        assertThat(of(rises(AfterMatch.PAST_LAST_ROW, 3, false), 1, 2, 3, 4, 2, 9))
                .containsExactly(Arrays.asList(7L, 1L, 4L, 3L, 9L));
        assertThat(of(rises(AfterMatch.PAST_LAST_ROW, Long.MAX_VALUE, true), 1, 2, 3, 4, 2, 9, 5, 6, 7, 4, 0))
                .containsExactly(Arrays.asList(7L, 6L, 9L, 6L, 0L));
        assertThat(of(operator, 1)).isEmpty();
    }

    @Test
    void cutsAndSavedStatesChangeNothing() {
        Random random = new Random(SEED);
        int rows = 3_000;
        long[] times = new long[rows];
        long[] values = new long[rows];
        for (int i = 0; i < rows; i++) {
            times[i] = i == 0 ? 0 : times[i - 1] + random.nextInt(3);
            values[i] = random.nextInt(10);
        }
        for (MatchOperator operator : List.of(
                rises(AfterMatch.PAST_LAST_ROW, Long.MAX_VALUE, false),
                rises(AfterMatch.TO_NEXT_ROW, 6, false),
                rises(new AfterMatch(AfterMatch.Kind.TO_LAST, 1), Long.MAX_VALUE, true),
                rises(AfterMatch.PAST_LAST_ROW, 9, true),
                sums(AfterMatch.PAST_LAST_ROW, Long.MAX_VALUE, false),
                sums(AfterMatch.TO_NEXT_ROW, 8, true))) {
            List<List<Object>> wanted = new ArrayList<>();
            Fold whole = fold(operator);
            for (int from = 0; from < rows; from += Batch.CAPACITY) {
                whole.accept(batch(times, values, from, Math.min(rows, from + Batch.CAPACITY)), into(wanted));
            }
            whole.end(into(wanted));
            List<List<Object>> found = new ArrayList<>();
            Fold cut = fold(operator);
            for (int from = 0; from < rows; ) {
                int to = Math.min(rows, from + 1 + random.nextInt(40));
                cut.accept(batch(times, values, from, to), into(found));
                from = to;
                if (from < rows && random.nextBoolean()) {
                    cut.advance(times[from], into(found));
                }
                StateOutput state = new StateOutput();
                cut.write(state);
                cut = fold(operator);
                cut.read(new StateInput(state.toByteArray()));
                StateOutput again = new StateOutput();
                cut.write(again);
                assertThat(again.toByteArray()).isEqualTo(state.toByteArray());
            }
            cut.end(into(found));
            assertThat(found)
                    .as("-Dbarograph.seed=%d, %s", SEED, operator.text())
                    .isEqualTo(wanted);
            assertThat(wanted).hasSizeGreaterThan(20);
        }
    }
}
