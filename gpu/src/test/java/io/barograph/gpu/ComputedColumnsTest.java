package io.barograph.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.aggregate.totals.ComputedRow;
import io.barograph.core.aggregate.totals.ComputedRow.Fate;
import io.barograph.core.aggregate.totals.RowProgram;
import io.barograph.core.aggregate.totals.RowsShape;
import io.barograph.core.column.Batch;
import io.barograph.core.column.BooleanColumn;
import io.barograph.core.column.Column;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.Field;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.expr.EvaluationContext;
import io.barograph.core.expr.Evaluator;
import io.barograph.core.expr.Evaluators;
import io.barograph.core.expr.Expr;
import io.barograph.core.expr.Functions;
import io.barograph.core.expr.TimeUnit;
import io.barograph.core.merge.DeferredRows;
import io.barograph.core.merge.MergeTable;
import io.barograph.core.plan.AggregateCall;
import io.barograph.core.plan.Plan;
import io.barograph.core.stage.RowOperator;
import io.barograph.core.text.DateText;
import io.barograph.testkit.RandomColumns;
import io.barograph.testkit.RandomColumns.Nulls;
import io.barograph.testkit.RandomColumns.Values;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The kernel of {@code compute_columns.cu} and its twin in core give what an expression's evaluator does, and leave over what that counts. */
class ComputedColumnsTest {
    private static final long SEED = Long.getLong("barograph.seed", System.nanoTime());

    private static final double[] DOUBLES = {
        0.0,
        -0.0,
        1,
        -1,
        0.1,
        Double.NaN,
        Double.longBitsToDouble(0xFFF8_0000_0000_0123L),
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Double.MIN_VALUE,
        -Double.MIN_VALUE,
        Double.MIN_NORMAL,
        Double.MAX_VALUE,
        -Double.MAX_VALUE,
        1 + 0x1p-52,
        0x1p53,
        1e300,
        3,
        0.5,
        -2.5,
        2.675,
        0x1p52 + 1,
        0x1p52 - 0.5,
        -0x1p63,
        0x1p63,
        1e-310,
        7.25
    };

    private static final long[] LONGS = {
        0,
        1,
        -1,
        2,
        -2,
        3,
        1_000,
        Long.MIN_VALUE,
        Long.MIN_VALUE + 1,
        Long.MAX_VALUE,
        Long.MAX_VALUE - 1,
        1L << 53,
        (1L << 53) + 1,
        3_037_000_500L,
        -3_037_000_500L,
        1L << 32,
        1L << 62
    };

    /** Of 2000, 2024 and 1972, and 28ths of February of 1900 and 2100. */
    private static final long[] LEAP_DAYS = {11_016, 19_782, 789, -25_509, 47_540};

    private static final Schema SCHEMA = Schema.of(
            new Field("x", Type.DOUBLE),
            new Field("y", Type.DOUBLE),
            new Field("i", Type.BIGINT),
            new Field("j", Type.BIGINT),
            new Field("t", Type.TIMESTAMP),
            new Field("u", Type.TIMESTAMP));

    private static final Expr X = column(0);
    private static final Expr Y = column(1);
    private static final Expr I = column(2);
    private static final Expr J = column(3);
    private static final Expr T = column(4);
    private static final Expr U = column(5);

    @BeforeEach
    void aDevice() {
        StandIn.use();
    }

    private static Expr column(int index) {
        return new Expr.ColumnRef(index, SCHEMA.type(index));
    }

    private static Expr call(String function, Expr... arguments) {
        return Functions.call(function, List.of(arguments));
    }

    private static Expr of(double value) {
        return new Expr.Literal(Type.DOUBLE, value);
    }

    private static Expr of(long value) {
        return new Expr.Literal(Type.BIGINT, value);
    }

    static List<Expr> expressions() {
        List<Expr> all = new ArrayList<>();
        for (String operator : new String[] {"+", "-", "*", "/"}) {
            all.add(call(operator, X, Y));
            all.add(call(operator, I, J));
            all.add(call(operator, X, I));
            all.add(call(operator, I, of(-1)));
            all.add(call(operator, of(0.3), X));
        }
        for (String comparison : new String[] {"=", "<>", "<", "<=", ">", ">="}) {
            all.add(call(comparison, X, Y));
            all.add(call(comparison, I, J));
            all.add(call(comparison, T, U));
            all.add(call(comparison, X, of(1)));
            all.add(call(comparison, of(3.0), I));
            all.add(call(comparison, X, of(Double.NaN)));
        }
        Expr one = call("<", X, Y);
        Expr other = call(">", I, of(0));
        all.add(call("and", one, other));
        all.add(call("or", one, other, call("is null", T)));
        all.add(call("not", call("or", one, call("not", other))));
        all.add(call("and", one, new Expr.Literal(Type.BOOLEAN, null)));
        all.add(call("or", new Expr.Literal(Type.BOOLEAN, true), other));
        all.add(call("is null", call("+", X, Y)));
        all.add(call("is not null", call("/", I, J)));
        all.add(call("between", X, of(-1), Y));
        all.add(call("-", X));
        all.add(call("-", I));
        all.add(call("-", T, U));
        all.add(new Expr.Call("cast", List.of(I), Type.DOUBLE));
        // Rounded twice, as it stands; fused it would be once.
        all.add(call("+", call("*", X, Y), call("*", X, X)));
        all.add(call("/", call("-", X, of(32)), call("+", call("*", I, J), of(1.5))));
        all.add(call("and", call(">", call("/", I, J), of(1)), call("<", call("*", X, X), of(1e10))));
        addFunctions(all);
        addTimes(all);
        addChoices(all);
        addCasts(all);
        return all;
    }

    private static void addFunctions(List<Expr> all) {
        for (String operator : new String[] {"%", "mod"}) {
            all.add(call(operator, X, Y));
            all.add(call(operator, I, J));
            all.add(call(operator, X, I));
            all.add(call(operator, I, of(10)));
        }
        all.add(call("%", call("-", T, U), new Expr.Literal(Type.INTERVAL, 7L)));
        for (String function : new String[] {"abs", "sign", "floor", "ceil", "ceiling", "round"}) {
            all.add(call(function, X));
            all.add(call(function, I));
        }
        all.add(call("abs", call("-", T, U)));
        all.add(call("sqrt", X));
        all.add(call("sqrt", I));
        for (int digits : new int[] {3, 0, -1, -2, -9, -18}) {
            all.add(call("round", I, of(digits)));
        }
        for (String function : new String[] {"exp", "ln", "log10", "log2"}) {
            all.add(call(function, X));
            all.add(call(function, call("/", I, of(1_000.0))));
        }
        for (String function : new String[] {"sin", "cos", "tan", "asin", "acos", "atan"}) {
            all.add(call(function, X));
        }
        all.add(call("atan2", X, Y));
        all.add(call("atan2", I, X));
        all.add(call("degrees", X));
        all.add(call("radians", I));
        all.add(call("*", X, call("pi")));
        all.add(call("power", X, Y));
        all.add(call("pow", call("/", X, of(3.0)), I));
        all.add(call("power", of(2), I));
        for (String kind : new String[] {"isnan", "isinf", "isfinite"}) {
            all.add(call(kind, X));
        }
        for (String extreme : new String[] {"greatest", "least"}) {
            all.add(call(extreme, X, Y));
            all.add(call(extreme, Y, X, of(0.5)));
            all.add(call(extreme, I, X));
            all.add(call(extreme, T, U));
            all.add(call(extreme, I));
        }
        for (String comparison : new String[] {"=", "<>", "<", "<=", ">", ">="}) {
            all.add(call(comparison, X, I));
            all.add(call(comparison, I, X));
            all.add(call(comparison, I, of(2.5)));
            all.add(call(comparison, of(9.5), I));
        }
        all.add(call("between", I, X, of(2.5)));
        all.add(call("in", I, of(1), of(-2), of(Long.MAX_VALUE)));
        all.add(call("in", X, of(0.0), of(Double.NaN), of(3.0)));
        all.add(call("in", X, of(0), of(3)));
        all.add(call("in", X, Y, of(0.1)));
        all.add(call("in", I, of(1), new Expr.Literal(Type.BIGINT, null)));
        for (String test : new String[] {"is true", "is not true", "is false", "is not false"}) {
            all.add(call(test, call("<", X, Y)));
        }
        for (String test : new String[] {"is distinct from", "is not distinct from"}) {
            all.add(call(test, X, Y));
            all.add(call(test, I, J));
            all.add(call(test, I, X));
        }
    }

    private static void addTimes(List<Expr> all) {
        Stream.of("year", "quarter", "month", "week", "day", "hour", "minute", "second")
                .forEach(unit -> all.add(call(unit, T)));
        for (TimeUnit each : EnumSet.range(TimeUnit.YEAR, TimeUnit.NANOSECOND)) {
            String unit = each.name();
            all.add(call("extract", text(unit), T));
            all.add(call("date_trunc", text(unit), T));
            all.add(call("date_ceil", text(unit), T));
        }
        for (String unit : new String[] {"dow", "isodow", "doy", "isoyear", "epoch", "hours"}) {
            all.add(call("date_part", text(unit), T));
        }
        for (String unit : new String[] {"seconds", "ms", "us", "ns"}) {
            all.add(call("epoch_" + unit, T));
            all.add(call(unit.equals("seconds") ? "to_timestamp" : "from_epoch_" + unit, I));
        }
        long day = TimeUnit.DAY.nanos();
        for (long length :
                new long[] {7, 900_000_000_000L, 5 * day / 2, day, 2 * day, 7 * day, 14 * day, 1_000 * day}) {
            all.add(call("time_bucket", new Expr.Literal(Type.INTERVAL, length), T));
        }
        all.add(new Expr.Call("cast", List.of(T), Type.DATE));
        all.add(new Expr.Call("cast", List.of(new Expr.Call("cast", List.of(T), Type.DATE)), Type.TIMESTAMP));
        all.add(call("case", call(">", X, of(0.0)), call("date_trunc", text("year"), T), U));
    }

    private static Expr text(String value) {
        return new Expr.Literal(Type.VARCHAR, value);
    }

    /** What is undefined of what is not chosen is nobody's matter. */
    private static void addChoices(List<Expr> all) {
        Expr quotient = call("/", I, J);
        Expr positive = call(">", X, of(0.0));
        all.add(call("case", positive, X, Y));
        all.add(call("case", positive, X, I));
        all.add(call("case", positive, new Expr.Literal(Type.DOUBLE, null), Y));
        all.add(call("case", positive, T, U));
        all.add(call("case", positive, call("<", Y, of(1.0)), new Expr.Literal(Type.BOOLEAN, false)));
        all.add(call("case", call("=", J, of(0)), of(0), quotient));
        all.add(call("case", call("<>", J, of(0)), quotient, of(-1)));
        all.add(call("case", positive, quotient, call("=", I, of(3)), call("+", I, J), call("*", I, J)));
        // Asked for by all rows, and by some: it is counted wherever one asks.
        all.add(call("+", call("%", I, J), call("case", positive, call("%", I, J), of(0))));
        all.add(call("+", call("case", positive, call("%", I, J), of(0)), call("%", I, J)));
        all.add(call("case", call(">", quotient, of(1)), of(1), call("<", call("*", I, J), of(9)), of(2), of(3)));
        all.add(call(
                "case",
                positive,
                call("case", call("=", J, of(0)), of(0), quotient),
                call("coalesce", new Expr.Literal(Type.BIGINT, null), call("abs", I), quotient)));
        all.add(call("coalesce", X, Y));
        all.add(call("coalesce", I, X));
        all.add(call("coalesce", X, call("sqrt", Y), of(0)));
        all.add(call("coalesce", call("-", I), call("/", J, I), of(7)));
        all.add(call("coalesce", call("nullif", J, of(0)), call("/", I, J)));
        all.add(call("/", X, call("nullif", Y, of(0.0))));
        all.add(call("case", positive, call("ln", X), call("power", X, Y)));
        all.add(call("coalesce", call("nullif", X, of(0.0)), call("log10", Y)));
        all.add(call("nullif", X, of(-999)));
        all.add(call("nullif", I, X));
        all.add(call("nullif", T, U));
        all.add(call("case", call("and", positive, new Expr.Literal(Type.BOOLEAN, null)), of(1), quotient));
        all.add(call("case", call("not", call("<=", X, Y)), quotient, call("case", positive, of(1), call("+", I, J))));
    }

    private static void addCasts(List<Expr> all) {
        for (String cast : new String[] {"cast", "try_cast"}) {
            all.add(new Expr.Call(cast, List.of(X), Type.BIGINT));
            all.add(new Expr.Call(cast, List.of(I), Type.BIGINT));
            all.add(new Expr.Call(cast, List.of(call("<", X, Y)), Type.BIGINT));
            all.add(new Expr.Call(cast, List.of(call("<", X, Y)), Type.DOUBLE));
            all.add(new Expr.Call(cast, List.of(I), Type.BOOLEAN));
            all.add(new Expr.Call(cast, List.of(call("/", I, J)), Type.DOUBLE));
            for (Expr from : List.of(X, Y, I, call("*", X, of(1e37)))) {
                all.add(new Expr.Call(cast, List.of(from, text("REAL")), Type.DOUBLE));
            }
        }
        for (String type : new String[] {"INT", "SMALLINT", "TINYINT"}) {
            all.add(new Expr.Call("cast", List.of(I, new Expr.Literal(Type.VARCHAR, type)), Type.BIGINT));
        }
        all.add(new Expr.Call("cast", List.of(call("*", X, of(10))), Type.BIGINT));
    }

    static List<Expr> roundings() {
        return IntStream.of(0, 1, 2, 6, 22, -1, -3, -18)
                .mapToObj(digits -> call("round", X, of(digits)))
                .toList();
    }

    /** Every value meets every other one, and NULL. */
    private static Batch hostile() {
        Random random = new Random(SEED);
        int size = Batch.CAPACITY;
        RandomColumns columns = new RandomColumns(random);
        Column[] drawn = new Column[SCHEMA.size()];
        for (int i = 0; i < drawn.length; i++) {
            drawn[i] = columns.column(SCHEMA.type(i), size, Values.ODD, Nulls.SOME);
        }
        double[] x = ((DoubleColumn) drawn[0]).values();
        double[] y = ((DoubleColumn) drawn[1]).values();
        for (int i = 0; i < DOUBLES.length * DOUBLES.length; i++) {
            x[i] = DOUBLES[i % DOUBLES.length];
            y[i] = DOUBLES[i / DOUBLES.length];
        }
        for (int column = 2; column < drawn.length; column++) {
            long[] values = ((LongColumn) drawn[column]).values();
            for (int i = 0; i < LONGS.length * LONGS.length; i++) {
                values[i] = LONGS[column % 2 == 0 ? i % LONGS.length : i / LONGS.length];
            }
            for (int i = LONGS.length * LONGS.length; SCHEMA.type(column) == Type.TIMESTAMP && i < size; i++) {
                // Around midnights of all days that there are, and of those that end leap years and eras.
                long day = random.nextInt(2 * (int) DateText.MAX_DAY + 1) - DateText.MAX_DAY;
                day = i % 4 == 0 ? LEAP_DAYS[random.nextInt(LEAP_DAYS.length)] + random.nextInt(2) : day;
                long around = day * TimeUnit.DAY.nanos() + random.nextInt(3) - 1;
                values[i] = i % 2 == 0 ? around : random.nextLong();
            }
        }
        return new Batch(drawn, size);
    }

    /** By row: what became of it, and the value's bits, or null. */
    private record Result(Fate fate, String value) {}

    private static Result taken(boolean isNull, long bits, Type type) {
        boolean isNan = type == Type.DOUBLE && Double.isNaN(Double.longBitsToDouble(bits));
        return new Result(Fate.TAKEN, isNull ? "null" : isNan ? "NaN" : Long.toHexString(bits));
    }

    private static List<Result> evaluated(Expr expression, Batch batch) {
        EvaluationContext context = new EvaluationContext(List.of(), false);
        Evaluator evaluator = Evaluators.compile(expression, context);
        List<Result> results = new ArrayList<>();
        Map<String, Long> before = Map.of();
        for (int row = 0; row < batch.size(); row++) {
            Column[] one = new Column[SCHEMA.size()];
            for (int column = 0; column < one.length; column++) {
                one[column] = RandomColumns.pick(batch.column(column), new int[] {row}, 0, 1);
            }
            Column value = evaluator.evaluate(new Batch(one, 1));
            Map<String, Long> now = context.undefinedCounts();
            long bits = value instanceof DoubleColumn doubles
                    ? Double.doubleToRawLongBits(doubles.values()[0])
                    : value instanceof BooleanColumn booleans
                            ? booleans.values()[0] ? 1 : 0
                            : ((LongColumn) value).values()[0];
            results.add(
                    now.equals(before)
                            ? taken(value.validity().isNull(0), bits, expression.type())
                            : new Result(Fate.UNDEFINED, ""));
            before = now;
        }
        return results;
    }

    /** A chunk: the columns of inputs, then flags. */
    private static LongBuffer[] chunk(Batch batch, RowsShape shape, int[] inputs) {
        LongBuffer[] chunk = new LongBuffer[shape.columns()];
        for (int column = 0; column < chunk.length; column++) {
            chunk[column] = LongBuffer.allocate(batch.size());
        }
        for (int row = 0; row < batch.size(); row++) {
            long flags = 0;
            for (int input = 0; input < inputs.length; input++) {
                Column column = batch.column(inputs[input]);
                chunk[input].put(
                        row,
                        column instanceof DoubleColumn doubles
                                ? Double.doubleToRawLongBits(doubles.values()[row])
                                : ((LongColumn) column).values()[row]);
                flags |= (column.validity().isNull(row) ? 0L : 1L) << input;
            }
            chunk[shape.flagsColumn()].put(row, flags);
        }
        return chunk;
    }

    @ParameterizedTest
    @MethodSource("expressions")
    void kernelAndTwinGiveTheBitsOfTheEvaluator(Expr expression) {
        Batch batch = hostile();
        assertThat(onTwinAndDevice(expression, batch))
                .as("repeat with -Dbarograph.seed=" + SEED)
                .isEqualTo(evaluated(expression, batch));
    }

    /** Where a product does not tell, the row is left over, though its result is defined: to the CPU, which has more digits. */
    @ParameterizedTest
    @MethodSource("roundings")
    void digitsAreRoundedToTheBitsOfTheEvaluatorOrLeftToIt(Expr expression) {
        Batch batch = hostile();
        Random random = new Random(SEED);
        double[] x = ((DoubleColumn) batch.column(0)).values();
        for (int i = DOUBLES.length * DOUBLES.length; i < x.length; i++) {
            x[i] = i % 50 == 0
                    ? random.nextInt(1_000) / 8.0
                    : i % 50 == 1 ? random.nextInt(2_000) * 5.0 : random.nextGaussian() * Math.pow(10, i % 21);
        }
        List<Result> found = onTwinAndDevice(expression, batch);
        List<Result> expected = evaluated(expression, batch);
        int left = 0;
        for (int row = 0; row < batch.size(); row++) {
            if (found.get(row).fate() == Fate.UNDEFINED) {
                left++;
                continue;
            }
            assertThat(found.get(row))
                    .as("row %s; repeat with -Dbarograph.seed=%s", row, SEED)
                    .isEqualTo(expected.get(row));
        }
        boolean mostAreLeft =
                ((Expr.Literal) ((Expr.Call) expression).argument(1)).value().equals(22L);
        assertThat(left).isBetween(1, mostAreLeft ? batch.size() : batch.size() / 4);
    }

    /** What the twin makes of rows, which the device does, too. */
    private static List<Result> onTwinAndDevice(Expr expression, Batch batch) {
        boolean isTruth = expression.type() == Type.BOOLEAN;
        Schema computed = Schema.of(new Field("e", expression.type()));
        AggregateCall call = isTruth
                ? new AggregateCall("count", List.of(), List.of(), false, 0, Type.BIGINT)
                : new AggregateCall("max", List.of(0), List.of(), false, -1, expression.type());
        MergeTable table = new MergeTable(
                computed,
                new Plan.Aggregate(
                        new Plan.Values(computed, List.of()),
                        List.of(),
                        List.of(call),
                        Schema.of(new Field("r", call.type()))));
        DeferredRows.Attempt attempt =
                table.defer(SCHEMA, List.of(new RowOperator.Project(List.of(expression), computed)), null);
        assertThat(attempt.reason()).isEmpty();
        RowsShape shape = table.deviceShape(null, attempt.rows());
        RowProgram program = Objects.requireNonNull(shape.program());
        LongBuffer[] chunk =
                chunk(batch, shape, Objects.requireNonNull(attempt.rows()).travelling());

        List<Result> twin = new ArrayList<>();
        ComputedRow row = new ComputedRow(program);
        for (int i = 0; i < batch.size(); i++) {
            Fate fate = row.compute(chunk, chunk[shape.flagsColumn()], i);
            int register =
                    isTruth ? program.picks().get(0).filter() : program.values().get(0);
            twin.add(
                    fate != Fate.TAKEN
                            ? new Result(fate, "")
                            : isTruth
                                    ? taken(row.isNull(register), row.flags() & 1, expression.type())
                                    : taken(row.isNull(register), row.value(0), expression.type()));
        }
        assertThat(ComputedChunk.onDevice(shape, chunk, batch.size())
                        .difference(ComputedChunk.byTwin(program, chunk, batch.size())))
                .as("repeat with -Dbarograph.seed=" + SEED)
                .isEmpty();
        assertThat(StandIn.allocated()).isZero();
        return twin;
    }
}
