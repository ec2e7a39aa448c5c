package io.barograph.cli.summarize;

import org.jspecify.annotations.Nullable;

/**
 * Counts of intervals in buckets of their leading bits: 32 buckets for every doubling, each with the least and the
 * greatest interval that it holds. Where a bucket holds one length only, as with a regular sensor, answers are exact;
 * else they are within 1/32.
 */
final class IntervalHistogram {
    private static final int SUB_BITS = 5;
    private static final int SUB_BUCKETS = 1 << SUB_BITS;

    /** By doubling: counts, leasts, greatests of its buckets, or null where it is empty. */
    private final long[] @Nullable [] octaves = new long[Long.SIZE][];

    private long total;

    /** Adds an interval above 0. */
    void add(long interval) {
        int octave = Long.SIZE - 1 - Long.numberOfLeadingZeros(interval);
        int sub = (int) (octave >= SUB_BITS ? interval >>> octave - SUB_BITS : interval << SUB_BITS - octave)
                & SUB_BUCKETS - 1;
        long[] buckets = octaves[octave];
        if (buckets == null) {
            buckets = new long[3 * SUB_BUCKETS];
            octaves[octave] = buckets;
        }
        if (buckets[sub]++ == 0 || interval < buckets[SUB_BUCKETS + sub]) {
            buckets[SUB_BUCKETS + sub] = interval;
        }
        buckets[2 * SUB_BUCKETS + sub] = Math.max(buckets[2 * SUB_BUCKETS + sub], interval);
        total++;
    }

    /** Adds all that the other one counted. */
    void addAll(IntervalHistogram other) {
        for (int octave = 0; octave < octaves.length; octave++) {
            long[] theirs = other.octaves[octave];
            if (theirs == null) {
                continue;
            }
            long[] ours = octaves[octave];
            if (ours == null) {
                octaves[octave] = theirs.clone();
                continue;
            }
            for (int sub = 0; sub < SUB_BUCKETS; sub++) {
                if (theirs[sub] == 0) {
                    continue;
                }
                int least = SUB_BUCKETS + sub;
                int greatest = 2 * SUB_BUCKETS + sub;
                ours[least] = ours[sub] == 0 ? theirs[least] : Math.min(ours[least], theirs[least]);
                ours[greatest] = Math.max(ours[greatest], theirs[greatest]);
                ours[sub] += theirs[sub];
            }
        }
        total += other.total;
    }

    /** The lower median, or 0 where nothing was counted. */
    long median() {
        long rank = (total + 1) / 2;
        long seen = 0;
        for (long[] buckets : octaves) {
            for (int sub = 0; buckets != null && sub < SUB_BUCKETS; sub++) {
                seen += buckets[sub];
                if (buckets[sub] > 0 && seen >= rank) {
                    long least = buckets[SUB_BUCKETS + sub];
                    return least + (buckets[2 * SUB_BUCKETS + sub] - least) / 2;
                }
            }
        }
        return 0;
    }

    /** How many intervals are longer than this; those of the bucket around it count by that bucket's least. */
    long countAbove(long interval) {
        long count = 0;
        for (long[] buckets : octaves) {
            for (int sub = 0; buckets != null && sub < SUB_BUCKETS; sub++) {
                if (buckets[sub] > 0 && buckets[SUB_BUCKETS + sub] > interval) {
                    count += buckets[sub];
                }
            }
        }
        return count;
    }
}
