package io.barograph.local;

import io.barograph.core.column.Schema;
import io.barograph.core.plan.Plan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A total order of rows: the sort keys, then every other column in schema order, ascending, NULL last. Rows that it holds
 * equal have equal values throughout, so no sort needs to be stable.
 */
final class RowOrder {
    private final int[] columns;
    private final boolean[] descending;
    private final boolean[] nullsFirst;

    RowOrder(List<Plan.SortKey> keys, Schema schema) {
        this(completed(keys, schema));
    }

    /** The order by some keys alone: rows that differ in other columns are equal. */
    static RowOrder byKeysAlone(List<Plan.SortKey> keys) {
        return new RowOrder(keys);
    }

    private static List<Plan.SortKey> completed(List<Plan.SortKey> keys, Schema schema) {
        List<Plan.SortKey> all = new ArrayList<>(keys);
        for (int column = 0; column < schema.size(); column++) {
            int missing = column;
            if (keys.stream().noneMatch(key -> key.column() == missing)) {
                all.add(new Plan.SortKey(column, false, false));
            }
        }
        return all;
    }

    private RowOrder(List<Plan.SortKey> all) {
        columns = all.stream().mapToInt(Plan.SortKey::column).toArray();
        descending = new boolean[columns.length];
        nullsFirst = new boolean[columns.length];
        for (int i = 0; i < columns.length; i++) {
            descending[i] = all.get(i).descending();
            nullsFirst[i] = all.get(i).nullsFirst();
        }
    }

    int compare(RowBuffer left, int leftRow, RowBuffer right, int rightRow) {
        for (int i = 0; i < columns.length; i++) {
            ColumnBuffer ours = left.column(columns[i]);
            ColumnBuffer theirs = right.column(columns[i]);
            boolean leftNull = ours.isNull(leftRow);
            boolean rightNull = theirs.isNull(rightRow);
            if (leftNull || rightNull) {
                if (leftNull != rightNull) {
                    return leftNull == nullsFirst[i] ? -1 : 1;
                }
                continue;
            }
            int order = ours.compare(leftRow, theirs, rightRow);
            if (order != 0) {
                return descending[i] ? -order : order;
            }
        }
        return 0;
    }

    /** A number per row such that a smaller one means an earlier row; equal ones say nothing. */
    long prefix(RowBuffer rows, int row) {
        if (columns.length == 0) {
            return 0;
        }
        ColumnBuffer first = rows.column(columns[0]);
        if (first.isNull(row)) {
            return nullsFirst[0] ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
        return descending[0] ? ~first.sortPrefix(row) : first.sortPrefix(row);
    }

    /** These numbers of some neighbouring rows, at most a batch. */
    void prefixes(RowBuffer rows, int from, int count, long[] target) {
        if (columns.length == 0) {
            Arrays.fill(target, 0, count, 0);
            return;
        }
        ColumnBuffer first = rows.column(columns[0]);
        if (first.hasNulls()) {
            for (int i = 0; i < count; i++) {
                target[i] = prefix(rows, from + i);
            }
            return;
        }
        first.sortPrefixes(from, count, target);
        if (descending[0]) {
            for (int i = 0; i < count; i++) {
                target[i] = ~target[i];
            }
        }
    }
}
