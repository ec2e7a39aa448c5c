package io.barograph.core.aggregate;

import java.util.Arrays;

/**
 * Finds the value of a rank without sorting: quickselect (Hoare 1961) with the median of three medians of three as pivot
 * (Bentley and McIlroy's ninther), three ways, so that equal values cost one pass. Where pivots prove bad, what is left is sorted.
 */
final class Selection {
    /** Stretches shorter than this are sorted. */
    private static final int SHORT = 48;

    private Selection() {}

    /**
     * The value of a rank among the first {@code size} values, which are reordered.
     *
     * @param rank from 0, below size
     */
    static long select(long[] values, int size, int rank) {
        int low = 0;
        int high = size;
        int passes = 2 * (Integer.SIZE - Integer.numberOfLeadingZeros(size));
        while (high - low > SHORT && passes-- > 0) {
            long pivot = ninther(values, low, high);
            // [low, less) is less than the pivot, [less, at) equal, [greater, high) greater.
            int less = low;
            int greater = high;
            for (int at = low; at < greater; ) {
                long value = values[at];
                if (value < pivot) {
                    values[at++] = values[less];
                    values[less++] = value;
                } else if (value > pivot) {
                    values[at] = values[--greater];
                    values[greater] = value;
                } else {
                    at++;
                }
            }
            if (rank < less) {
                high = less;
            } else if (rank >= greater) {
                low = greater;
            } else {
                return pivot;
            }
        }
        Arrays.sort(values, low, high);
        return values[rank];
    }

    private static long ninther(long[] values, int low, int high) {
        int step = (high - low) / 9;
        int at = low + step / 2;
        return median(
                median(values[at], values[at + step], values[at + 2 * step]),
                median(values[at + 3 * step], values[at + 4 * step], values[at + 5 * step]),
                median(values[at + 6 * step], values[at + 7 * step], values[at + 8 * step]));
    }

    private static long median(long a, long b, long c) {
        return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
    }
}
