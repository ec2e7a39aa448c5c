package io.barograph.local;

import java.util.Arrays;

/** A buffer's rows in order: the row numbers, sorted, and each row's prefix. One worker's part of a sort. */
final class SortedRun {
    /** Below this many rows insertion beats merging. */
    private static final int SMALL = 12;

    private final RowBuffer rows;
    private final RowOrder order;
    private final long[] prefixes;
    private final int[] sorted;

    private SortedRun(RowBuffer rows, RowOrder order) {
        this.rows = rows;
        this.order = order;
        int size = rows.size();
        prefixes = new long[size];
        sorted = new int[size];
        for (int row = 0; row < size; row++) {
            prefixes[row] = order.prefix(rows, row);
            sorted[row] = row;
        }
    }

    static SortedRun of(RowBuffer rows, RowOrder order) {
        SortedRun run = new SortedRun(rows, order);
        run.mergeSort(run.sorted.clone(), run.sorted, 0, run.sorted.length);
        return run;
    }

    /**
     * The run of a buffer whose parts are sorted already.
     *
     * @param starts by part: its first row; the first is 0
     */
    static SortedRun ofSortedParts(RowBuffer rows, RowOrder order, int[] starts, int parts) {
        SortedRun run = new SortedRun(rows, order);
        if (parts > 1) {
            int[] ends = Arrays.copyOf(starts, parts + 1);
            ends[parts] = rows.size();
            run.mergeParts(run.sorted.clone(), run.sorted, ends, 0, parts);
        }
        return run;
    }

    private void mergeParts(int[] source, int[] target, int[] starts, int from, int to) {
        if (to - from > 1) {
            int middle = from + to >>> 1;
            mergeParts(target, source, starts, from, middle);
            mergeParts(target, source, starts, middle, to);
            merge(source, target, starts[from], starts[middle], starts[to]);
        }
    }

    RowBuffer rows() {
        return rows;
    }

    int size() {
        return sorted.length;
    }

    /** The number of the row at a rank. */
    int row(int rank) {
        return sorted[rank];
    }

    /** Bytes beyond the buffer's that sorting so many rows takes. */
    static long extraBytes(int rows) {
        return 24L * rows;
    }

    /** Compares a row of this run with one of another. */
    int compare(int row, SortedRun other, int otherRow) {
        int byPrefix = Long.compare(prefixes[row], other.prefixes[otherRow]);
        return byPrefix != 0 ? byPrefix : order.compare(rows, row, other.rows, otherRow);
    }

    /** Sorts {@code [from, to)} of the source into the target; both hold the same rows there, and the source is used up. */
    private void mergeSort(int[] source, int[] target, int from, int to) {
        if (to - from <= SMALL) {
            insertionSort(target, from, to);
            return;
        }
        int middle = from + to >>> 1;
        mergeSort(target, source, from, middle);
        mergeSort(target, source, middle, to);
        merge(source, target, from, middle, to);
    }

    /** Merges two sorted stretches of the source into the target. */
    private void merge(int[] source, int[] target, int from, int middle, int to) {
        if (from == middle || middle == to || compare(source[middle - 1], this, source[middle]) <= 0) {
            System.arraycopy(source, from, target, from, to - from);
            return;
        }
        int left = from;
        int right = middle;
        for (int at = from; at < to; at++) {
            if (right >= to || left < middle && compare(source[left], this, source[right]) <= 0) {
                target[at] = source[left++];
            } else {
                target[at] = source[right++];
            }
        }
    }

    private void insertionSort(int[] target, int from, int to) {
        for (int i = from + 1; i < to; i++) {
            int row = target[i];
            int at = i;
            for (; at > from && compare(target[at - 1], this, row) > 0; at--) {
                target[at] = target[at - 1];
            }
            target[at] = row;
        }
    }
}
