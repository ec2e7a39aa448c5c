package io.barograph.core.aggregate;

import io.barograph.core.column.Batch;

/**
 * Rows of a batch that lie in runs, each of one group: run r has the rows from the end of the one before, or from 0, up to {@link #end}. A
 * group may have several runs. They have {@link #LEAST_LENGTH} rows or more on average.
 */
public final class GroupRuns {
    /** Shorter runs gain less than what it takes to tell them apart. */
    public static final int LEAST_LENGTH = 8;

    /** So many runs a batch has at most. */
    public static final int MOST = Batch.CAPACITY / LEAST_LENGTH;

    private final int[] groups = new int[MOST];
    private final int[] ends = new int[MOST];
    private int count;

    /** Makes this the runs that rows of these groups lie in, which are {@link #MOST} or fewer. */
    public void find(int[] rowGroups, int size) {
        clear();
        for (int row = 1; row < size; row++) {
            if (rowGroups[row] != rowGroups[row - 1]) {
                append(rowGroups[row - 1], row);
            }
        }
        if (size > 0) {
            append(rowGroups[size - 1], size);
        }
    }

    /** Makes this one without runs. */
    public void clear() {
        count = 0;
    }

    /** Adds a run behind the others, which ends before the row {@code end}. */
    public void append(int group, int end) {
        groups[count] = group;
        ends[count++] = end;
    }

    /** How many runs there are. */
    public int count() {
        return count;
    }

    /** How many rows all runs have. */
    public int rows() {
        return count == 0 ? 0 : ends[count - 1];
    }

    /** The group of a run's rows. */
    public int group(int run) {
        return groups[run];
    }

    /** The row behind a run's last. */
    public int end(int run) {
        return ends[run];
    }
}
