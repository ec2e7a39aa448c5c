package io.barograph.local;

import io.barograph.core.column.Batch;
import java.util.Arrays;

/**
 * Brings rows of a buffer into order by merging what is in order already: rows of sensors are, or nearly, so that one look at
 * each is mostly enough. For one thread.
 */
final class PlaceSort {
    private final RowBuffer rows;
    private final RowOrder order;
    private long[] prefixes = new long[0];
    private long[] otherPrefixes = new long[0];
    private long[] sorted = new long[0];
    private long[] other = new long[0];
    private final long[] some = new long[Batch.CAPACITY];
    /** Where stretches in order begin. */
    private int[] starts = new int[64];

    PlaceSort(RowBuffer rows, RowOrder order) {
        this.rows = rows;
        this.order = order;
    }

    /** Whether neighbouring rows are in order already. */
    boolean isSorted(int from, int size) {
        long before = 0;
        for (int done = 0; done < size; done += Batch.CAPACITY) {
            int count = Math.min(Batch.CAPACITY, size - done);
            order.prefixes(rows, from + done, count, some);
            for (int i = 0; i < count; i++) {
                int row = from + done + i;
                if (some[i] <= before && row > from && compare(before, row - 1, some[i], row) > 0) {
                    return false;
                }
                before = some[i];
            }
        }
        return true;
    }

    /**
     * Sorts neighbouring rows.
     *
     * @return their places, from 0 on; in an array that the next call overwrites
     */
    long[] sort(int from, int size) {
        if (sorted.length < size) {
            sorted = new long[Math.max(size, sorted.length * 2)];
            prefixes = new long[sorted.length];
            other = new long[sorted.length];
            otherPrefixes = new long[sorted.length];
        }
        for (int done = 0; done < size; done += Batch.CAPACITY) {
            int count = Math.min(Batch.CAPACITY, size - done);
            order.prefixes(rows, from + done, count, some);
            for (int i = 0; i < count; i++) {
                prefixes[done + i] = some[i];
                sorted[done + i] = from + done + i;
            }
        }
        mergeAll(findRuns(size), size);
        return sorted;
    }

    /** Bytes of heap. */
    long memoryBytes() {
        return 32L * sorted.length;
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
        return byPrefix != 0 ? byPrefix : order.compare(rows, (int) left, rows, (int) right);
    }
}
