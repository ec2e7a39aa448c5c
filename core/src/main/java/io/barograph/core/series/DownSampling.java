package io.barograph.core.series;

import java.util.function.IntConsumer;

/**
 * Which few of many readings draw the same picture. Readings are finite, in order of time; ties go to the first.
 */
public enum DownSampling {
    /**
     * One reading per bucket, that of the largest triangle with the one chosen before and the mean of the next bucket: Steinarsson,
     * "Downsampling Time Series for Visual Representation", University of Iceland, 2013 (largest triangle three buckets).
     */
    LTTB {
        @Override
        public void choose(long[] times, double[] values, int[] buckets, int count, IntConsumer chosen) {
            int last = buckets[count] - 1;
            int before = 0;
            chosen.accept(0);
            for (int bucket = 0; bucket < count; bucket++) {
                // The first and the last reading are chosen anyway.
                int from = Math.max(buckets[bucket], 1);
                int to = Math.min(buckets[bucket + 1], last);
                if (from >= to) {
                    continue;
                }
                int end = bucket + 1 < count ? Math.max(Math.min(buckets[bucket + 2], last), to + 1) : to + 1;
                before = largest(times, values, times[0], times[before], values[before], from, to, end);
                chosen.accept(before);
            }
            if (last > 0) {
                chosen.accept(last);
            }
        }
    },
    /**
     * The first, last, least and greatest reading of each bucket, which draw the same pixels as all: Jugel et al., "M4: a
     * visualization-oriented time series data aggregation", VLDB 2014.
     */
    M4 {
        @Override
        public void choose(long[] times, double[] values, int[] buckets, int count, IntConsumer chosen) {
            extremes(values, buckets, count, true, chosen);
        }
    },
    /** The least and the greatest reading of each bucket. */
    MINMAX {
        @Override
        public void choose(long[] times, double[] values, int[] buckets, int count, IntConsumer chosen) {
            extremes(values, buckets, count, false, chosen);
        }
    };

    /**
     * Chooses readings, in order.
     *
     * @param buckets where each begins, and where the last one ends; none is empty
     * @param count of buckets, at least one
     */
    public abstract void choose(long[] times, double[] values, int[] buckets, int count, IntConsumer chosen);

    /** Nanoseconds from the first reading, which may be more than a long holds. */
    private static double since(long origin, long time) {
        long nanos = time - origin;
        return nanos < 0 ? nanos + 0x1p64 : nanos;
    }

    /**
     * The reading of the largest triangle with one before it and the mean of those behind it.
     *
     * @param origin the time of the first of all readings
     * @param from the first to choose from
     * @param to behind the last to choose from, and the first of those behind
     * @param end behind the last of those behind, of which there is one at least
     */
    static int largest(
            long[] times, double[] values, long origin, long baseTime, double baseValue, int from, int to, int end) {
        double meanTime = 0;
        double meanValue = 0;
        for (int i = to; i < end; i++) {
            meanTime += since(origin, times[i]) / (end - to);
            meanValue += values[i] / (end - to);
        }
        double base = since(origin, baseTime);
        double most = -1;
        int found = from;
        for (int i = from; i < to; i++) {
            double time = since(origin, times[i]);
            double area =
                    Math.abs((base - meanTime) * (values[i] - baseValue) - (base - time) * (meanValue - baseValue));
            if (area > most) {
                most = area;
                found = i;
            }
        }
        return found;
    }

    private static void extremes(double[] values, int[] buckets, int count, boolean withEnds, IntConsumer chosen) {
        for (int bucket = 0; bucket < count; bucket++) {
            int from = buckets[bucket];
            int last = buckets[bucket + 1] - 1;
            int least = from;
            int most = from;
            for (int i = from; i <= last; i++) {
                least = values[i] < values[least] ? i : least;
                most = values[i] > values[most] ? i : most;
            }
            int earlier = Math.min(least, most);
            int later = Math.max(least, most);
            int[] all = withEnds ? new int[] {from, earlier, later, last} : new int[] {earlier, later};
            int before = -1;
            for (int reading : all) {
                if (reading > before) {
                    chosen.accept(reading);
                    before = reading;
                }
            }
        }
    }
}
