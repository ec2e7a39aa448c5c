package io.barograph.local;

import io.barograph.core.column.Batch;
import io.barograph.core.fold.Fold;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a fold gives over sorted runs in a temporary file. They are cut where keys begin, and pieces are merged and folded as they
 * are read: a key with however many rows takes no more memory than a block of each run and what its fold keeps.
 */
final class SpilledFold implements FinishedRows {
    private final FoldOfStage fold;
    private final RowOrder order;
    private final RowOrder byKey;
    private final long latest;
    private final List<SortedFileRun> runs;
    private final RunFile file;
    private final RunCuts cuts;
    private final Runnable check;
    private final MemoryAccount memory;
    private final long bytes;
    private final long size;

    /**
     * @param order of the rows: by key, then that of a key's rows
     * @param byKey by key alone
     * @param latest the latest time of all rows
     * @param memory that counts what readers keep; about its {@link MemoryAccount#pieceBytes} of the runs make a piece, unless a
     *     key has more
     * @param bytes of memory that the runs take beside the file, and merging them
     * @param check asked now and then while a piece is merged; may throw
     */
    SpilledFold(
            FoldOfStage fold,
            RowOrder order,
            RowOrder byKey,
            long latest,
            List<SortedFileRun> runs,
            RunFile file,
            MemoryAccount memory,
            long bytes,
            Runnable check) {
        this.fold = fold;
        this.order = order;
        this.byKey = byKey;
        this.latest = latest;
        this.runs = runs;
        this.file = file;
        this.check = check;
        this.memory = memory;
        this.cuts = new RunCuts(runs, byKey, memory.pieceBytes(), false);
        this.size = runs.stream().mapToLong(run -> run.rows().rows()).sum();
        this.bytes = bytes + cuts.memoryBytes();
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public long memoryBytes() {
        return bytes;
    }

    @Override
    public int pieces() {
        return cuts.pieces();
    }

    @Override
    public void release() {
        file.close();
        fold.end();
    }

    @Override
    public Reader newReader() {
        return new PieceReader();
    }

    private final class PieceReader extends FoldReader {
        private int piece;

        PieceReader() {
            super(fold.newFold(), fold.schema(), latest, memory);
        }

        @Override
        long memoryBytes() {
            return 0;
        }

        @Override
        void start(int number) {
            piece = number;
        }

        @Override
        void fold(Fold along, BatchConsumer target, BooleanSupplier enough) {
            RunMerge merge = new RunMerge(fold.input(), order, runs, cuts, piece, check);
            RowBuffer before = null;
            for (RowBuffer rows = merge.next(); rows != null && !enough.getAsBoolean(); rows = merge.next()) {
                fold(along, before, rows, target);
                before = rows;
            }
            if (before != null && !enough.getAsBoolean()) {
                end(along, target);
            }
        }

        /** @param before the rows before these; null at the piece's beginning */
        private void fold(Fold along, @Nullable RowBuffer before, RowBuffer rows, BatchConsumer target) {
            Batch batch = rows.batch(0);
            int from = 0;
            for (int row = 0; row < rows.size(); row++) {
                boolean isNew = row == 0
                        ? before == null || byKey.compare(before, before.size() - 1, rows, 0) != 0
                        : byKey.compare(rows, row - 1, rows, row) != 0;
                if (isNew) {
                    accept(batch, from, row, target);
                    if (row > 0 || before != null) {
                        end(along, target);
                    }
                    along.begin();
                    from = row;
                }
            }
            accept(batch, from, rows.size(), target);
        }

        private void accept(Batch rows, int from, int to, BatchConsumer target) {
            if (from == 0 && to == rows.size()) {
                accept(rows, target);
            } else if (from < to) {
                RowBuffer some = new RowBuffer(fold.input());
                some.append(rows, from, to - from);
                accept(some.batch(0), target);
            }
        }
    }
}
