package io.barograph.gpu;

import java.util.Arrays;
import java.util.Random;

/** Readings that rounding, ties and missing values make hard, by their shape. */
enum HostileSeries {
    WALK,
    /** Many windows are equally near. */
    QUANTISED,
    CONSTANT,
    /** Stretches without a change among others. */
    STUCK,
    SUBNORMAL,
    HUGE,
    /** Terms that cancel but for their last digits. */
    CANCELLING,
    MISSING,
    INFINITE,
    NOTHING;

    double[] readings(int count, Random random) {
        double[] readings = new double[count];
        double walk = 0;
        for (int i = 0; i < count; i++) {
            walk += random.nextGaussian();
            readings[i] = switch (this) {
                case WALK -> walk;
                case QUANTISED -> random.nextInt(3);
                case CONSTANT -> 0.1;
                case STUCK -> i / 37 % 3 == 0 && i > 0 ? readings[i - 1] : walk;
                case SUBNORMAL -> Double.MIN_VALUE * random.nextInt(1000);
                case HUGE -> walk * 1e306;
                case CANCELLING -> (i % 2 == 0 ? 1e16 : -1e16) + random.nextInt(9);
                case MISSING -> random.nextInt(60) == 0 ? Double.NaN : walk;
                case INFINITE -> random.nextInt(90) == 0 ? Double.NEGATIVE_INFINITY : -0.0 * random.nextInt(2) + walk;
                case NOTHING -> Double.NaN;
            };
        }
        return readings;
    }

    /** Bits, in which NaN is one value. */
    static long[] bits(double[] values) {
        return Arrays.stream(values).mapToLong(Double::doubleToLongBits).toArray();
    }
}
