package io.barograph.bench.sidebyside;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/**
 * What one run took. On a machine that others use too, processor time says more than wall time.
 *
 * @param wall seconds from start to end
 * @param processor seconds of all cores together, in user mode and in the kernel; 0 where it was not measured
 */
public record Cost(double wall, double processor) {
    /** The medians of wall and processor time, each for itself. */
    public static Cost median(Cost[] runs) {
        return new Cost(median(runs, Cost::wall), median(runs, Cost::processor));
    }

    private static double median(Cost[] runs, ToDoubleFunction<Cost> part) {
        return median(Arrays.stream(runs).mapToDouble(part));
    }

    /** The median of at least one number; of an even count the mean of the two in the middle. */
    public static double median(DoubleStream numbers) {
        double[] sorted = numbers.sorted().toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.2f s (processor %.2f s)", wall, processor);
    }
}
