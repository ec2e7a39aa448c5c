package io.barograph.core.join;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.Schema;
import io.barograph.core.fold.LongQueue;
import io.barograph.core.fold.ValueQueue;

/**
 * Rows of one side of a join that rows of the other may still match: of one key, in the order of their times. Each has a number,
 * which stays, and may be marked.
 */
final class SideQueue {
    /** The number of no row. */
    static final long NONE = -1;

    private final boolean isLeft;
    private final ValueQueue[] columns;
    private final int[] slots;
    private final LongQueue times = new LongQueue();
    private final LongQueue marks = new LongQueue();

    /** @param slots where among the columns of the rows that come are those of the side */
    SideQueue(boolean isLeft, Schema side, int[] slots) {
        this.isLeft = isLeft;
        this.columns = side.fields().stream()
                .map(field -> new ValueQueue(field.type()))
                .toArray(ValueQueue[]::new);
        this.slots = slots;
    }

    boolean isLeft() {
        return isLeft;
    }

    void clear() {
        for (ValueQueue column : columns) {
            column.clear();
        }
        times.clear();
        marks.clear();
    }

    /**
     * Adds rows, of later times or equal ones.
     *
     * @param rows all of this side
     * @param time by position
     */
    void append(Batch rows, long[] time) {
        for (int i = 0; i < columns.length; i++) {
            columns[i].append(rows.column(slots[i]), 0, rows.size());
        }
        for (int i = 0; i < rows.size(); i++) {
            times.append(time[i]);
            marks.append(0);
        }
    }

    /** The number of the first row that is here. */
    long first() {
        return times.first();
    }

    /** The number that the next row will have. */
    long end() {
        return times.end();
    }

    boolean isEmpty() {
        return first() == end();
    }

    long time(long number) {
        return times.get(number);
    }

    /** The first row of a time that is not below one, of those below a number, which is what is given where there is none. */
    long notBelow(long time, long end) {
        long low = first();
        long high = end;
        while (low < high) {
            long middle = low + high >>> 1;
            if (times.get(middle) < time) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** As {@link #notBelow}, of a time that is above one. */
    long above(long time, long end) {
        return time == Long.MAX_VALUE ? end : notBelow(time + 1, end);
    }

    void mark(long number) {
        marks.set(number, 1);
    }

    boolean isMarked(long number) {
        return marks.get(number) != 0;
    }

    /** Lets go of the rows below a number. */
    void dropBelow(long number) {
        for (ValueQueue column : columns) {
            column.dropBelow(number);
            column.renewTexts();
        }
        times.dropBelow(number);
        marks.dropBelow(number);
    }

    /** Rows by their numbers, in new columns; a negative number is a row of NULLs. */
    Column[] gather(long[] numbers, int count) {
        Column[] gathered = new Column[columns.length];
        for (int i = 0; i < gathered.length; i++) {
            gathered[i] = columns[i].gather(numbers, count);
        }
        return gathered;
    }

    /** Layout: the columns, the times, the marks, each as a queue. */
    void write(StateOutput output) {
        for (ValueQueue column : columns) {
            column.write(output);
        }
        times.write(output);
        marks.write(output);
    }

    void read(StateInput input) {
        for (ValueQueue column : columns) {
            column.read(input);
        }
        times.read(input);
        marks.read(input);
    }

    long memoryBytes() {
        long bytes = times.memoryBytes() + marks.memoryBytes();
        for (ValueQueue column : columns) {
            bytes += column.memoryBytes();
        }
        return bytes;
    }
}
