package io.barograph.bench;

import io.barograph.core.engine.RunOptions;
import io.barograph.core.pairs.Correlations;
import io.barograph.core.pairs.MatrixProfile;
import io.barograph.local.CorrelationRun;
import io.barograph.local.ProfileRun;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Seconds of one thread for the matrix profile of one series, and for the correlations of all pairs of series; an idle machine is needed. The
 * set-up checks some windows against all others by the definition, and some pairs by two passes.
 *
 * <p>The profile's figure to compare with: {@code -p readings=131072 -p window=50}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 1)
@Measurement(iterations = 3)
@Fork(1)
public class PairsBenchmark {
    private static final int CHECKED = 25;
    private static final int SERIES = 500;
    private static final int TIMES = 10_000;
    private static final double TOLERANCE = 1e-8;

    @Param({"32768"})
    public int readings;

    @Param({"50"})
    public int window;

    private final RunOptions options = RunOptions.defaults().withThreads(1);
    private double[] walk = new double[0];
    private List<double[]> complete = List.of();
    private List<double[]> missing = List.of();

    /** Makes the data, and checks answers. */
    @Setup
    public void prepare() {
        SplittableRandom random = new SplittableRandom(42);
        walk = new double[readings];
        double level = 0;
        for (int i = 0; i < readings; i++) {
            level += random.nextDouble() - 0.5;
            walk[i] = level;
        }
        complete = Stream.generate(() -> random.doubles(TIMES).toArray())
                .limit(SERIES)
                .toList();
        missing = complete.stream()
                .map(series -> java.util.Arrays.stream(series)
                        .map(x -> x < 0.01 ? Double.NaN : x)
                        .toArray())
                .toList();
        checkProfile(profile());
        checkCorrelations(correlationsOfCompleteSeries(), complete);
        checkCorrelations(correlationsOfSeriesWithGaps(), missing);
    }

    /** The matrix profile of {@code readings} readings. */
    @Benchmark
    public MatrixProfile profile() {
        return ProfileRun.of(List.of(walk), window, options).get(0);
    }

    /** 500 series of 10,000 readings. */
    @Benchmark
    public Correlations correlationsOfCompleteSeries() {
        return CorrelationRun.of(complete, options);
    }

    /** The same with one reading of a hundred missing. */
    @Benchmark
    public Correlations correlationsOfSeriesWithGaps() {
        return CorrelationRun.of(missing, options);
    }

    private void checkProfile(MatrixProfile profile) {
        int windows = readings - window + 1;
        int zone = (window + 3) / 4;
        for (int check = 0; check < CHECKED; check++) {
            int one = (int) ((long) check * (windows - 1) / (CHECKED - 1));
            double nearest = Double.POSITIVE_INFINITY;
            for (int other = 0; other < windows; other++) {
                if (Math.abs(one - other) > zone) {
                    nearest = Math.min(nearest, distance(one, other));
                }
            }
            check("window " + one, profile.distances()[one], nearest);
        }
    }

    private double distance(int one, int other) {
        return Math.sqrt(2 * window * (1 - coefficient(walk, one, walk, other, window)));
    }

    private static void checkCorrelations(Correlations found, List<double[]> series) {
        for (int check = 1; check < CHECKED; check++) {
            int other = SERIES - check;
            double expected = coefficient(series.get(check), 0, series.get(other), 0, TIMES);
            check("pair " + check, found.coefficients()[found.pair(check, other)], expected);
        }
    }

    /** Pearson's, by two passes over where both are there. */
    private static double coefficient(double[] left, int leftFrom, double[] right, int rightFrom, int count) {
        double x = 0;
        double y = 0;
        int common = 0;
        for (int i = 0; i < count; i++) {
            double product = left[leftFrom + i] * right[rightFrom + i];
            if (!Double.isNaN(product)) {
                x += left[leftFrom + i];
                y += right[rightFrom + i];
                common++;
            }
        }
        x /= common;
        y /= common;
        double xx = 0;
        double yy = 0;
        double xy = 0;
        for (int i = 0; i < count; i++) {
            double u = left[leftFrom + i] - x;
            double v = right[rightFrom + i] - y;
            if (!Double.isNaN(u * v)) {
                xx += u * u;
                yy += v * v;
                xy += u * v;
            }
        }
        return xy / Math.sqrt(xx * yy);
    }

    private static void check(String what, double found, double expected) {
        if (!(Math.abs(found - expected) <= TOLERANCE)) {
            throw new IllegalStateException(what + ": " + found + " instead of " + expected);
        }
    }
}
