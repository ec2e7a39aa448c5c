package io.barograph.detect.method;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.detect.States;
import io.barograph.detect.Track;
import java.util.Arrays;

/**
 * How improbable a deviation is among the deviations that a series has shown: peaks over a threshold (Pickands 1975; on streams
 * Siffer et al., KDD 2017). Deviations are counted in buckets, eight an octave. Beyond the 98th percentile the tail is taken for a
 * Pareto distribution, whose one parameter, the mean logarithmic excess (Hill 1975), is learned from a first guess: so a series
 * of spikes is allowed its spikes, and a quiet one is not.
 *
 * <p>Bounded: 1 KiB of counts a series. When they reach {@value #MOST} all are halved, so that a series may change for good.
 */
final class Tail {
    /** Rows before which nothing is judged: two of them lie beyond the threshold. */
    static final int WARM_UP = 100;

    /** No evidence is greater: behind twelve decimal digits nobody counts. */
    static final double GREATEST = 12;

    private static final double SHARE = 0.02;
    private static final double SHARE_DIGITS = 1.6989700043360187;
    private static final double LOG10_E = 0.4342944819032518;
    /** Rows of a series from which on an alarm has to be rarer, the longer the series is. */
    private static final int SHORT = 2000;
    /** Independent looks at a series below which little is known of its tail. */
    private static final double FEW_LOOKS = 30;
    /** How many rows of correlation look back, and how often the caution is worked out; a power of 2. */
    private static final int CORRELATION_ROWS = 2000;

    private static final int CAUTION_EVERY = 16;
    private static final int OCTAVES = 64;
    private static final int BUCKETS = OCTAVES * 8;
    private static final int MOST = 50_000;
    private static final double FIRST_EXCESS = 1.0 / 3;
    private static final double FIRST_EXCESS_WEIGHT = 20;
    /** A logarithmic excess counts as this at most: one absurd value must not excuse the next. */
    private static final double MOST_EXCESS = 3;

    private final char[] counts = new char[BUCKETS];
    private int total;
    /** The bucket that holds the threshold, and the deviations in buckets above it. */
    private int edge;

    private int above;
    /** The index, in units of an eighth of an octave, of bucket 1; set by the first deviation that is not 0. */
    private int origin;

    private boolean anchored;
    private double excess;
    private double excesses;
    /** Rows so far, counted up to {@link #MOST}. */
    private int rows;

    private double previous;
    private final Average size = new Average(CORRELATION_ROWS);
    private final Average step = new Average(CORRELATION_ROWS);
    /** Digits that an anomaly needs beyond the limit. */
    private double caution;

    /** The deviation that two rows in a hundred exceed; 0 where fewer than that deviate at all. */
    double threshold() {
        return edge == 0 ? 0 : lowerBound(edge);
    }

    /**
     * How improbable a deviation is by what was seen before: the decimal digits of the chance that a row deviates as much. Below the
     * threshold in proportion.
     *
     * @param deviation at least 0
     * @return from 0 to {@link #GREATEST}; 0 during the first {@link #WARM_UP} rows
     */
    private double evidence(double deviation) {
        if (total < WARM_UP) {
            return 0;
        }
        double threshold = threshold();
        if (deviation <= threshold) {
            return threshold == 0 ? 0 : SHARE_DIGITS * deviation / threshold;
        }
        if (threshold == 0) {
            return StrictMath.log((total + 1.0) / (total - counts[0] + 1.0)) * LOG10_E;
        }
        double shape = (FIRST_EXCESS * FIRST_EXCESS_WEIGHT + excess) / (FIRST_EXCESS_WEIGHT + excesses);
        return Math.min(GREATEST, SHARE_DIGITS + StrictMath.log(deviation / threshold) * LOG10_E / shape);
    }

    /**
     * How anomalous a deviation is by what was seen before. More evidence is needed in a long series, so that not more alarms are false
     * than in a short one; and in one that creeps, whose neighbouring rows say the same, until it was looked at often enough.
     *
     * @param deviation at least 0
     * @param limit the digits of evidence that are an anomaly in a series of up to {@value #SHORT} rows
     */
    double score(double deviation, double limit) {
        return Track.score(evidence(deviation), limit + caution);
    }

    /** Learns a deviation, at least 0. */
    void add(double deviation) {
        double threshold = threshold();
        if (deviation > threshold) {
            excess += threshold == 0 ? MOST_EXCESS : Math.min(MOST_EXCESS, StrictMath.log(deviation / threshold));
            excesses++;
        }
        int bucket = bucket(deviation);
        counts[bucket]++;
        total++;
        if (bucket > edge) {
            above++;
        }
        rows = Math.min(MOST, rows + 1);
        size.add(deviation);
        step.add(Math.abs(deviation - previous));
        previous = deviation;
        if (total % CAUTION_EVERY == 0) {
            caution = caution();
        }
        if (total == MOST) {
            halve();
        }
        moveEdge();
    }

    /** The deviation that a share of the rows exceeds, to an eighth of an octave. */
    double exceededBy(double share) {
        double wanted = share * total;
        long sum = 0;
        for (int bucket = BUCKETS - 1; bucket > 0; bucket--) {
            sum += counts[bucket];
            if (sum >= wanted) {
                return lowerBound(bucket);
            }
        }
        return 0;
    }

    private double caution() {
        double length = Math.max(1, (double) rows / SHORT);
        // Of a first-order process: the variance against that of its steps tells after how many rows it has forgotten
        // itself.
        double ratio = size.mean() / Math.max(step.mean(), Double.MIN_NORMAL);
        double looks = rows / (2 * ratio * ratio);
        return LOG10_E * (StrictMath.log(length) + Math.max(0, StrictMath.log(FEW_LOOKS / looks)));
    }

    private void moveEdge() {
        double wanted = SHARE * total;
        while (above >= wanted && edge < BUCKETS - 1) {
            edge++;
            above -= counts[edge];
        }
        while (edge > 0 && above + counts[edge] < wanted) {
            above += counts[edge];
            edge--;
        }
    }

    private void halve() {
        total = 0;
        above = 0;
        for (int i = 0; i < BUCKETS; i++) {
            counts[i] >>= 1;
            total += counts[i];
            above += i > edge ? counts[i] : 0;
        }
        excess /= 2;
        excesses /= 2;
    }

    private int bucket(double deviation) {
        if (!(deviation > 0)) {
            return 0;
        }
        int index = (int) (Double.doubleToRawLongBits(deviation) >>> 49);
        if (!anchored) {
            anchored = true;
            origin = Math.max(0, index - BUCKETS / 2);
        }
        return Math.max(1, Math.min(BUCKETS - 1, index - origin + 1));
    }

    private double lowerBound(int bucket) {
        return Double.longBitsToDouble((long) (bucket - 1 + origin) << 49);
    }

    void write(StateOutput output) {
        output.writeByte(anchored ? 1 : 0);
        output.writeVarint(origin);
        States.writeDouble(output, excess);
        States.writeDouble(output, excesses);
        output.writeVarint(edge);
        output.writeVarint(rows);
        States.writeDouble(output, previous);
        size.write(output);
        step.write(output);
        States.writeDouble(output, caution);
        int used = 0;
        for (char count : counts) {
            used += count > 0 ? 1 : 0;
        }
        output.writeVarint(used);
        for (int i = 0; i < BUCKETS; i++) {
            if (counts[i] > 0) {
                output.writeVarint(i);
                output.writeVarint(counts[i]);
            }
        }
    }

    void read(StateInput input) {
        anchored = input.readByte() != 0;
        origin = States.readCount(input, 1 << 15);
        excess = States.readDouble(input);
        excesses = States.readDouble(input);
        edge = States.readCount(input, BUCKETS - 1);
        rows = States.readCount(input, MOST);
        previous = States.readDouble(input);
        size.read(input);
        step.read(input);
        caution = States.readDouble(input);
        Arrays.fill(counts, (char) 0);
        total = 0;
        above = 0;
        for (int left = States.readCount(input, BUCKETS); left > 0; left--) {
            int bucket = States.readCount(input, BUCKETS - 1);
            counts[bucket] = (char) States.readCount(input, MOST);
            total += counts[bucket];
            above += bucket > edge ? counts[bucket] : 0;
        }
    }

    static long memoryBytes() {
        return 2L * BUCKETS + 200;
    }
}
