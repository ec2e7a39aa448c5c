package io.barograph.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.aggregate.totals.ComputedRow;
import io.barograph.core.aggregate.totals.ComputedRow.Fate;
import io.barograph.core.aggregate.totals.RowProgram;
import io.barograph.core.aggregate.totals.RowsShape;
import io.barograph.core.column.Batch;
import io.barograph.core.column.BooleanColumn;
import io.barograph.core.column.Column;
import io.barograph.core.column.DecimalColumn;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.Field;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.expr.EvaluationContext;
import io.barograph.core.expr.Evaluator;
import io.barograph.core.expr.Evaluators;
import io.barograph.core.expr.Expr;
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
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
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

    @BeforeEach
    void aDevice() {
        StandIn.use();
    }

    /** Every value meets every other one, and NULL. */
    private static Batch hostile() {
        Random random = new Random(SEED);
        int size = Batch.CAPACITY;
        RandomColumns columns = new RandomColumns(random);
        Column[] drawn = new Column[RowExpressionCases.SCHEMA.size()];
        for (int i = 0; i < drawn.length; i++) {
            drawn[i] = columns.column(RowExpressionCases.SCHEMA.type(i), size, Values.ODD, Nulls.SOME);
        }
        double[] x = ((DoubleColumn) drawn[0]).values();
        double[] y = ((DoubleColumn) drawn[1]).values();
        for (int i = 0; i < DOUBLES.length * DOUBLES.length; i++) {
            x[i] = DOUBLES[i % DOUBLES.length];
            y[i] = DOUBLES[i / DOUBLES.length];
        }
        for (int column = 2; column < RowExpressionCases.DECIMALS; column++) {
            long[] values = ((LongColumn) drawn[column]).values();
            for (int i = 0; i < LONGS.length * LONGS.length; i++) {
                values[i] = LONGS[column % 2 == 0 ? i % LONGS.length : i / LONGS.length];
            }
            for (int i = LONGS.length * LONGS.length;
                    RowExpressionCases.SCHEMA.type(column) == Type.TIMESTAMP && i < size;
                    i++) {
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
            Column[] one = new Column[RowExpressionCases.SCHEMA.size()];
            for (int column = 0; column < one.length; column++) {
                one[column] = RandomColumns.pick(batch.column(column), new int[] {row}, 0, 1);
            }
            Column value = evaluator.evaluate(new Batch(one, 1));
            Map<String, Long> now = context.undefinedCounts();
            results.add(
                    now.equals(before)
                            ? taken(value.validity().isNull(0), word(value, 0), expression.type())
                            : new Result(Fate.UNDEFINED, ""));
            before = now;
        }
        return results;
    }

    /** Of a DECIMAL the lower one. */
    private static long word(Column column, int row) {
        return column instanceof DoubleColumn doubles
                ? Double.doubleToRawLongBits(doubles.values()[row])
                : column instanceof BooleanColumn booleans
                        ? booleans.values()[row] ? 1 : 0
                        : column instanceof DecimalColumn decimals
                                ? decimals.low()[row]
                                : ((LongColumn) column).values()[row];
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
                chunk[input].put(row, word(column, row));
                flags |= (column.validity().isNull(row) ? 0L : 1L) << input;
            }
            chunk[shape.flagsColumn()].put(row, flags);
        }
        return chunk;
    }

    @ParameterizedTest
    @MethodSource("io.barograph.gpu.RowExpressionCases#expressions")
    void kernelAndTwinGiveTheBitsOfTheEvaluator(Expr expression) {
        Batch batch = hostile();
        assertThat(onTwinAndDevice(expression, batch))
                .as("repeat with -Dbarograph.seed=" + SEED)
                .isEqualTo(evaluated(expression, batch));
    }

    /** Where doubles do not tell, the row is left over, though its result is defined: to the CPU, which has more digits. */
    @ParameterizedTest
    @MethodSource("io.barograph.gpu.RowExpressionCases#roundings")
    void digitsAreRoundedToTheBitsOfTheEvaluatorOrLeftToIt(Expr expression) {
        Batch batch = hostile();
        Random random = new Random(SEED);
        double[] x = ((DoubleColumn) batch.column(0)).values();
        for (int i = DOUBLES.length * DOUBLES.length; i < x.length; i++) {
            x[i] = i % 50 == 0
                    ? random.nextInt(1_000) / 8.0
                    : i % 50 == 1 ? random.nextInt(2_000) * 5.0 : random.nextGaussian() * Math.pow(10, i % 21);
        }
        boolean mostAreLeft =
                ((Expr.Literal) ((Expr.Call) expression).argument(1)).value().equals(22L);
        assertSameOrLeft(expression, batch, mostAreLeft ? batch.size() : batch.size() / 4);
    }

    @ParameterizedTest
    @MethodSource("io.barograph.gpu.RowExpressionCases#decimals")
    void decimalsHaveTheDigitsOfTheEvaluatorOrAreLeftToIt(Expr expression) {
        Batch batch = hostile();
        assertSameOrLeft(expression, batch, batch.size());
        // As sensors report them: nearly all of these fit where the type says so.
        Column[] usual = batch.columns().clone();
        RandomColumns columns = new RandomColumns(new Random(SEED));
        for (int i = 0; i < usual.length; i++) {
            usual[i] = columns.column(RowExpressionCases.SCHEMA.type(i), batch.size(), Values.SENSOR, Nulls.SOME);
        }
        boolean fits = !expression.type().isDecimal() || DecimalColumn.isOfOneWord(expression.type());
        assertSameOrLeft(expression, new Batch(usual, batch.size()), fits ? batch.size() / 4 : batch.size());
    }

    /** @param most how many defined results may be left over */
    private static void assertSameOrLeft(Expr expression, Batch batch, int most) {
        List<Result> found = onTwinAndDevice(expression, batch);
        List<Result> expected = evaluated(expression, batch);
        int left = 0;
        for (int row = 0; row < batch.size(); row++) {
            if (found.get(row).fate() == Fate.UNDEFINED) {
                left += expected.get(row).fate() == Fate.UNDEFINED ? 0 : 1;
                continue;
            }
            assertThat(found.get(row))
                    .as("row %s; repeat with -Dbarograph.seed=%s", row, SEED)
                    .isEqualTo(expected.get(row));
        }
        assertThat(left).isLessThanOrEqualTo(most);
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
        DeferredRows.Attempt attempt = table.defer(
                RowExpressionCases.SCHEMA, List.of(new RowOperator.Project(List.of(expression), computed)), null);
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
