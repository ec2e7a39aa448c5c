package io.barograph.core.match;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.Field;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.core.expr.EvaluationContext;
import io.barograph.core.expr.Expr;
import io.barograph.core.expr.Functions;
import io.barograph.core.fold.Fold;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

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
                rises(AfterMatch.PAST_LAST_ROW, 9, true))) {
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
