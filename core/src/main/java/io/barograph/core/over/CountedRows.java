package io.barograph.core.over;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.fold.LongQueue;
import io.barograph.core.fold.ValueQueue;
import io.barograph.core.merge.ArgumentRows;
import java.util.Arrays;
import java.util.List;

/**
 * The rows of a key that aggregates with the same arguments and filter count, numbered among themselves; keeps their arguments,
 * those that are numbers. While every row counts, its number is that of the row.
 */
final class CountedRows {
    private static final int[] NO_GROUPS = new int[Batch.CAPACITY];

    private final List<Integer> arguments;
    private final int filter;
    private final ArgumentRows picker;
    private final ValueQueue[] values;
    private boolean all;
    /** By row: how many before it count; empty while all do. */
    private final LongQueue before = new LongQueue();
    /** The first row that may be asked for, and the one that comes next. */
    private long kept;

    private long rows;
    private long counted;

    /** @param filter index of a BOOLEAN column, or -1 */
    CountedRows(Schema input, List<Integer> arguments, int filter) {
        this.arguments = arguments;
        this.filter = filter;
        this.picker = new ArgumentRows(arguments, filter);
        this.values = arguments.stream()
                .map(input::type)
                .filter(type -> type == Type.DOUBLE || type.isLong())
                .map(ValueQueue::new)
                .toArray(ValueQueue[]::new);
    }

    boolean isFor(List<Integer> otherArguments, int otherFilter) {
        return filter == otherFilter && arguments.equals(otherArguments);
    }

    void begin() {
        Arrays.stream(values).forEach(ValueQueue::clear);
        before.clear();
        startAt(0);
    }

    /** Numbers rows as if so many had come, all of which count, and gone. */
    void startAt(long row) {
        Arrays.stream(values).forEach(queue -> queue.startAt(row));
        all = true;
        kept = row;
        rows = row;
        counted = row;
    }

    void accept(Batch batch) {
        picker.pick(batch, NO_GROUPS);
        if (all && picker.size() < batch.size()) {
            all = false;
            before.startAt(kept);
            for (long row = kept; row < rows; row++) {
                before.append(row);
            }
        }
        if (!all) {
            number(batch.size());
        }
        // All arguments are kept, or the only one is not a number: such a state needs none.
        for (int i = 0; i < values.length; i++) {
            values[i].append(picker.columns()[i], 0, picker.size());
        }
        rows += batch.size();
        counted += picker.size();
    }

    private void number(int size) {
        boolean every = picker.size() == size;
        int next = 0;
        for (int i = 0; i < size; i++) {
            before.append(counted + next);
            next += every || next < picker.size() && picker.picked()[next] == i ? 1 : 0;
        }
    }

    /** Replaces rows, which are the first or have not been let go of, by how many rows before them count. */
    void toNumbers(long[] places, long[] numbers, int count) {
        for (int i = 0; i < count; i++) {
            numbers[i] = number(places[i]);
        }
    }

    /** How many rows before one count, which is the first or has not been let go of. */
    long number(long row) {
        if (all || row == 0) {
            return row;
        }
        return row < rows ? before.get(row) : counted;
    }

    /** The arguments kept, by their numbers from {@link #first} on; valid until the next call. */
    Column[] values() {
        return Arrays.stream(values).map(ValueQueue::view).toArray(Column[]::new);
    }

    /** The first argument, one of the kept, of a number, in the form of a {@link io.barograph.core.aggregate.ValueCodec}. */
    long value(long number) {
        return values[0].get(number);
    }

    /** The number that belongs to position 0 of {@link #values}. */
    long first() {
        return values.length == 0 ? 0 : values[0].viewedFrom();
    }

    void dropBelow(long row) {
        long number = number(row);
        for (ValueQueue column : values) {
            column.dropBelow(number);
        }
        before.dropBelow(row);
        kept = row;
    }

    void write(StateOutput output) {
        output.writeByte(all ? 1 : 0);
        output.writeVarint(kept);
        output.writeVarint(rows);
        output.writeVarint(counted);
        before.write(output);
        for (ValueQueue column : values) {
            column.write(output);
        }
    }

    void read(StateInput input) {
        all = input.readByte() != 0;
        kept = input.readVarint();
        rows = input.readVarint();
        counted = input.readVarint();
        before.read(input);
        for (ValueQueue column : values) {
            column.read(input);
        }
    }

    long memoryBytes() {
        return before.memoryBytes()
                + Arrays.stream(values).mapToLong(ValueQueue::memoryBytes).sum();
    }
}
