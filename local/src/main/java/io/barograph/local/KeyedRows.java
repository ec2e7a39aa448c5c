package io.barograph.local;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Schema;
import io.barograph.core.merge.KeyNumbers;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Rows of several buffers brought together by key. The keys come in their order; the rows of a key in that of the stretches that
 * they came in, which are put into the order of their first rows.
 *
 * <p>Rows are counted and moved, column by column, and what a buffer held of a column is let go of then: reading them again one
 * key after the other goes straight through memory, and no more than a column is there twice.
 */
final class KeyedRows {
    private final RowBuffer rows;
    /** By key's place: where its rows begin; one more at the end. */
    private final int[] starts;

    private KeyedRows(RowBuffer rows, int[] starts) {
        this.rows = rows;
        this.starts = starts;
    }

    /** Rows of a buffer that came one behind the other. */
    private record Stretch(FoldCollector collector, int worker, int from, int to) {}

    /**
     * Brings together what was collected. The collectors are used up.
     *
     * @param order of a key's rows
     */
    static KeyedRows of(Schema schema, Workers workers, List<FoldCollector> collectors, RowOrder order) {
        int[][] ranks =
                KeyNumbers.ranks(collectors.stream().map(FoldCollector::keys).toList());
        int keys = 0;
        for (int[] ofOne : ranks) {
            for (int rank : ofOne) {
                keys = Math.max(keys, rank + 1);
            }
        }
        int count = keys;
        List<Stretch> stretches = stretches(collectors, keys, order);
        int[][] next = new int[stretches.size()][];
        forEach(workers, stretches, i -> next[i] = count(stretches.get(i), ranks, count));
        int[] starts = new int[count + 1];
        int at = 0;
        for (int rank = 0; rank < count; rank++) {
            starts[rank] = at;
            for (int[] ofStretch : next) {
                int rows = ofStretch[rank];
                ofStretch[rank] = at;
                at = Math.addExact(at, rows);
            }
        }
        starts[count] = at;
        forEach(workers, stretches, i -> place(stretches.get(i), ranks, next[i]));
        RowBuffer moved = RowBuffer.forMoving(schema, at);
        List<RowBuffer> sources = collectors.stream().map(FoldCollector::rows).toList();
        for (int column = 0; column < schema.size(); column++) {
            int moving = column;
            moved.makeRoom(column, sources);
            workers.run(collectors.size(), worker -> move(collectors.get(worker), moved.column(moving), moving));
            collectors.forEach(collector -> moveNulls(collector, moved.column(moving), moving));
            sources.forEach(source -> source.drop(moving));
        }
        return new KeyedRows(moved, starts);
    }

    /** All stretches in the order of their first rows; a worker's rows are one where counting by stretch would take long. */
    private static List<Stretch> stretches(List<FoldCollector> collectors, int keys, RowOrder order) {
        long counters = 0;
        long rows = 0;
        for (FoldCollector collector : collectors) {
            counters += (long) keys * collector.stretches().size();
            rows += collector.rows().size();
        }
        boolean apart = counters <= rows;
        List<Stretch> stretches = new ArrayList<>();
        for (int worker = 0; worker < collectors.size(); worker++) {
            FoldCollector collector = collectors.get(worker);
            List<Integer> starts = apart
                    ? collector.stretches()
                    : collector.stretches().stream().limit(1).toList();
            for (int i = 0; i < starts.size(); i++) {
                int end = i + 1 < starts.size()
                        ? starts.get(i + 1)
                        : collector.rows().size();
                stretches.add(new Stretch(collector, worker, starts.get(i), end));
            }
        }
        stretches.sort(
                (left, right) -> order.compare(left.collector.rows(), left.from, right.collector.rows(), right.from));
        return stretches;
    }

    /** Does something with each stretch, those of a worker's buffer in that worker. */
    private static void forEach(Workers workers, List<Stretch> stretches, IntConsumer action) {
        int count = 1 + stretches.stream().mapToInt(Stretch::worker).max().orElse(-1);
        workers.run(
                count,
                worker -> IntStream.range(0, stretches.size())
                        .filter(i -> stretches.get(i).worker == worker)
                        .forEach(action));
    }

    private static int[] count(Stretch stretch, int[][] ranks, int keys) {
        int[] counts = new int[keys];
        int[] ofWorker = ranks[stretch.worker];
        for (int row = stretch.from; row < stretch.to; ) {
            int[] numbers = stretch.collector.numbers(row >> ColumnBuffer.SHIFT);
            int end = Math.min(stretch.to - row, Batch.CAPACITY - (row & ColumnBuffer.MASK)) + row;
            for (; row < end; row++) {
                counts[ofWorker[numbers[row & ColumnBuffer.MASK]]]++;
            }
        }
        return counts;
    }

    /** Replaces the numbers of keys by the places of their rows. */
    private static void place(Stretch stretch, int[][] ranks, int[] next) {
        int[] ofWorker = ranks[stretch.worker];
        for (int row = stretch.from; row < stretch.to; ) {
            int[] numbers = stretch.collector.numbers(row >> ColumnBuffer.SHIFT);
            int end = Math.min(stretch.to - row, Batch.CAPACITY - (row & ColumnBuffer.MASK)) + row;
            for (; row < end; row++) {
                int at = row & ColumnBuffer.MASK;
                numbers[at] = next[ofWorker[numbers[at]]]++;
            }
        }
    }

    private static void move(FoldCollector collector, ColumnBuffer target, int column) {
        RowBuffer source = collector.rows();
        for (int chunk = 0; chunk < source.chunks(); chunk++) {
            target.scatter(source.column(column), chunk, collector.numbers(chunk), source.sizeOf(chunk));
        }
    }

    /** NULLs of rows that lie side by side share a word, so that one thread moves them. */
    private static void moveNulls(FoldCollector collector, ColumnBuffer target, int column) {
        RowBuffer source = collector.rows();
        if (source.column(column).hasNulls()) {
            for (int chunk = 0; chunk < source.chunks(); chunk++) {
                target.scatterNulls(source.column(column), chunk, collector.numbers(chunk), source.sizeOf(chunk));
            }
        }
    }

    int keys() {
        return starts.length - 1;
    }

    int start(int key) {
        return starts[key];
    }

    /** All rows, one key's after another's. */
    RowBuffer rows() {
        return rows;
    }

    long memoryBytes() {
        return 4L * starts.length + rows.memoryBytes();
    }
}
