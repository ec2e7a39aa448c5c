package io.barograph.bench;

import static java.util.Objects.requireNonNull;

import io.barograph.core.column.Batch;
import io.barograph.core.column.BatchCompactor;
import io.barograph.core.column.BooleanColumn;
import io.barograph.core.column.Column;
import io.barograph.core.column.Dictionary;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.Field;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Selection;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.core.column.VarcharColumn;
import io.barograph.core.expr.EvaluationContext;
import io.barograph.core.expr.Evaluator;
import io.barograph.core.expr.Evaluators;
import io.barograph.core.expr.Expr;
import io.barograph.core.expr.Functions;
import io.barograph.core.window.WindowAssigner;
import io.barograph.core.window.WindowSpec;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Nanoseconds per row of expressions, filters and windows over full batches of a sensor table. The set-up checks a sample
 * of each against plain Java.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(Batch.CAPACITY)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class ExpressionBenchmark {
    private static final Schema SCHEMA = Schema.of(
            new Field("ts", Type.TIMESTAMP),
            new Field("device", Type.VARCHAR),
            new Field("a", Type.DOUBLE),
            new Field("b", Type.DOUBLE),
            new Field("n", Type.BIGINT));
    private static final int SIZE = Batch.CAPACITY;

    /** Per mille of NULL in every column but the time. */
    @Param({"0", "50"})
    public int nulls;

    private Batch batch = new Batch(new Column[0], 0);
    private Batch disorder = batch;
    private Evaluator sum = batch -> batch.column(0);
    private Evaluator condition = sum;
    private Evaluator choice = sum;
    private Evaluator prefix = sum;
    private Evaluator hour = sum;
    private Evaluator integers = sum;
    private final int[] positions = new int[SIZE];
    private final BatchCompactor compactor = BatchCompactor.of(SCHEMA);
    private final WindowAssigner minutes = new WindowAssigner(SCHEMA, 0, WindowSpec.tumble(60_000_000_000L, 0));

    @Setup
    public void prepare() {
        SplittableRandom random = new SplittableRandom(42);
        long[] times = new long[SIZE];
        long[] scattered = new long[SIZE];
        int[] codes = new int[SIZE];
        double[] a = new double[SIZE];
        double[] b = new double[SIZE];
        long[] n = new long[SIZE];
        long[] words = Validity.allPresent(SIZE);
        Dictionary dictionary = new Dictionary();
        for (int i = 0; i < SIZE; i++) {
            times[i] = 1_672_531_200_000_000_000L + i * 10_000_000L;
            scattered[i] = times[0] + random.nextLong(86_400_000_000_000L);
            codes[i] = dictionary.intern("device-" + random.nextInt(100));
            a[i] = random.nextDouble(20, 30);
            b[i] = random.nextDouble(40, 60);
            n[i] = random.nextInt(1_000_000);
            if (random.nextInt(1000) < nulls) {
                Validity.setNull(words, i);
            }
        }
        Validity validity = nulls == 0 ? Validity.ALL : Validity.of(words);
        Column[] columns = {
            new LongColumn(Type.TIMESTAMP, times, Validity.ALL),
            new VarcharColumn(codes, dictionary, validity),
            new DoubleColumn(a, validity),
            new DoubleColumn(b, validity),
            new LongColumn(Type.BIGINT, n, validity)
        };
        batch = new Batch(columns, SIZE);
        Column[] late = columns.clone();
        late[0] = new LongColumn(Type.TIMESTAMP, scattered, Validity.ALL);
        disorder = new Batch(late, SIZE);

        Expr refA = new Expr.ColumnRef(2, Type.DOUBLE);
        Expr refB = new Expr.ColumnRef(3, Type.DOUBLE);
        Expr refN = new Expr.ColumnRef(4, Type.BIGINT);
        sum = compile(call("+", call("*", refA, number(1.8)), refB));
        condition = compile(call("and", call(">", refA, number(25)), call("<", refB, number(50))));
        choice = compile(call("case", call(">", refA, number(25)), refA, refB));
        prefix =
                compile(call("like", new Expr.ColumnRef(1, Type.VARCHAR), new Expr.Literal(Type.VARCHAR, "device-1%")));
        hour = compile(call("hour", new Expr.ColumnRef(0, Type.TIMESTAMP)));
        integers = compile(call("*", call("+", refN, new Expr.Literal(Type.BIGINT, 1L)), refN));
        check(a, b, codes, dictionary, validity);
    }

    private void check(double[] a, double[] b, int[] codes, Dictionary dictionary, Validity validity) {
        Column sums = sum.evaluate(batch);
        Column conditions = condition.evaluate(batch);
        Column prefixes = prefix.evaluate(batch);
        for (int i = 0; i < SIZE; i++) {
            if (validity.isPresent(i)) {
                require(sums, i, a[i] * 1.8 + b[i]);
                require(conditions, i, a[i] > 25 && b[i] < 50);
                require(prefixes, i, dictionary.string(codes[i]).startsWith("device-1"));
            }
        }
    }

    private static void require(Column column, int position, Object expected) {
        if (!expected.equals(column.value(position))) {
            throw new IllegalStateException(position + ": " + column.value(position) + ", not " + expected);
        }
    }

    private static Evaluator compile(Expr expression) {
        return Evaluators.compile(expression, new EvaluationContext(List.of(), false));
    }

    private static Expr call(String function, Expr... arguments) {
        return Functions.call(function, List.of(arguments));
    }

    private static Expr number(double value) {
        return new Expr.Literal(Type.DOUBLE, value);
    }

    /** {@code a * 1.8 + b}. */
    @Benchmark
    public Column doubleArithmetic() {
        return sum.evaluate(batch);
    }

    /** {@code (n + 1) * n}, checked for overflow. */
    @Benchmark
    public Column longArithmetic() {
        return integers.evaluate(batch);
    }

    /** {@code a > 25 AND b < 50}. */
    @Benchmark
    public Column comparisons() {
        return condition.evaluate(batch);
    }

    /** {@code CASE WHEN a > 25 THEN a ELSE b END}. */
    @Benchmark
    public Column choice() {
        return choice.evaluate(batch);
    }

    /** {@code device LIKE 'device-1%'} over a dictionary of 100. */
    @Benchmark
    public Column like() {
        return prefix.evaluate(batch);
    }

    /** {@code hour(ts)}. */
    @Benchmark
    public Column hourOfTime() {
        return hour.evaluate(batch);
    }

    /** {@code WHERE a > 25 AND b < 50}: a quarter of the rows, gathered. */
    @Benchmark
    public Batch filter() {
        int count = Selection.whereTrue((BooleanColumn) condition.evaluate(batch), SIZE, positions);
        return compactor.compact(batch, positions, count);
    }

    /** {@code TUMBLE} by minute of rows in time order. */
    @Benchmark
    public Batch tumbleInOrder() {
        minutes.begin(batch);
        return requireNonNull(minutes.next());
    }

    /** {@code TUMBLE} by minute of rows scattered over a day. */
    @Benchmark
    public Batch tumbleScattered() {
        minutes.begin(disorder);
        return requireNonNull(minutes.next());
    }
}
