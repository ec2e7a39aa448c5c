package io.barograph.core.join;

import io.barograph.core.column.Batch;
import io.barograph.core.expr.EvaluationContext;
import io.barograph.core.merge.KeyTable;
import io.barograph.core.plan.JoinRange;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Finds for each passing row the stretch of its key's held rows that it may match. Belongs to one thread. */
final class RangeFinder {
    private final JoinTable table;
    private final HeldOrder order;
    private final @Nullable End from;
    private final @Nullable End to;
    private final int[] starts = new int[Batch.CAPACITY];
    private final int[] ends = new int[Batch.CAPACITY];
    private int[] sorted = new int[Batch.CAPACITY];

    RangeFinder(JoinTable table, HeldOrder order, JoinRange range, EvaluationContext context) {
        this.table = table;
        this.order = order;
        this.from = range.from() == null ? null : new End(range.from(), context);
        this.to = range.to() == null ? null : new End(range.to(), context);
    }

    /** Finds the stretches of a batch; rows whose stretch is empty get {@link KeyTable#NONE} for their key's number. */
    void find(Batch passing, int[] numbers) {
        if (from != null) {
            from.values.compute(passing);
        }
        if (to != null) {
            to.values.compute(passing);
        }
        for (int i = 0; i < passing.size(); i++) {
            int key = numbers[i];
            if (key >= 0) {
                int first = table.starts()[key];
                int last = table.starts()[key + 1];
                starts[i] = from == null ? first : from.start(i, key, first, last);
                ends[i] = to == null ? last : to.end(i, key, starts[i], last);
                numbers[i] = starts[i] < ends[i] ? key : KeyTable.NONE;
            }
        }
    }

    /** Whether stretches are in the order in which the held rows were added. */
    boolean isInSourceOrder() {
        return order.isInSourceOrder();
    }

    /**
     * The rows of a stretch in the order in which they were added.
     *
     * @param anew whether the stretch is another than at the last call
     * @return from index 0 on; valid until the next stretch
     */
    int[] inSourceOrder(int start, int end, boolean anew) {
        if (anew) {
            if (sorted.length < end - start) {
                sorted = new int[Math.max(end - start, sorted.length * 2)];
            }
            System.arraycopy(table.rowsByKey(), start, sorted, 0, end - start);
            Arrays.sort(sorted, 0, end - start);
        }
        return sorted;
    }

    /** By row: the first place of its stretch. */
    int[] starts() {
        return starts;
    }

    /** By row: the place behind its stretch. */
    int[] ends() {
        return ends;
    }

    /** One end of the stretches. */
    private final class End {
        private final OrderedValues values;
        private final long offset;
        private final boolean inclusive;
        /** By key: where the last one was. */
        private final int[] hints;

        End(JoinRange.Bound bound, EvaluationContext context) {
            values = new OrderedValues(bound.passing(), table.spec().passing(), context);
            offset = bound.offset();
            inclusive = bound.inclusive();
            hints = table.starts().clone();
        }

        int start(int row, int key, int first, int last) {
            if (values.validity().isNull(row)) {
                return last;
            }
            long bound = values.values()[row];
            if (isBeyond(bound)) {
                return first;
            }
            hints[key] = inclusive
                    ? order.notBelow(bound + offset, first, last, hints[key])
                    : order.above(bound + offset, first, last, hints[key]);
            return hints[key];
        }

        int end(int row, int key, int first, int last) {
            if (values.validity().isNull(row)) {
                return first;
            }
            long bound = values.values()[row];
            if (isBeyond(bound)) {
                return last;
            }
            hints[key] = inclusive
                    ? order.above(bound + offset, first, last, hints[key])
                    : order.notBelow(bound + offset, first, last, hints[key]);
            return hints[key];
        }

        /** Whether the sum does not fit a long: then the condition itself, which is looked at anyway, says what matches. */
        private boolean isBeyond(long bound) {
            long sum = bound + offset;
            return ((bound ^ sum) & (offset ^ sum)) < 0;
        }
    }
}
