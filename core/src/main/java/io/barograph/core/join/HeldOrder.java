package io.barograph.core.join;

import io.barograph.core.aggregate.Capacity;
import io.barograph.core.column.Batch;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Validity;
import io.barograph.core.expr.EvaluationContext;
import io.barograph.core.expr.Expr;
import io.barograph.core.merge.KeyTable;
import java.util.Arrays;

/**
 * The order of a key's held rows by a value, a time as a rule. While rows are added it remembers their values; once they are
 * grouped by key, it brings each key's into order, and finds places in it. Sorted, it is read by any number of threads.
 */
final class HeldOrder {
    private final OrderedValues ordered;
    /** By row while rows are added, by place once they are in order. */
    private long[] values = new long[0];

    private int[] rows = new int[0];
    private boolean inSourceOrder = true;

    HeldOrder(Expr expression, Schema held, EvaluationContext context) {
        ordered = new OrderedValues(expression, held, context);
    }

    /**
     * Takes the values of rows that are held from a number on; rows without one are made rows without a key, which match
     * nothing.
     */
    void add(Batch batch, int from, int[] numbers) {
        int size = batch.size();
        if (values.length < from + size) {
            values = Arrays.copyOf(values, Capacity.grow(values.length, from + size));
        }
        ordered.compute(batch);
        System.arraycopy(ordered.values(), 0, values, from, size);
        Validity validity = ordered.validity();
        if (validity.hasNulls()) {
            for (int i = 0; i < size; i++) {
                if (validity.isNull(i)) {
                    numbers[from + i] = KeyTable.NONE;
                }
            }
        }
    }

    /** Brings the rows of every key into order; those of equal values stay as they are. */
    void sort(int[] starts, int[] rowsByKey) {
        rows = rowsByKey;
        long[] byPlace = new long[rowsByKey.length];
        for (int place = 0; place < byPlace.length; place++) {
            byPlace[place] = values[rowsByKey[place]];
        }
        values = byPlace;
        RunSort sort = new RunSort(values, rowsByKey);
        for (int key = 0; key + 1 < starts.length; key++) {
            inSourceOrder &= !sort.sort(starts[key], starts[key + 1]);
        }
    }

    /** Puts, of a key's rows with equal values, the first in an order first and the last one last. */
    void settle(int[] starts, RowComparison order) {
        for (int key = 0; key + 1 < starts.length; key++) {
            for (int from = starts[key]; from < starts[key + 1]; ) {
                int to = from + 1;
                while (to < starts[key + 1] && values[to] == values[from]) {
                    to++;
                }
                if (to - from > 1) {
                    settle(from, to, order);
                }
                from = to;
            }
        }
    }

    private void settle(int from, int to, RowComparison order) {
        int last = to - 1;
        for (int place = from; place < last; place++) {
            if (order.compare(rows[place], rows[last]) > 0) {
                swap(place, last);
            }
        }
        for (int place = from + 1; place < last; place++) {
            if (order.compare(rows[place], rows[from]) < 0) {
                swap(place, from);
            }
        }
    }

    private void swap(int a, int b) {
        int row = rows[a];
        rows[a] = rows[b];
        rows[b] = row;
    }

    /** Whether every key's rows are as they were added. */
    boolean isInSourceOrder() {
        return inSourceOrder;
    }

    long value(int place) {
        return values[place];
    }

    /** The first place whose value is not below one; see {@link #above}. */
    int notBelow(long value, int from, int to, int hint) {
        return value == Long.MIN_VALUE ? from : above(value - 1, from, to, hint);
    }

    /**
     * The first of places {@code [from, to)} whose value is above one, or {@code to}.
     *
     * @param hint a place from which to look in steps that double: near the last one found, where rows go by in order
     */
    int above(long value, int from, int to, int hint) {
        int low = from;
        int high = to;
        int at = Math.max(from, Math.min(hint, to - 1));
        if (from < to && values[at] > value) {
            high = at;
            for (int step = 1; high - step >= from && step > 0; step <<= 1) {
                if (values[high - step] <= value) {
                    low = high - step + 1;
                    break;
                }
                high -= step;
            }
        } else if (from < to) {
            low = at + 1;
            for (int step = 1; low + step - 1 < to && step > 0; step <<= 1) {
                if (values[low + step - 1] > value) {
                    high = low + step - 1;
                    break;
                }
                low += step;
            }
        }
        while (low < high) {
            int middle = low + high >>> 1;
            if (values[middle] > value) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /** Bytes of heap that bringing so many rows into order takes beside: their values by place, and half of all aside. */
    static long sortingBytes(int rows) {
        return 3L * Long.BYTES * rows;
    }

    long memoryBytes() {
        return 8L * values.length;
    }

    /** An order of held rows by their numbers. */
    @FunctionalInterface
    interface RowComparison {
        int compare(int left, int right);
    }
}
