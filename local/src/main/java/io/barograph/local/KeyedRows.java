package io.barograph.local;

import io.barograph.core.column.Batch;
import io.barograph.core.merge.KeyNumbers;
import java.util.List;

/**
 * Rows of several buffers brought together by key: not moved, but found. The keys come in their order; the rows of a key in that
 * of the buffers and of their coming.
 */
final class KeyedRows {
    private final List<FoldCollector> collectors;
    /** By key's place: where its rows begin among {@link #places}; one more at the end. */
    private final int[] starts;

    private final long[] places;

    private KeyedRows(List<FoldCollector> collectors, int[] starts, long[] places) {
        this.collectors = collectors;
        this.starts = starts;
        this.places = places;
    }

    /** Brings together what was collected, each worker what it has itself. */
    static KeyedRows of(Workers workers, List<FoldCollector> collectors) {
        int[][] ranks =
                KeyNumbers.ranks(collectors.stream().map(FoldCollector::keys).toList());
        int keys = 0;
        int[][] next = new int[ranks.length][];
        for (int[] ofOne : ranks) {
            for (int rank : ofOne) {
                keys = Math.max(keys, rank + 1);
            }
        }
        int count = keys;
        workers.run(ranks.length, worker -> next[worker] = count(collectors.get(worker), ranks[worker], count));
        int[] starts = new int[count + 1];
        int at = 0;
        for (int rank = 0; rank < count; rank++) {
            starts[rank] = at;
            for (int[] ofWorker : next) {
                int rows = ofWorker[rank];
                ofWorker[rank] = at;
                at = Math.addExact(at, rows);
            }
        }
        starts[count] = at;
        long[] places = new long[at];
        workers.run(
                ranks.length, worker -> scatter(worker, collectors.get(worker), ranks[worker], next[worker], places));
        return new KeyedRows(collectors, starts, places);
    }

    private static int[] count(FoldCollector collector, int[] ranks, int keys) {
        int[] counts = new int[keys];
        int size = collector.rows().size();
        for (int from = 0; from < size; from += Batch.CAPACITY) {
            int[] numbers = collector.numbers(from >> ColumnBuffer.SHIFT);
            int rows = Math.min(Batch.CAPACITY, size - from);
            for (int i = 0; i < rows; i++) {
                counts[ranks[numbers[i]]]++;
            }
        }
        return counts;
    }

    private static void scatter(int buffer, FoldCollector collector, int[] ranks, int[] next, long[] places) {
        int size = collector.rows().size();
        for (int from = 0; from < size; from += Batch.CAPACITY) {
            int[] numbers = collector.numbers(from >> ColumnBuffer.SHIFT);
            int rows = Math.min(Batch.CAPACITY, size - from);
            for (int i = 0; i < rows; i++) {
                places[next[ranks[numbers[i]]]++] = RowGather.place(buffer, from + i);
            }
        }
    }

    int keys() {
        return starts.length - 1;
    }

    int rows() {
        return places.length;
    }

    int start(int key) {
        return starts[key];
    }

    /** All rows' places, one key's after another's. A view. */
    long[] places() {
        return places;
    }

    List<RowBuffer> buffers() {
        return collectors.stream().map(FoldCollector::rows).toList();
    }

    long memoryBytes() {
        return 4L * starts.length
                + 8L * places.length
                + collectors.stream().mapToLong(FoldCollector::memoryBytes).sum();
    }
}
