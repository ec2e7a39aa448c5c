package io.barograph.local;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Schema;
import io.barograph.core.fold.Fold;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** Some rows of numbered keys, brought together by key and, of each key, into order. For one thread. */
final class RowsByKey {
    private final Schema schema;
    private final RowBuffer rows;
    private final RowOrder order;
    /** By row: its key's number, and its own. */
    private long[] places = new long[64];

    /** @param order of the rows of a key */
    RowsByKey(Schema schema, RowOrder order) {
        this.schema = schema;
        this.rows = new RowBuffer(schema);
        this.order = order;
    }

    /**
     * Copies rows of a batch.
     *
     * @param keys of the batch's rows, by position
     */
    void add(Batch batch, int from, int count, int[] keys) {
        int first = rows.size();
        if (places.length < first + count) {
            places = Arrays.copyOf(places, Math.max(first + count, 2 * places.length));
        }
        for (int i = 0; i < count; i++) {
            places[first + i] = (long) keys[from + i] << 32 | first + i;
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
        int size = rows.size();
        Arrays.sort(places, 0, size);
        int[] keys = new int[size];
        for (int i = 0; i < size; i++) {
            keys[i] = (int) (places[i] >>> 32);
            places[i] = RowGather.place(0, (int) places[i]);
        }
        RowBuffer moved = together(size);
        PlaceSort sort = new PlaceSort(moved, order);
        RowGather gather = new RowGather(schema, List.of(moved));
        RowRanges ranges = new RowRanges(moved);
        for (int from = 0; from < size; ) {
            int to = from + 1;
            while (to < size && keys[to] == keys[from]) {
                to++;
            }
            int first = from;
            int count = to - from;
            target.accept(keys[from], (fold, output) -> {
                long[] sorted = sort.isSorted(first, count) ? null : sort.sort(first, count);
                for (int at = 0; at < count; at += Batch.CAPACITY) {
                    int some = Math.min(Batch.CAPACITY, count - at);
                    fold.accept(sorted == null ? ranges.read(first + at, some) : gather.read(sorted, at, some), output);
                }
            });
            from = to;
        }
    }

    /** The rows, those of a key side by side. */
    private RowBuffer together(int size) {
        RowBuffer moved = new RowBuffer(schema);
        RowGather gather = new RowGather(schema, List.of(rows));
        for (int at = 0; at < size; at += Batch.CAPACITY) {
            moved.append(gather.read(places, at, Math.min(Batch.CAPACITY, size - at)));
        }
        return moved;
    }
}
