package io.barograph.core.join;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Validity;
import io.barograph.core.expr.EvaluationContext;
import io.barograph.core.merge.KeyTable;
import io.barograph.core.plan.AsOf;
import java.util.Objects;

/** Finds for each passing row the held row of its key that is nearest in time. Belongs to one thread. */
final class AsOfFinder {
    private final AsOf asOf;
    private final JoinTable table;
    private final HeldOrder order;
    private final OrderedValues times;
    private final Distances distances;
    /** By key: where the last row was found. */
    private final int[] hints;

    AsOfFinder(JoinTable table, HeldOrder order, EvaluationContext context) {
        this.asOf = Objects.requireNonNull(table.spec().join().asOf());
        this.table = table;
        this.order = order;
        this.times = new OrderedValues(asOf.leftTime(), table.spec().passing(), context);
        this.distances = new Distances(asOf.leftTime().type());
        this.hints = table.starts().clone();
    }

    /** Replaces the key's number of each row by that of the held row, or {@link KeyTable#NONE}. */
    void find(Batch passing, int[] numbers) {
        times.compute(passing);
        long[] values = times.values();
        Validity validity = times.validity();
        int[] rows = table.rowsByKey();
        for (int i = 0; i < passing.size(); i++) {
            int key = numbers[i];
            if (key >= 0) {
                int place = validity.isPresent(i) ? place(values[i], key) : KeyTable.NONE;
                numbers[i] = place < 0 ? KeyTable.NONE : rows[place];
            }
        }
    }

    private int place(long time, int key) {
        int from = table.starts()[key];
        int to = table.starts()[key + 1];
        int before = KeyTable.NONE;
        int after = KeyTable.NONE;
        if (asOf.direction() != AsOf.Direction.FORWARD) {
            int end = asOf.orEqual()
                    ? order.above(time, from, to, hints[key])
                    : order.notBelow(time, from, to, hints[key]);
            before = near(end - 1, from, to, time);
            hints[key] = end;
        }
        if (asOf.direction() != AsOf.Direction.BACKWARD) {
            int start = asOf.orEqual()
                    ? order.notBelow(time, from, to, hints[key])
                    : order.above(time, from, to, hints[key]);
            after = near(start, from, to, time);
            hints[key] = start;
        }
        return before >= 0 && (after < 0 || distances.isEarlierNear(order.value(before), time, order.value(after)))
                ? before
                : after;
    }

    /** The place, where it is one of the key's and not too far away. */
    private int near(int place, int from, int to, long time) {
        if (place < from || place >= to) {
            return KeyTable.NONE;
        }
        long value = order.value(place);
        return asOf.within() < 0 || Distances.isWithin(Math.min(value, time), Math.max(value, time), asOf.within())
                ? place
                : KeyTable.NONE;
    }
}
