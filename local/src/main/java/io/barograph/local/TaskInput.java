package io.barograph.local;

import java.util.List;

/** What a task reads. Immutable. */
public sealed interface TaskInput {
    /**
     * Splits of a table.
     *
     * @param numbers of the splits, in the order of lanes and offsets
     * @param recordStarts by split: where its first record begins, or -1 to guess
     */
    record Splits(List<Integer> numbers, List<Long> recordStarts) implements TaskInput {
        public Splits {
            numbers = List.copyOf(numbers);
            recordStarts = List.copyOf(recordStarts);
        }
    }

    /**
     * What was sent to a partition of an earlier stage: the task finishes that first.
     *
     * @param number of the partition
     */
    record Partition(int stage, int number) implements TaskInput {}

    /** Rows that stand in the query. */
    record Literals() implements TaskInput {}
}
