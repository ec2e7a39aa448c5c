package io.barograph.local;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Schema;
import io.barograph.core.fold.Fold;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Some rows of numbered keys, brought together by key and, of each key, into order. For one thread, until all rows are added;
 * then each {@link #pieces piece} is for one.
 */
final class RowsByKey {
    /** Fewer rows are not worth a piece of their own. */
    private static final int LEAST_OF_PIECE = 2 * Batch.CAPACITY;
    /** More pieces would not keep threads busier. */
    private static final int MOST_PIECES = 32;

    private final Schema schema;
    private final RowBuffer rows;
    private final RowOrder order;
    /** By row, the number of its key. */
    private int[] keys = new int[64];
    /** Above all of these. */
    private int keysEnd;

    /** @param order of the rows of a key */
    RowsByKey(Schema schema, RowOrder order) {
        this.schema = schema;
        this.rows = new RowBuffer(schema);
        this.order = order;
    }

    /**
     * Copies rows of a batch.
     *
     * @param numbers of the keys of the batch's rows, by position
     */
    void add(Batch batch, int from, int count, int[] numbers) {
        int first = rows.size();
        if (keys.length < first + count) {
            keys = Arrays.copyOf(keys, Math.max(first + count, 2 * keys.length));
        }
        System.arraycopy(numbers, from, keys, first, count);
        for (int i = first; i < first + count; i++) {
            keysEnd = Math.max(keysEnd, keys[i] + 1);
        }
        rows.append(batch, from, count);
    }

    void add(List<TimedRows.Piece> pieces) {
        pieces.forEach(piece -> add(piece.batch(), piece.from(), piece.size(), piece.keys()));
    }

    /** What is done with a key that there are rows of. */
    interface OfKey {
        /** @param way takes a fold along the key's rows */
        void accept(int key, Way way);
    }

    /** A key's rows, in order. */
    interface Way {
        void take(Fold fold, Consumer<Batch> output);
    }

    /** Goes from key to key, in the order of their numbers. No rows are added any more. */
    void forEach(OfKey target) {
        for (Piece piece : pieces()) {
            piece.forEach(target);
        }
    }

    /** The rows of some neighbouring keys. */
    interface Piece {
        /** Goes from key to key, in the order of their numbers. */
        void forEach(OfKey target);
    }

    /** Pieces in the order of keys, which several threads may go along side by side. No rows are added any more. */
    List<Piece> pieces() {
        int[] ends = new int[keysEnd];
        for (int i = 0; i < rows.size(); i++) {
            ends[keys[i]]++;
        }
        int before = 0;
        for (int key = 0; key < keysEnd; key++) {
            int count = ends[key];
            ends[key] = before;
            before += count;
        }
        return cut(together(ends), ends);
    }

    /**
     * The rows, those of a key side by side.
     *
     * @param next by key, where its rows begin; where they end, on return
     */
    private RowBuffer together(int[] next) {
        RowBuffer moved = RowBuffer.forMoving(schema, rows.size());
        for (int column = 0; column < schema.size(); column++) {
            moved.makeRoom(column, List.of(rows));
        }
        int[] places = new int[Batch.CAPACITY];
        for (int chunk = 0; chunk < rows.chunks(); chunk++) {
            int count = rows.sizeOf(chunk);
            for (int i = 0; i < count; i++) {
                places[i] = next[keys[(chunk << ColumnBuffer.SHIFT) + i]]++;
            }
            for (int column = 0; column < schema.size(); column++) {
                moved.column(column).scatter(rows.column(column), chunk, places, count);
                moved.column(column).scatterNulls(rows.column(column), chunk, places, count);
            }
        }
        return moved;
    }

    /** @param ends by key, behind its last row */
    private List<Piece> cut(RowBuffer moved, int[] ends) {
        int wanted = Math.max(LEAST_OF_PIECE, moved.size() / MOST_PIECES);
        List<Piece> pieces = new ArrayList<>();
        int first = 0;
        int from = 0;
        for (int key = 0; key < keysEnd; key++) {
            if (ends[key] - from >= wanted || key == keysEnd - 1) {
                int firstKey = first;
                int keyEnd = key + 1;
                int start = from;
                pieces.add(target -> forEach(moved, ends, firstKey, keyEnd, start, target));
                first = keyEnd;
                from = ends[key];
            }
        }
        return pieces;
    }

    private void forEach(RowBuffer moved, int[] ends, int firstKey, int keyEnd, int start, OfKey target) {
        PlaceSort sort = new PlaceSort(moved, order);
        RowGather gather = new RowGather(schema, List.of(moved));
        RowRanges ranges = new RowRanges(moved);
        int next = start;
        for (int key = firstKey; key < keyEnd; key++) {
            int first = next;
            int count = ends[key] - first;
            next = ends[key];
            if (count == 0) {
                continue;
            }
            target.accept(key, (fold, output) -> {
                long[] sorted = sort.isSorted(first, count) ? null : sort.sort(first, count);
                for (int at = 0; at < count; at += Batch.CAPACITY) {
                    int some = Math.min(Batch.CAPACITY, count - at);
                    fold.accept(sorted == null ? ranges.read(first + at, some) : gather.read(sorted, at, some), output);
                }
            });
        }
    }
}
