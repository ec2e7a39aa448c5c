package io.barograph.bench.gpu;

import io.barograph.core.device.Device;
import io.barograph.core.device.Devices;
import io.barograph.core.engine.RunOptions;
import io.barograph.core.error.BarographException;
import io.barograph.core.pairs.Correlations;
import io.barograph.core.pairs.MatrixProfile;
import io.barograph.local.CorrelationRun;
import io.barograph.local.DeviceUse;
import io.barograph.local.DeviceUse.Wish;
import io.barograph.local.ProfileRun;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Times matrix profiles, correlations and merges on the GPU and, where it does not take too long, on all cores, and ends with status 1 where
 * their bits differ. Times of the first two are whole calls: from arrays of the heap to the answer there, the device's opening included.
 */
public final class GpuRun {
    private static final int DEFAULT_READINGS = 1 << 20;
    private static final int WINDOW = 50;
    private static final int ROUNDS = 3;
    private static final int TIMES = 10_000;
    /** Readings for each series that is correlated. */
    private static final int READINGS_PER_SERIES = 512;
    /** Readings above which the CPU is not asked. */
    private static final int MOST_ON_CPU = 1 << 17;

    private static final DeviceUse GPU = new DeviceUse(Wish.ALWAYS, note -> {});

    private final RunOptions options = RunOptions.defaults();
    private final SplittableRandom random = new SplittableRandom(42);
    private boolean differs;

    private GpuRun() {}

    /** @param arguments the readings of the longest series, 1,048,576 where there are none */
    public static void main(String[] arguments) {
        int readings = arguments.length == 0 ? DEFAULT_READINGS : Integer.parseInt(arguments[0]);
        GpuRun run = new GpuRun();
        try (Device device = Devices.open()) {
            System.out.println(device.description() + "; " + run.options.threads() + " threads");
        } catch (BarographException none) {
            System.err.println(none.getMessage());
            System.exit(none.code().category().exitStatus());
        }
        run.profiles(readings / 8);
        run.profiles(readings);
        int series = readings / READINGS_PER_SERIES;
        run.correlations(series, 0);
        run.correlations(series, 0.01);
        run.differs |= !new MergeTimes(readings).run(run.options.threads());
        if (run.differs) {
            System.out.println("THE BITS DIFFER");
            System.exit(1);
        }
    }

    private void profiles(int readings) {
        double[] walk = new double[readings];
        double level = 0;
        for (int i = 0; i < readings; i++) {
            level += random.nextDouble() - 0.5;
            walk[i] = level;
        }
        String what = String.format(Locale.ROOT, "matrix profile, n = %,d, m = %d", readings, WINDOW);
        MatrixProfile found = time(
                what + ", GPU",
                ROUNDS,
                () -> ProfileRun.of(List.of(walk), WINDOW, options, GPU).get(0));
        if (readings <= MOST_ON_CPU) {
            MatrixProfile expected = time(
                    what + ", CPU",
                    1,
                    () -> ProfileRun.of(List.of(walk), WINDOW, options).get(0));
            differs |= !Arrays.equals(found.neighbours(), expected.neighbours())
                    || !Arrays.equals(found.distances(), expected.distances());
        }
    }

    /** @param missing the share of readings that are */
    private void correlations(int series, double missing) {
        List<double[]> readings = IntStream.range(0, series)
                .mapToObj(one -> random.doubles(TIMES)
                        .map(x -> x < missing ? Double.NaN : x)
                        .toArray())
                .toList();
        String what = String.format(
                Locale.ROOT, "correlations, %,d series of %,d, %.0f %% missing", series, TIMES, 100 * missing);
        Correlations found = time(what + ", GPU", ROUNDS, () -> CorrelationRun.of(readings, options, GPU));
        Correlations expected = time(what + ", CPU", 1, () -> CorrelationRun.of(readings, options));
        differs |= !Arrays.equals(found.counts(), expected.counts())
                || !Arrays.equals(found.coefficients(), expected.coefficients());
    }

    private static <T> T time(String what, int rounds, Supplier<T> call) {
        StringBuilder line = new StringBuilder(what).append(':');
        T result = null;
        for (int round = 0; round < rounds; round++) {
            long begun = System.nanoTime();
            result = call.get();
            line.append(String.format(Locale.ROOT, " %.3f s", (System.nanoTime() - begun) / 1e9));
        }
        System.out.println(line);
        if (result == null) {
            throw new IllegalArgumentException("no rounds");
        }
        return result;
    }
}
