package io.barograph.core.over;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.Field;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.core.expr.EvaluationContext;
import io.barograph.core.expr.Expr;
import io.barograph.core.fold.Fold;
import io.barograph.core.over.Frame.Bound;
import io.barograph.core.over.Frame.Exclusion;
import io.barograph.core.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** However a key's rows are cut into batches, and wherever a fold is saved and read again, the same bits come out. */
class OverFoldTest {
    private static final long SEED = Long.getLong("barograph.seed", System.nanoTime());
    private static final int ROWS = 3_000;
    private static final Schema INPUT =
            new Schema(List.of(new Field("t", Type.TIMESTAMP), new Field("x", Type.DOUBLE)));

    private static Frame rows(long start, long end) {
        return new Frame(Frame.Unit.ROWS, new Bound(Bound.Kind.OFFSET, start), new Bound(Bound.Kind.OFFSET, end));
    }

    private static Frame without(Frame frame, Exclusion exclusion) {
        return new Frame(frame.unit(), frame.start(), frame.end(), exclusion);
    }

    private static OverCall call(String function, Frame frame, boolean ignoreNulls, Type type, long... constants) {
        List<Expr.Literal> literals = new ArrayList<>();
        for (long constant : constants) {
            literals.add(new Expr.Literal(Type.BIGINT, constant));
        }
        boolean ofPlace =
                WindowFunction.find(function).filter(f -> !f.passesValues()).isPresent();
        return new OverCall(function, ofPlace ? List.of() : List.of(1), literals, ignoreNulls, false, -1, frame, type);
    }

    static Stream<OverCall> calls() {
        Frame range = new Frame(Frame.Unit.RANGE, new Bound(Bound.Kind.OFFSET, -40), new Bound(Bound.Kind.OFFSET, 15));
        Frame rest = new Frame(Frame.Unit.ROWS, Bound.CURRENT, Bound.LAST);
        return Stream.of(
                call("row_number", Frame.ALL, false, Type.BIGINT),
                call("dense_rank", Frame.ALL, false, Type.BIGINT),
                call("cume_dist", Frame.ALL, false, Type.DOUBLE),
                call("ntile", Frame.ALL, false, Type.BIGINT, 7),
                call("lag", Frame.ALL, false, Type.DOUBLE, 3),
                call("lag", Frame.ALL, true, Type.DOUBLE, 2),
                call("lead", Frame.ALL, false, Type.DOUBLE, 2_100),
                call("lead", Frame.ALL, true, Type.DOUBLE, 1),
                call("first_value", Frame.UP_TO_PEERS, true, Type.DOUBLE),
                call("nth_value", range, true, Type.DOUBLE, 2),
                call("last_value", rows(-5, -2), false, Type.DOUBLE),
                call("avg", rows(-59, 0), false, Type.DOUBLE),
                call("stddev", rows(-2_500, 3), false, Type.DOUBLE),
                call("min", range, false, Type.DOUBLE),
                call("median", rows(-4, 4), false, Type.DOUBLE),
                call("median", rows(-2_500, -3), false, Type.DOUBLE),
                call("median", Frame.UP_TO_ROW, false, Type.DOUBLE),
                call("median", without(range, Exclusion.CURRENT_ROW), false, Type.DOUBLE),
                call("sum", Frame.UP_TO_PEERS, false, Type.DOUBLE),
                call("max", Frame.UP_TO_ROW, false, Type.DOUBLE),
                call("count", rest, false, Type.BIGINT),
                call("avg", without(rows(-59, 0), Exclusion.CURRENT_ROW), false, Type.DOUBLE),
                call("max", without(range, Exclusion.GROUP), false, Type.DOUBLE),
                call("median", without(Frame.UP_TO_PEERS, Exclusion.TIES), false, Type.DOUBLE),
                call("sum", without(rest, Exclusion.GROUP), false, Type.DOUBLE));
    }

    @ParameterizedTest
    @MethodSource("calls")
    void cutsAndSavedStatesChangeNothing(OverCall call) {
        Random random = new Random(SEED);
        long[] times = new long[ROWS];
        double[] values = new double[ROWS];
        boolean[] nulls = new boolean[ROWS];
        for (int i = 0; i < ROWS; i++) {
            times[i] = (i == 0 ? 0 : times[i - 1]) + random.nextInt(12) - Math.min(0, random.nextInt(3));
            values[i] = random.nextGaussian() * Math.pow(2, random.nextInt(30));
            nulls[i] = random.nextInt(5) == 0;
        }
        OverOperator operator =
                new OverOperator(List.of(new Plan.SortKey(0, false, false)), List.of(call), List.of("r"));
        List<List<Object>> wanted = new ArrayList<>();
        Fold whole = operator.newFold(INPUT, new EvaluationContext(List.of(), false));
        whole.begin();
        for (int from = 0; from < ROWS; from += Batch.CAPACITY) {
            whole.accept(batch(times, values, nulls, from, Math.min(ROWS, from + Batch.CAPACITY)), rows(wanted));
        }
        whole.end(rows(wanted));
        assertThat(wanted).hasSize(ROWS);

        List<List<Object>> found = new ArrayList<>();
        Fold fold = operator.newFold(INPUT, new EvaluationContext(List.of(), false));
        fold.begin();
        for (int from = 0; from < ROWS; ) {
            int to = Math.min(ROWS, from + 1 + random.nextInt(random.nextBoolean() ? 5 : 900));
            fold.accept(batch(times, values, nulls, from, to), rows(found));
            byte[] saved = saved(fold);
            fold = operator.newFold(INPUT, new EvaluationContext(List.of(), false));
            fold.begin();
            fold.read(new StateInput(saved));
            assertThat(saved(fold)).as("seed %d, behind row %d", SEED, to).isEqualTo(saved);
            from = to;
        }
        fold.end(rows(found));
        assertThat(found).as("seed %d", SEED).isEqualTo(wanted);
    }

    private static byte[] saved(Fold fold) {
        StateOutput output = new StateOutput();
        fold.write(output);
        return output.toByteArray();
    }

    private static java.util.function.Consumer<Batch> rows(List<List<Object>> into) {
        return batch -> {
            for (int i = 0; i < batch.size(); i++) {
                into.add(batch.row(i));
            }
        };
    }

    private static Batch batch(long[] times, double[] values, boolean[] nulls, int from, int to) {
        long[] present = Validity.allPresent(to - from);
        long[] t = new long[to - from];
        double[] x = new double[to - from];
        for (int i = from; i < to; i++) {
            t[i - from] = times[i];
            x[i - from] = values[i];
            if (nulls[i]) {
                Validity.setNull(present, i - from);
            }
        }
        return new Batch(
                new Column[] {new LongColumn(Type.TIMESTAMP, t, Validity.ALL), new DoubleColumn(x, Validity.of(present))
                },
                to - from);
    }
}
