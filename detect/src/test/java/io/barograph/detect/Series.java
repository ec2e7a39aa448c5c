package io.barograph.detect;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Times and values, made by hand or from a seed. */
final class Series {
    static final long SECOND = 1_000_000_000L;
    static final long START = 1_704_067_200L * SECOND;

    private final List<Long> times = new ArrayList<>();
    private final List<@Nullable Double> values = new ArrayList<>();

    int size() {
        return times.size();
    }

    long time(int row) {
        return times.get(row);
    }

    @Nullable
    Double value(int row) {
        return values.get(row);
    }

    Series add(long time, @Nullable Double value) {
        times.add(time);
        values.add(value);
        return this;
    }

    Series set(int row, @Nullable Double value) {
        values.set(row, value);
        return this;
    }

    Series shift(int from, int to, double by) {
        for (int row = from; row < to; row++) {
            values.set(row, value(row) + by);
        }
        return this;
    }

    /** Independent normal values about 20, one every ten seconds. */
    static Series noise(long seed, int rows) {
        Random random = new Random(seed);
        Series series = new Series();
        for (int i = 0; i < rows; i++) {
            series.add(START + 10 * SECOND * i, 20 + random.nextGaussian());
        }
        return series;
    }

    /** A room's temperature, a row every ten minutes: a daily wave of ±5 about 20, and a little noise. */
    static Series days(long seed, int days) {
        Random random = new Random(seed);
        Series series = new Series();
        for (int i = 0; i < days * 144; i++) {
            double wave = 5 * StrictMath.sin(2 * Math.PI * i / 144);
            series.add(START + 600 * SECOND * i, 20 + wave + 0.2 * random.nextGaussian());
        }
        return series;
    }
}
