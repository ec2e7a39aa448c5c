package io.barograph.core.match;

import io.barograph.core.column.Batch;
import io.barograph.core.column.BooleanColumn;
import io.barograph.core.column.Column;
import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.core.merge.CallStates;
import io.barograph.core.plan.AggregateCall;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The states of aggregates over rows of matches. Each set of rows has a group, which does not change once others are made of it. */
final class MatchStates {
    private final int inputs;
    /** The sets of variables that aggregates count; a column behind the input's says of each row whether it is in it. */
    private final long[] sets;

    private final int[] columns;
    private final Schema rows;
    private final List<AggregateCall> calls = new ArrayList<>();
    private CallStates states;
    private int groups;

    MatchStates(Schema input, List<RowAggregate> aggregates) {
        this.inputs = input.size();
        this.sets = aggregates.stream()
                .mapToLong(RowAggregate::variables)
                .distinct()
                .toArray();
        this.columns = aggregates.stream()
                .flatMapToInt(RowAggregate::columns)
                .distinct()
                .toArray();
        List<Field> fields = new ArrayList<>(input.fields());
        for (int i = 0; i < sets.length; i++) {
            fields.add(new Field("counts" + i, Type.BOOLEAN));
        }
        this.rows = new Schema(fields);
        for (RowAggregate aggregate : aggregates) {
            AggregateCall call = aggregate.call();
            int set = 0;
            while (sets[set] != aggregate.variables()) {
                set++;
            }
            calls.add(new AggregateCall(
                    call.function(), call.arguments(), call.constants(), call.distinct(), inputs + set, call.type()));
        }
        this.states = new CallStates(rows, calls);
    }

    boolean isEmpty() {
        return calls.isEmpty();
    }

    /** How many groups there are. */
    int size() {
        return groups;
    }

    /** Makes groups without rows; returns the first. */
    int make(int count) {
        int first = groups;
        groups += count;
        states.resize(groups);
        return first;
    }

    /** Adds the rows of one group to another. */
    void merge(int from, int to) {
        states.merge(states, new int[] {from}, new int[] {to}, 1);
    }

    /** Each of some groups in a row gets the rows of the group before it, the first those of {@code before}, or -1. */
    void accumulate(int before, int first, int count) {
        int[] from = new int[count];
        int[] to = new int[count];
        for (int i = 0; i < count; i++) {
            from[i] = i == 0 ? before : first + i - 1;
            to[i] = first + i;
        }
        if (before >= 0) {
            states.merge(states, from, to, count);
        } else {
            states.merge(states, Arrays.copyOfRange(from, 1, count), Arrays.copyOfRange(to, 1, count), count - 1);
        }
    }

    /**
     * Adds rows, each to a group.
     *
     * @param numbers of the rows, which are held
     * @param count at most {@link Batch#CAPACITY}
     * @param variables what the rows are
     */
    void add(HeldRows held, long[] numbers, int[] variables, int[] toGroups, int count) {
        Column[] batch = new Column[rows.size()];
        for (int column : columns) {
            batch[column] = held.gather(column, numbers, count);
        }
        for (int set = 0; set < sets.length; set++) {
            boolean[] counts = new boolean[count];
            for (int i = 0; i < count; i++) {
                counts[i] = RowValue.counts(sets[set], variables[i]);
            }
            batch[inputs + set] = new BooleanColumn(counts, Validity.ALL);
        }
        states.add(new Batch(batch, count), toGroups);
    }

    /** The results of an aggregate. */
    Column finish(int aggregate, int[] ofGroups, int count) {
        return states.finish(aggregate, ofGroups, count);
    }

    /** Forgets all groups but some, which have the numbers from 0 on from here. */
    void keepOnly(int[] kept) {
        CallStates old = states;
        states = new CallStates(rows, calls);
        groups = 0;
        make(kept.length);
        int[] numbers = new int[kept.length];
        Arrays.setAll(numbers, i -> i);
        states.merge(old, kept, numbers, kept.length);
    }

    long memoryBytes() {
        return states.memoryBytes();
    }
}
