package io.barograph.core.aggregate;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import java.util.List;

/**
 * Any aggregate over the distinct tuples of its arguments: a set per group, and the aggregate's own state, to which each
 * tuple is added when it is first seen. The set is the state; the inner one follows from it.
 *
 * <p><b>Layout</b>, version 1: byte 1, the number of tuples as a varint, then the tuples in ascending order, each value as
 * {@link ValueCodec#write} has it.
 */
final class DistinctState implements TalliedState {
    /** The sets of tuples of these types, and what is computed over them. */
    record Spec(List<Type> arguments, StateSpec inner) implements StateSpec {
        Spec {
            arguments = List.copyOf(arguments);
        }

        @Override
        public GroupedState create() {
            return new DistinctState(arguments, inner.create());
        }

        @Override
        public boolean covers(StateSpec other) {
            return other instanceof Spec spec && arguments.equals(spec.arguments) && inner.covers(spec.inner);
        }

        @Override
        public boolean isUnbounded() {
            return true;
        }

        @Override
        public String describe() {
            return "set of values, " + inner.describe();
        }
    }

    private static final int VERSION = 1;

    private final GroupedTuples tuples;
    private final GroupedState inner;
    private final long[] tuple;
    private int groups;
    /** Entries below this number are in the inner state. */
    private int added;

    DistinctState(List<Type> arguments, GroupedState inner) {
        this.tuples = new GroupedTuples(arguments);
        this.inner = inner;
        this.tuple = new long[arguments.size()];
    }

    /** The state that took in each distinct tuple once. */
    GroupedState inner() {
        return inner;
    }

    @Override
    public void resize(int groups) {
        if (groups > this.groups) {
            this.groups = groups;
            tuples.resize(groups);
            inner.resize(groups);
        }
    }

    @Override
    public void add(Column[] arguments, int[] groups, int size) {
        long[][] columns = new long[tuple.length][];
        for (int i = 0; i < tuple.length; i++) {
            columns[i] = tuples.codec(i).encode(arguments[i], size);
        }
        for (int row = 0; row < size; row++) {
            for (int i = 0; i < tuple.length; i++) {
                tuple[i] = columns[i][row];
            }
            tuples.add(groups[row], tuple);
        }
        addNewToInner();
    }

    private void addNewToInner() {
        while (added < tuples.size()) {
            int count = Math.min(Batch.CAPACITY, tuples.size() - added);
            Column[] columns = new Column[tuple.length];
            for (int i = 0; i < tuple.length; i++) {
                long[] values = new long[count];
                for (int j = 0; j < count; j++) {
                    values[j] = tuples.value(added + j, i);
                }
                columns[i] = tuples.codec(i).decode(values, count, Validity.ALL);
            }
            int[] owners = new int[count];
            for (int j = 0; j < count; j++) {
                owners[j] = tuples.group(added + j);
            }
            inner.add(columns, owners, count);
            added += count;
        }
    }

    @Override
    public void merge(GroupedState other, int[] theirs, int[] ours, int count) {
        GroupedTuples from = ((DistinctState) other).tuples;
        tuples.adoptFrom(from);
        for (int i = 0; i < count; i++) {
            for (int entry = from.newest(theirs[i]); entry >= 0; entry = from.previous(entry)) {
                tuples.adopt(from, entry, tuple);
                tuples.add(ours[i], tuple);
            }
        }
        addNewToInner();
    }

    @Override
    public void write(int group, StateOutput output) {
        int[] entries = tuples.sorted(group);
        output.writeByte(VERSION);
        output.writeVarint(entries.length);
        for (int entry : entries) {
            tuples.write(entry, output);
        }
    }

    @Override
    public void read(int group, StateInput input) {
        StateVersion.check("DISTINCT", input.readByte(), VERSION);
        for (long rest = input.readVarint(); rest > 0; rest--) {
            tuples.read(input, tuple);
            tuples.add(group, tuple);
        }
        addNewToInner();
    }

    @Override
    public long memoryBytes() {
        return tuples.memoryBytes() + inner.memoryBytes();
    }
}
