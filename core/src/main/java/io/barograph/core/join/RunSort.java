package io.barograph.core.join;

import java.util.Arrays;

/**
 * Sorts stretches of values, each with its row, stable, by merging what is in order already: rows of sensors are, or nearly.
 */
final class RunSort {
    private final long[] values;
    private final int[] rows;
    private long[] spareValues = new long[0];
    private int[] spareRows = new int[0];
    private int[] runs = new int[64];

    RunSort(long[] values, int[] rows) {
        this.values = values;
        this.rows = rows;
    }

    /** Sorts the stretch {@code [from, to)}; false where it was in order. */
    boolean sort(int from, int to) {
        int count = findRuns(from, to);
        if (count <= 1) {
            return false;
        }
        if (spareRows.length < to - from) {
            spareValues = new long[to - from];
            spareRows = new int[to - from];
        }
        while (count > 1) {
            int merged = 0;
            for (int run = 0; run < count; run += 2) {
                int start = runs[run];
                if (run + 1 < count) {
                    merge(start, runs[run + 1], runs[run + 2]);
                }
                runs[merged++] = start;
            }
            runs[merged] = to;
            count = merged;
        }
        return true;
    }

    private int findRuns(int from, int to) {
        int count = 0;
        for (int at = from; at < to; at++) {
            if (at == from || values[at] < values[at - 1]) {
                if (count + 1 == runs.length) {
                    runs = Arrays.copyOf(runs, runs.length * 2);
                }
                runs[count++] = at;
            }
        }
        runs[count] = to;
        return count;
    }

    /** Merges two neighbours in place; the left one waits aside. */
    private void merge(int from, int middle, int to) {
        int size = middle - from;
        System.arraycopy(values, from, spareValues, 0, size);
        System.arraycopy(rows, from, spareRows, 0, size);
        int left = 0;
        int right = middle;
        int at = from;
        while (left < size) {
            if (right < to && values[right] < spareValues[left]) {
                values[at] = values[right];
                rows[at++] = rows[right++];
            } else {
                values[at] = spareValues[left];
                rows[at++] = spareRows[left++];
            }
        }
    }
}
