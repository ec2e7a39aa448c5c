package io.barograph.core.match;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.Schema;
import io.barograph.core.fold.ValueQueue;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The rows of a key that are still needed, numbered from its first: those of their columns that something reads. */
final class HeldRows {
    /** By column; null where nothing is read of it. */
    private final @Nullable ValueQueue[] columns;

    private final ValueQueue times;

    /**
     * @param time index of the column that rows are ordered by
     * @param read the columns that something reads
     */
    HeldRows(Schema input, int time, BitSet read) {
        this.columns = new ValueQueue[input.size()];
        read.stream().forEach(column -> columns[column] = new ValueQueue(input.type(column)));
        this.times = new ValueQueue(input.type(time));
        columns[time] = times;
    }

    private Stream<ValueQueue> queues() {
        return Arrays.stream(columns).filter(Objects::nonNull);
    }

    void clear() {
        queues().forEach(ValueQueue::clear);
    }

    /** The first {@code count} rows of a batch. */
    void append(Batch rows, int count) {
        for (int i = 0; i < columns.length; i++) {
            ValueQueue queue = columns[i];
            if (queue != null) {
                queue.append(rows.column(i), 0, count);
            }
        }
    }

    void dropBelow(long row) {
        queues().forEach(queue -> {
            queue.dropBelow(row);
            queue.renewTexts();
        });
    }

    /** How many are held. */
    int size() {
        return times.size();
    }

    /** The number that the next row will have. */
    long end() {
        return times.end();
    }

    /** A row's time in nanoseconds. */
    long time(long row) {
        return times.get(row);
    }

    private ValueQueue queue(int column) {
        return Objects.requireNonNull(columns[column], "a column that is not held");
    }

    /** Values of a column from a number on; NULL where there is no such row. */
    Column column(int column, long from, int count) {
        ValueQueue queue = queue(column);
        if (from >= queue.first() && from + count <= queue.end()) {
            return queue.column(from, count);
        }
        long[] numbers = new long[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = from + i >= queue.first() && from + i < queue.end() ? from + i : -1;
        }
        return queue.gather(numbers, count);
    }

    /** Values of a column of some rows, which are held; the same may be asked for several times. */
    Column gather(int column, long[] numbers, int count) {
        return queue(column).gather(numbers, count);
    }

    /** Appends a row's value of a column; NULL where there is no such row. */
    void appendTo(ValueQueue target, int column, long row) {
        ValueQueue queue = queue(column);
        if (row >= queue.first() && row < queue.end()) {
            target.append(queue, row);
        } else {
            target.append(0, true);
        }
    }

    void write(StateOutput output) {
        queues().forEach(queue -> queue.write(output));
    }

    void read(StateInput input) {
        queues().forEach(queue -> queue.read(input));
    }

    long memoryBytes() {
        return queues().mapToLong(ValueQueue::memoryBytes).sum();
    }
}
