package io.barograph.core.merge;

import java.util.Arrays;

/**
 * Sorts rows by keys of any number of bits: least significant digit first, eleven bits at a time, stable. Keys are laid
 * side by side into words, so that a key of few significant bits takes few passes; digits that all rows share are
 * skipped.
 */
final class RadixSort {
    private static final int DIGIT_BITS = 11;
    private static final int DIGITS = 1 << DIGIT_BITS;

    private int[] order;
    private int[] otherOrder;
    private long[] packed;
    private long[] otherPacked;
    private int packedBits;

    /** @param rows the rows to sort, in the order that equal ones keep; becomes the sorter's own */
    RadixSort(int[] rows) {
        order = rows;
        otherOrder = new int[rows.length];
        packed = new long[rows.length];
        otherPacked = new long[rows.length];
    }

    /**
     * Sorts by one more field, more significant than all before.
     *
     * @param values by row: unsigned, below two to the power of {@code bits} once shifted right by {@code skipped}
     */
    void by(int bits, long[] values, int skipped) {
        if (bits == 0) {
            return;
        }
        if (packedBits + bits > Long.SIZE) {
            sortPacked();
        }
        int shift = packedBits;
        for (int i = 0; i < order.length; i++) {
            packed[i] |= values[order[i]] >>> skipped << shift;
        }
        packedBits += bits;
    }

    /** The rows in order. The sorter is used up. */
    int[] finish() {
        sortPacked();
        return order;
    }

    private void sortPacked() {
        for (int shift = 0; shift < packedBits; shift += DIGIT_BITS) {
            pass(shift);
        }
        Arrays.fill(packed, 0);
        packedBits = 0;
    }

    private void pass(int shift) {
        int[] starts = new int[DIGITS];
        for (long key : packed) {
            starts[(int) (key >>> shift) & DIGITS - 1]++;
        }
        int start = 0;
        for (int digit = 0; digit < DIGITS; digit++) {
            int count = starts[digit];
            if (count == packed.length) {
                return;
            }
            starts[digit] = start;
            start += count;
        }
        for (int i = 0; i < packed.length; i++) {
            long key = packed[i];
            int target = starts[(int) (key >>> shift) & DIGITS - 1]++;
            otherPacked[target] = key;
            otherOrder[target] = order[i];
        }
        long[] sortedPacked = otherPacked;
        otherPacked = packed;
        packed = sortedPacked;
        int[] sortedOrder = otherOrder;
        otherOrder = order;
        order = sortedOrder;
    }
}
