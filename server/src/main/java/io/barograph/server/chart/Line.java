package io.barograph.server.chart;

import io.barograph.core.series.DownSampling;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** The readings of one line, finite and of no order until {@link #sort}. */
final class Line {
    private final String name;
    private long[] times;
    private double[] values;
    private int size;
    private boolean isSorted = true;

    /** @param most readings that it takes */
    Line(String name, int most) {
        this.name = name;
        this.times = new long[most];
        this.values = new double[most];
    }

    String name() {
        return name;
    }

    long time(int reading) {
        return times[reading];
    }

    double value(int reading) {
        return values[reading];
    }

    /** @param time in nanoseconds since 1970 */
    void add(long time, double value) {
        isSorted &= size == 0 || times[size - 1] <= time;
        times[size] = time;
        values[size++] = value;
    }

    /** Brings the readings into the order of time; those of equal time into that of their values. */
    void sort() {
        if (isSorted) {
            return;
        }
        long[] oldTimes = times;
        double[] oldValues = values;
        // Rows come nearly in order, which this sort makes use of.
        int[] order = IntStream.range(0, size)
                .boxed()
                .sorted(Comparator.<Integer>comparingLong(i -> oldTimes[i]).thenComparingDouble(i -> oldValues[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        times = Arrays.stream(order).mapToLong(i -> oldTimes[i]).toArray();
        values = Arrays.stream(order).mapToDouble(i -> oldValues[i]).toArray();
        isSorted = true;
    }

    /** The few readings that draw the same pixels as all, in order of time: at most four of a column of pixels. */
    int[] chosen(PixelColumns columns) {
        if (size == 0) {
            return new int[0];
        }
        sort();
        int[] starts = new int[Math.min(size, columns.width()) + 1];
        int count = 0;
        for (int i = 0; i < size; i++) {
            if (i == 0 || columns.of(times[i]) != columns.of(times[i - 1])) {
                starts[count++] = i;
            }
        }
        starts[count] = size;
        IntStream.Builder chosen = IntStream.builder();
        DownSampling.M4.choose(times, values, starts, count, chosen::add);
        return chosen.build().toArray();
    }
}
