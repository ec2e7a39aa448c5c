package io.barograph.local;

import io.barograph.core.column.Batch;
import io.barograph.core.fold.Fold;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** What a fold gives over rows in memory: keys are folded as they are read, many side by side. */
final class FoldedRows implements FinishedRows {
    /** Rows of a piece, as a rule: many keys or one, so that workers share even few rows. */
    private static final int PIECE_ROWS = 4 * Batch.CAPACITY;

    private final FoldOfStage fold;
    private final KeyedRows rows;
    private final RowOrder order;
    private final long latest;
    private final MemoryAccount memory;
    private final List<Integer> pieces = new ArrayList<>();

    /**
     * @param order of the rows of a key
     * @param latest the latest time of all rows
     * @param memory that counts what readers keep
     */
    FoldedRows(FoldOfStage fold, KeyedRows rows, RowOrder order, long latest, MemoryAccount memory) {
        this.memory = memory;
        this.fold = fold;
        this.rows = rows;
        this.order = order;
        this.latest = latest;
        int begun = -PIECE_ROWS;
        for (int key = 0; key < rows.keys(); key++) {
            if (rows.start(key) - begun >= PIECE_ROWS) {
                pieces.add(key);
                begun = rows.start(key);
            }
        }
    }

    @Override
    public long size() {
        return rows.rows().size();
    }

    @Override
    public long memoryBytes() {
        return rows.memoryBytes();
    }

    @Override
    public int pieces() {
        return pieces.size();
    }

    @Override
    public void release() {
        fold.end();
    }

    @Override
    public Reader newReader() {
        return new PieceReader();
    }

    private final class PieceReader extends FoldReader {
        private final RowGather gather = new RowGather(fold.input(), List.of(rows.rows()));
        private final PlaceSort sort = new PlaceSort(rows.rows(), order);
        private final RowRanges ranges = new RowRanges(rows.rows());
        private int key;
        private int end;

        PieceReader() {
            super(fold.newFold(), fold.schema(), latest, memory);
        }

        @Override
        long memoryBytes() {
            return sort.memoryBytes();
        }

        @Override
        void start(int piece) {
            key = pieces.get(piece);
            end = piece + 1 < pieces.size() ? pieces.get(piece + 1) : rows.keys();
        }

        @Override
        void fold(Fold along, BatchConsumer target, BooleanSupplier enough) {
            for (; key < end && !enough.getAsBoolean(); key++) {
                int from = rows.start(key);
                int size = rows.start(key + 1) - from;
                long[] sorted = sort.isSorted(from, size) ? null : sort.sort(from, size);
                along.begin();
                for (int at = 0; at < size; at += Batch.CAPACITY) {
                    int count = Math.min(Batch.CAPACITY, size - at);
                    accept(sorted == null ? ranges.read(from + at, count) : gather.read(sorted, at, count), target);
                }
                end(along, target);
            }
        }
    }
}
