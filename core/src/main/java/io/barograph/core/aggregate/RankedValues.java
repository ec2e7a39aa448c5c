package io.barograph.core.aggregate;

import java.util.Arrays;

/**
 * Finds values by rank without sorting all: each search splits the stretch that the rank lies in until little is left (Hoare's
 * quickselect), and keeps where it split, so that the next search begins in what is left between two splits. A rank's
 * neighbour is found at once.
 *
 * <p>A pivot is taken from a sorted sample, a little beyond the place where the rank is expected, so that the rank lands in the
 * smaller part (Floyd and Rivest 1975): a first search reads about 1.6 times as many values as there are. Where pivots prove
 * bad, what is left is sorted. Not thread-safe.
 */
final class RankedValues {
    /** Stretches shorter than this are sorted. */
    private static final int SHORT = 64;
    /** One value of so many is sampled. */
    private static final int SAMPLED = 64;

    private static final int LEAST_SAMPLE = 9;
    private static final int MOST_SAMPLE = 1023;
    /** In smaller samples, a place beyond the expected one would be too far away. */
    private static final int EXACT_SAMPLE = 64;

    private final long[] values;
    /** Ascending: no value before a split is greater than one behind it. Begins with 0, ends with the number of values. */
    private int[] splits;

    private int splitCount;

    /** @param values in any order; become this object's own, which moves them about */
    RankedValues(long[] values) {
        this.values = values;
        splits = new int[] {0, values.length};
        splitCount = splits.length;
    }

    /** All values, in some order; not to be changed. */
    long[] values() {
        return values;
    }

    /** The value of a rank from 0 in ascending order. */
    long at(int rank) {
        int next = Arrays.binarySearch(splits, 0, splitCount, rank);
        next = next < 0 ? ~next : next + 1;
        int low = splits[next - 1];
        int high = splits[next];
        int passes = 2 * (Integer.SIZE - Integer.numberOfLeadingZeros(high - low));
        while (high - low > SHORT && passes-- > 0) {
            long pivot = pivot(low, high, rank);
            int split = moveDown(low, high, pivot);
            if (split == low) {
                // None is less: those equal go to the front, and are in order then.
                split = pivot == Long.MAX_VALUE ? high : moveDown(low, high, pivot + 1);
                remember(split);
                if (rank < split) {
                    return pivot;
                }
            } else {
                remember(split);
            }
            if (rank < split) {
                high = split;
            } else {
                low = split;
            }
        }
        Arrays.sort(values, low, high);
        return values[rank];
    }

    private void remember(int split) {
        int at = Arrays.binarySearch(splits, 0, splitCount, split);
        if (at < 0) {
            if (splitCount == splits.length) {
                splits = Arrays.copyOf(splits, 2 * splitCount);
            }
            System.arraycopy(splits, ~at, splits, ~at + 1, splitCount - ~at);
            splits[~at] = split;
            splitCount++;
        }
    }

    /** A value of the stretch that is likely a little further from the nearer end than the rank is. */
    private long pivot(int low, int high, int rank) {
        int size = high - low;
        int count = Math.max(LEAST_SAMPLE, Math.min(MOST_SAMPLE, size / SAMPLED));
        long[] sample = new long[count];
        long step = ((long) size << 32) / count;
        for (int i = 0; i < count; i++) {
            sample[i] = values[low + (int) (i * step + step / 2 >>> 32)];
        }
        Arrays.sort(sample);
        int expected = (int) ((long) (rank - low) * count / size);
        int beyond = count < EXACT_SAMPLE ? 0 : (int) Math.sqrt(count);
        int chosen = expected < count / 2 ? expected + beyond : expected - beyond;
        return sample[Math.max(0, Math.min(count - 1, chosen))];
    }

    /** Moves the values below a bound before the others; returns where the others begin. */
    private int moveDown(int low, int high, long bound) {
        long[] values = this.values;
        int end = low;
        for (int at = low; at < high; at++) {
            long value = values[at];
            values[at] = values[end];
            values[end] = value;
            // value < bound without a branch, which nobody could predict: the sign of the difference, and where that
            // overflows the sign of the value.
            end += (int) ((value & ~bound | ~(value ^ bound) & value - bound) >>> 63);
        }
        return end;
    }
}
