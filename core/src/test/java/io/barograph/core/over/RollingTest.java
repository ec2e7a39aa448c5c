package io.barograph.core.over;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.column.Batch;
import io.barograph.core.column.BooleanColumn;
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
import io.barograph.core.merge.CallStates;
import io.barograph.core.over.Frame.Bound;
import io.barograph.core.over.Frame.Exclusion;
import io.barograph.core.plan.AggregateCall;
import io.barograph.core.plan.Plan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Quantiles and areas of moving frames have the bits of those of the frame's rows alone, beside aggregates whose states are merged. */
class RollingTest {
    private static final long SEED = Long.getLong("barograph.seed", System.nanoTime());
    private static final int ROWS = Batch.CAPACITY + 700;
    private static final int EVERY = 61;
    private static final Schema INPUT = new Schema(List.of(
            new Field("t", Type.TIMESTAMP),
            new Field("x", Type.DOUBLE),
            new Field("n", Type.BIGINT),
            new Field("b", Type.BOOLEAN)));
    private static final int TIME = 0;
    private static final int DOUBLE = 1;
    private static final int BIGINT = 2;
    private static final int FILTER = 3;

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final long[] times = new long[ROWS];
    private final double[] doubles = new double[ROWS];
    private final long[] numbers = new long[ROWS];
    private final boolean[] filters = new boolean[ROWS];
    private final boolean[] nulls = new boolean[ROWS];

    static Stream<Frame> frames() {
        List<Frame> frames = new ArrayList<>();
        for (Frame.Unit unit : Frame.Unit.values()) {
            for (long[] ends : new long[][] {{-1, 0}, {-60, 0}, {-700, 900}, {-30, -10}, {5, 40}}) {
                Bound start = new Bound(Bound.Kind.OFFSET, ends[0]);
                Bound end = new Bound(Bound.Kind.OFFSET, ends[1]);
                for (Exclusion exclusion : Exclusion.values()) {
                    frames.add(new Frame(unit, start, end, exclusion));
                    if (ends[0] == -60 || ends[0] == 5) {
                        frames.add(new Frame(unit, Bound.FIRST, end, exclusion));
                        frames.add(new Frame(unit, start, Bound.LAST, exclusion));
                    }
                }
            }
        }
        return frames.stream();
    }

    private static OverCall call(
            String function, int argument, int filter, Frame frame, Type type, double... constants) {
        List<Expr.Literal> literals = new ArrayList<>();
        for (double constant : constants) {
            literals.add(new Expr.Literal(Type.DOUBLE, constant));
        }
        return new OverCall(function, List.of(argument), literals, false, false, filter, frame, type);
    }

    private static OverCall alongTime(
            String function, int argument, int filter, Frame frame, Type type, long... intervals) {
        List<Expr.Literal> literals = new ArrayList<>();
        for (long interval : intervals) {
            literals.add(new Expr.Literal(Type.INTERVAL, interval));
        }
        return new OverCall(function, List.of(argument, TIME), literals, false, false, filter, frame, type);
    }

    @ParameterizedTest
    @MethodSource("frames")
    void sameBitsAsOfTheRowsAlone(Frame frame) {
        List<OverCall> calls = new ArrayList<>(List.of(
                call("median", DOUBLE, -1, frame, Type.DOUBLE),
                call("mode", BIGINT, -1, frame, Type.BIGINT),
                call("quantile_cont", DOUBLE, -1, frame, Type.DOUBLE, 0.95),
                call("quantile_disc", BIGINT, FILTER, frame, Type.BIGINT, 0.3)));
        if (frame.exclusion() == Exclusion.NO_OTHERS && !frame.start().equals(Bound.FIRST)) {
            // Of others, states with all readings of each row's frame would be merged.
            calls.add(alongTime("integral", DOUBLE, -1, frame, Type.DOUBLE));
            calls.add(alongTime("integral_prev", BIGINT, FILTER, frame, Type.DOUBLE));
            calls.add(alongTime("time_weighted_avg", DOUBLE, FILTER, frame, Type.DOUBLE, 200));
            calls.add(alongTime("counter_delta", DOUBLE, -1, frame, Type.DOUBLE));
        }
        makeRows();
        List<Plan.SortKey> order = List.of(new Plan.SortKey(TIME, false, false));
        OverOperator operator = new OverOperator(order, calls, Collections.nCopies(calls.size(), "r"));
        Fold fold = operator.newFold(INPUT, new EvaluationContext(List.of(), false));
        fold.begin();
        List<List<Object>> found = new ArrayList<>();
        for (int from = 0, to; from < ROWS; from = to) {
            to = Math.min(ROWS, from + random.nextInt(1, Batch.CAPACITY));
            fold.accept(part(from, to - from), batch -> addRows(batch, found));
        }
        fold.end(batch -> addRows(batch, found));
        assertThat(found).hasSize(ROWS);

        FrameBounds bounds = new FrameBounds(INPUT, order, frame);
        Stretches stretches = new Stretches(frame, bounds);
        Peers peers = new Peers(INPUT, List.of(TIME));
        peers.begin();
        bounds.begin();
        stretches.begin();
        for (int from = 0; from < ROWS; from += Batch.CAPACITY) {
            Batch rows = part(from, Math.min(Batch.CAPACITY, ROWS - from));
            boolean[] changes = peers.changes(rows);
            stretches.accept(changes, rows.size());
            bounds.accept(rows, changes);
        }
        bounds.end();
        stretches.resolve();
        List<AggregateCall> aggregates = calls.stream().map(OverCall::aggregate).toList();
        for (int row = random.nextInt(EVERY); row < ROWS; row += EVERY) {
            CallStates alone = new CallStates(INPUT, aggregates);
            alone.resize(1);
            for (Stretches.Stretch stretch : stretches.all()) {
                for (long from = stretch.start(row); from < stretch.end(row); from += Batch.CAPACITY) {
                    int count = (int) Math.min(Batch.CAPACITY, stretch.end(row) - from);
                    alone.add(part((int) from, count), new int[count]);
                }
            }
            for (int call = 0; call < calls.size(); call++) {
                Column wanted = alone.finish(call, new int[1], 1);
                assertThat(found.get(row).get(INPUT.size() + call))
                        .as("seed %d, row %d, %s", SEED, row, calls.get(call).function())
                        .isEqualTo(new Batch(new Column[] {wanted}, 1).row(0).get(0));
            }
        }
    }

    private static void addRows(Batch batch, List<List<Object>> into) {
        for (int i = 0; i < batch.size(); i++) {
            into.add(batch.row(i));
        }
    }

    private void makeRows() {
        double[] odd = {
            0.0, -0.0, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e308, Double.MIN_VALUE
        };
        for (int i = 0; i < ROWS; i++) {
            times[i] = i == 0
                    ? 0
                    : times[i - 1] + Math.max(0, random.nextInt(9) - 3) + (random.nextInt(99) == 0 ? 500 : 0);
            doubles[i] = random.nextInt(9) == 0 ? odd[random.nextInt(odd.length)] : random.nextInt(500) / 10.0;
            numbers[i] = random.nextInt(3) == 0 ? random.nextInt(90) * (Long.MAX_VALUE / 90) : random.nextInt(5);
            filters[i] = random.nextInt(3) != 0;
            nulls[i] = i > ROWS / 8 && random.nextInt(5) == 0;
        }
    }

    private Batch part(int from, int count) {
        int to = from + count;
        long[] present = Validity.allPresent(count);
        for (int i = from; i < to; i++) {
            if (nulls[i]) {
                Validity.setNull(present, i - from);
            }
        }
        Validity validity = Validity.of(present);
        return new Batch(
                new Column[] {
                    new LongColumn(Type.TIMESTAMP, Arrays.copyOfRange(times, from, to), Validity.ALL),
                    new DoubleColumn(Arrays.copyOfRange(doubles, from, to), validity),
                    new LongColumn(Type.BIGINT, Arrays.copyOfRange(numbers, from, to), validity),
                    new BooleanColumn(Arrays.copyOfRange(filters, from, to), Validity.ALL)
                },
                count);
    }
}
