package io.barograph.core.aggregate;

import java.util.Arrays;

/** Sorts pairs of longs, by the first, then by the second: by merging, after a look whether they are in order already. */
final class PairSort {
    private PairSort() {}

    /**
     * The pairs in order: the array itself where it is, else a new one.
     *
     * @param pairs first and second by turns
     * @param size how many longs of the array are pairs
     */
    static long[] sorted(long[] pairs, int size) {
        if (isSorted(pairs, size)) {
            return pairs;
        }
        long[] from = Arrays.copyOf(pairs, size);
        long[] to = new long[size];
        for (int run = 2; run < size && run > 0; run *= 2) {
            for (int start = 0; start < size; start += 2 * run) {
                int middle = (int) Math.min(size, (long) start + run);
                merge(from, start, middle, (int) Math.min(size, (long) middle + run), to);
                if ((long) start + 2L * run > size) {
                    break;
                }
            }
            long[] merged = to;
            to = from;
            from = merged;
        }
        return from;
    }

    private static boolean isSorted(long[] pairs, int size) {
        for (int i = 2; i < size; i += 2) {
            if (isAfter(pairs, i - 2, pairs, i)) {
                return false;
            }
        }
        return true;
    }

    private static void merge(long[] from, int start, int middle, int end, long[] to) {
        int left = start;
        int right = middle;
        for (int at = start; at < end; at += 2) {
            boolean takesRight = left == middle || right < end && isAfter(from, left, from, right);
            int taken = takesRight ? right : left;
            to[at] = from[taken];
            to[at + 1] = from[taken + 1];
            if (takesRight) {
                right += 2;
            } else {
                left += 2;
            }
        }
    }

    private static boolean isAfter(long[] left, int at, long[] right, int other) {
        return left[at] != right[other] ? left[at] > right[other] : left[at + 1] > right[other + 1];
    }
}
