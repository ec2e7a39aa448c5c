package io.barograph.local;

import java.util.Arrays;
import java.util.List;

/**
 * Brings places of rows into order by merging what is in order already: rows of sensors are, or nearly, so that one look at
 * each is mostly enough. For one thread.
 */
final class PlaceSort {
    private final List<RowBuffer> buffers;
    private final RowOrder order;
    private long[] prefixes = new long[0];
    private long[] otherPrefixes = new long[0];
    private long[] sorted = new long[0];
    private long[] other = new long[0];
    /** Where stretches in order begin. */
    private int[] starts = new int[64];

    PlaceSort(List<RowBuffer> buffers, RowOrder order) {
        this.buffers = buffers;
        this.order = order;
    }

    /**
     * Sorts places, which are not changed.
     *
     * @return as many, from 0 on; in an array that the next call overwrites
     */
    long[] sort(long[] unsorted, int from, int size) {
        if (sorted.length < size) {
            sorted = new long[Math.max(size, sorted.length * 2)];
        }
        System.arraycopy(unsorted, from, sorted, 0, size);
        if (prefixes.length < size) {
            prefixes = new long[Math.max(size, prefixes.length * 2)];
        }
        for (int i = 0; i < size; i++) {
            long place = sorted[i];
            prefixes[i] = order.prefix(buffers.get((int) (place >>> 32)), (int) place);
        }
        int runs = findRuns(size);
        if (runs > 1) {
            if (other.length < size) {
                other = new long[sorted.length];
                otherPrefixes = new long[prefixes.length];
            }
            mergeAll(runs, size);
        }
        return sorted;
    }

    private int findRuns(int size) {
        int runs = 0;
        for (int i = 0; i < size; i++) {
            if (i == 0 || compare(prefixes[i - 1], sorted[i - 1], prefixes[i], sorted[i]) > 0) {
                if (runs + 1 >= starts.length) {
                    starts = Arrays.copyOf(starts, starts.length * 2);
                }
                starts[runs++] = i;
            }
        }
        starts[runs] = size;
        return runs;
    }

    /** Merges neighbours until one stretch is left. */
    private void mergeAll(int stretches, int size) {
        int runs = stretches;
        while (runs > 1) {
            int merged = 0;
            for (int run = 0; run < runs; run += 2) {
                int end = starts[Math.min(run + 2, runs)];
                merge(starts[run], run + 1 < runs ? starts[run + 1] : end, end);
                starts[merged++] = starts[run];
            }
            starts[merged] = size;
            runs = merged;
            long[] written = other;
            other = sorted;
            sorted = written;
            long[] writtenPrefixes = otherPrefixes;
            otherPrefixes = prefixes;
            prefixes = writtenPrefixes;
        }
    }

    private void merge(int from, int middle, int to) {
        int left = from;
        int right = middle;
        for (int at = from; at < to; at++) {
            boolean takesLeft = right >= to
                    || left < middle && compare(prefixes[left], sorted[left], prefixes[right], sorted[right]) <= 0;
            int taken = takesLeft ? left++ : right++;
            other[at] = sorted[taken];
            otherPrefixes[at] = prefixes[taken];
        }
    }

    private int compare(long leftPrefix, long left, long rightPrefix, long right) {
        int byPrefix = Long.compare(leftPrefix, rightPrefix);
        return byPrefix != 0
                ? byPrefix
                : order.compare(
                        buffers.get((int) (left >>> 32)), (int) left, buffers.get((int) (right >>> 32)), (int) right);
    }
}
