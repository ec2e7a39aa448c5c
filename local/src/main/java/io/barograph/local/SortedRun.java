package io.barograph.local;

import io.barograph.core.column.IndexSort;
import java.util.Arrays;

/** A buffer's rows in order: the row numbers, sorted, and each row's prefix. One worker's part of a sort. */
final class SortedRun {
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
        IndexSort.sort(run.sorted, run::compare);
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
            IndexSort.merge(source, target, starts[from], starts[middle], starts[to], this::compare);
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

    private int compare(int row, int otherRow) {
        return compare(row, this, otherRow);
    }

    /** Compares a row of this run with one of another. */
    int compare(int row, SortedRun other, int otherRow) {
        int byPrefix = Long.compare(prefixes[row], other.prefixes[otherRow]);
        return byPrefix != 0 ? byPrefix : order.compare(rows, row, other.rows, otherRow);
    }
}
