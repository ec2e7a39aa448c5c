package io.barograph.cli.pairs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The times at which two or more of some series have a reading, in their order: other times belong to no pair. Of several readings of a
 * series at one time the last one counts.
 */
public final class CommonAxis {
    private final KeyedSeries series;
    private final long[] times;

    public CommonAxis(KeyedSeries series) {
        this.series = series;
        this.times = shared(series);
    }

    /** How many times there are. */
    public int size() {
        return times.length;
    }

    /** By series and time, the values of a metric: NaN where there is none. */
    public List<double[]> values(int metric) {
        List<double[]> aligned = new ArrayList<>();
        for (int one = 0; one < series.count(); one++) {
            long[] own = series.times(one);
            double[] values = series.values(one, metric);
            double[] on = new double[times.length];
            Arrays.fill(on, Double.NaN);
            int at = 0;
            for (int row = 0; row < own.length; row++) {
                while (at < times.length && times[at] < own[row]) {
                    at++;
                }
                if (at < times.length && times[at] == own[row]) {
                    on[at] = values[row];
                }
            }
            aligned.add(on);
        }
        return aligned;
    }

    private static long[] shared(KeyedSeries series) {
        long rows = 0;
        for (int one = 0; one < series.count(); one++) {
            rows += series.times(one).length;
        }
        long[] all = new long[Math.toIntExact(rows)];
        int count = 0;
        for (int one = 0; one < series.count(); one++) {
            long[] own = series.times(one);
            for (int row = 0; row < own.length; row++) {
                if (row == 0 || own[row] != own[row - 1]) {
                    all[count++] = own[row];
                }
            }
        }
        Arrays.sort(all, 0, count);
        int shared = 0;
        for (int i = 1; i < count; i++) {
            if (all[i] == all[i - 1] && (shared == 0 || all[shared - 1] != all[i])) {
                all[shared++] = all[i];
            }
        }
        return Arrays.copyOf(all, shared);
    }
}
