package io.barograph.local;

import java.util.List;

/** What a task reads. Immutable. */
public sealed interface TaskInput {
    /**
     * Splits of a table.
     *
     * @param count of all splits that the table was cut into
     * @param numbers of those to read, in the order of lanes and offsets
     * @param ends by split: the offset where it ends. A worker that cuts the table otherwise has found other files
     * @param recordStarts by split: where its first record begins, or -1 to guess
     * @param hosts machines on which reading them moves the fewest bytes over the network, the best first; empty where all are
     *     as good
     */
    record Splits(int count, List<Integer> numbers, List<Long> ends, List<Long> recordStarts, List<String> hosts)
            implements TaskInput {
        public Splits {
            numbers = List.copyOf(numbers);
            ends = List.copyOf(ends);
            recordStarts = List.copyOf(recordStarts);
            hosts = List.copyOf(hosts);
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
