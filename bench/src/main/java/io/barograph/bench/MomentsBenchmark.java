package io.barograph.bench;

import io.barograph.core.aggregate.exact.CoMomentsState;
import io.barograph.core.aggregate.exact.ExactState;
import io.barograph.core.aggregate.exact.Finish;
import io.barograph.core.aggregate.exact.MomentsState;
import io.barograph.core.aggregate.exact.SumState;
import io.barograph.core.column.Column;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import java.math.BigDecimal;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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
 * Nanoseconds per value to add to exact states, beside doubles that are merely added up, and per group to finish. The set-up
 * checks the first group's sum against BigDecimal.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(MomentsBenchmark.COUNT)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class MomentsBenchmark {
    static final int COUNT = 1 << 20;
    private static final int BATCH = 4096;

    /** Few groups, taken in turn, stay in the cache; of a million, each row meets one at random. */
    @Param({"100", "1000000"})
    public int groups;

    /** Readings of one magnitude, of some around zero, or over ten decades. */
    @Param({"sensor", "signed", "mixed"})
    public String shape = "";

    private final int batches = COUNT / BATCH;
    private final Column[][] columns = new Column[batches][];
    private final double[][] values = new double[batches][BATCH];
    private final int[][] rowGroups = new int[batches][BATCH];
    private final SumState sums = new SumState(Type.DOUBLE);
    private final MomentsState moments = new MomentsState(Type.DOUBLE);
    private final CoMomentsState coMoments = new CoMomentsState(Type.DOUBLE, Type.DOUBLE);
    private double[] plain = new double[0];
    private int[] finished = new int[0];
    private final double[] out = new double[COUNT];
    private final long[] validity = new long[COUNT / 64];

    @Setup
    public void prepare() {
        SplittableRandom random = new SplittableRandom(42);
        BigDecimal expected = BigDecimal.ZERO;
        for (int row = 0; row < COUNT; row++) {
            int batch = row / BATCH;
            int group = groups <= 100 ? row % groups : random.nextInt(groups);
            double value = switch (shape) {
                case "sensor" -> Math.round(random.nextDouble(20, 30) * 1e4) / 1e4;
                case "signed" -> Math.round(random.nextDouble(-99.9, 99.9) * 10) / 10.0;
                default -> Math.pow(10, random.nextDouble(-5, 5));
            };
            values[batch][row % BATCH] = value;
            rowGroups[batch][row % BATCH] = group;
            expected = group == 0 ? expected.add(new BigDecimal(value)) : expected;
        }
        for (int batch = 0; batch < batches; batch++) {
            DoubleColumn column = new DoubleColumn(values[batch], Validity.ALL);
            columns[batch] = new Column[] {column, column};
        }
        sums.resize(groups);
        moments.resize(groups);
        coMoments.resize(groups);
        plain = new double[3 * groups];
        finished = IntStream.range(0, COUNT).map(i -> i % groups).toArray();
        addSums();
        addMoments();
        moments.finish(Finish.SUM, new int[1], 1, out, validity);
        double exact = out[0];
        sums.finish(Finish.SUM, new int[1], 1, out, validity);
        if (exact != expected.doubleValue() || out[0] != exact) {
            throw new IllegalStateException("the sum is " + expected + ", not " + exact + " or " + out[0]);
        }
    }

    private void addTo(ExactState state) {
        for (int batch = 0; batch < batches; batch++) {
            state.add(columns[batch], rowGroups[batch], BATCH);
        }
    }

    @Benchmark
    public void addSums() {
        addTo(sums);
    }

    @Benchmark
    public void addMoments() {
        addTo(moments);
    }

    @Benchmark
    public void addCoMoments() {
        addTo(coMoments);
    }

    /** What others do: n, Σx and Σx² in doubles, which depend on the order of rows. */
    @Benchmark
    public double[] addPlainDoubles() {
        double[] sink = plain;
        for (int batch = 0; batch < batches; batch++) {
            double[] row = values[batch];
            int[] group = rowGroups[batch];
            for (int i = 0; i < BATCH; i++) {
                int at = 3 * group[i];
                sink[at]++;
                sink[at + 1] += row[i];
                sink[at + 2] += row[i] * row[i];
            }
        }
        return sink;
    }

    @Benchmark
    public double finishAvg() {
        moments.finish(Finish.AVG, finished, COUNT, out, validity);
        return out[0];
    }

    @Benchmark
    public double finishStddev() {
        moments.finish(Finish.STDDEV_SAMP, finished, COUNT, out, validity);
        return out[0];
    }
}
