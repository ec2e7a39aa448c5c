package io.barograph.local;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Schema;
import io.barograph.local.spill.RowSpill;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sorted runs in a temporary file as one sorted sequence, merged piece by piece as it is read. Rows that the order holds
 * equal are equal throughout, so that pieces may part them: no piece is larger than others, whatever the rows.
 */
final class SpilledSort implements FinishedRows {
    private final Schema schema;
    private final RowOrder order;
    private final List<SortedFileRun> runs;
    private final SortFile file;
    private final RunCuts cuts;
    private final Runnable check;
    private final long bytes;
    private final long size;

    /**
     * @param pieceBytes what one thread may take to merge a piece
     * @param threads that merge at once
     * @param check asked now and then while a piece is merged; may throw
     */
    SpilledSort(
            Schema schema,
            RowOrder order,
            List<SortedFileRun> runs,
            SortFile file,
            long pieceBytes,
            int threads,
            Runnable check) {
        this.schema = schema;
        this.order = order;
        this.runs = runs;
        this.file = file;
        this.check = check;
        // A piece lies in memory as rows, as their order, and in part as what is decoded.
        this.cuts = RunCuts.of(
                inOrder(), runs.size(), block -> rows(block).bytes(RunCuts.number(block)), pieceBytes / 2, (l, r) -> true);
        this.size = runs.stream().mapToLong(run -> run.rows().rows()).sum();
        this.bytes = runs.stream().mapToLong(SortedFileRun::memoryBytes).sum()
                + cuts.memoryBytes()
                + pieceBytes * threads;
    }

    private RowSpill rows(long block) {
        return runs.get(RunCuts.run(block)).rows();
    }

    private long[] inOrder() {
        Long[] blocks = Arrays.stream(RunCuts.allBlocks(
                        runs.stream().mapToInt(run -> run.rows().batches()).toArray()))
                .boxed()
                .toArray(Long[]::new);
        Arrays.sort(blocks, (left, right) -> {
            int byRow = order.compare(
                    runs.get(RunCuts.run(left)).firsts(),
                    RunCuts.number(left),
                    runs.get(RunCuts.run(right)).firsts(),
                    RunCuts.number(right));
            return byRow != 0 ? byRow : Long.compare(left, right);
        });
        return Arrays.stream(blocks).mapToLong(Long::longValue).toArray();
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
    }

    @Override
    public Reader newReader() {
        return new PieceReader();
    }

    private final class PieceReader implements Reader {
        private int piece;
        private HeldRows.@Nullable RangeReader rows;
        private long at;
        private long end;

        @Override
        public void begin(int number) {
            piece = number;
            rows = null;
        }

        @Override
        public @Nullable Batch next() {
            if (rows == null) {
                SortedRows merged = merge(piece);
                rows = merged.newRangeReader();
                at = 0;
                end = merged.size();
            }
            if (at >= end) {
                return null;
            }
            Batch batch = rows.read(at, (int) Math.min(Batch.CAPACITY, end - at));
            at += batch.size();
            return batch;
        }
    }

    private SortedRows merge(int piece) {
        RowBuffer rows = new RowBuffer(schema);
        int[] starts = new int[runs.size()];
        int parts = 0;
        for (int run = 0; run < runs.size(); run++) {
            int before = rows.size();
            append(piece, run, rows);
            if (rows.size() > before) {
                starts[parts++] = before;
            }
        }
        SortedRun merged = SortedRun.ofSortedParts(rows, order, starts, parts);
        return new SortedRows(schema, List.of(merged), 0, Long.MAX_VALUE);
    }

    /** Appends the rows of a run that lie in a piece. */
    private void append(int piece, int run, RowBuffer rows) {
        RowSpill.Reader reader = runs.get(run).rows().newReader();
        int end = cuts.endBlock(piece, run);
        for (int block = cuts.firstBlock(piece, run); block < end; block++) {
            check.run();
            Batch batch = reader.read(block);
            int from = cuts.isCutAtStart(piece, run, block) ? firstBehind(batch, run, cuts.start(piece)) : 0;
            int to = cuts.isCutAtEnd(piece, run, block)
                    ? firstBehind(batch, run, cuts.start(piece + 1))
                    : batch.size();
            rows.append(batch, from, to - from);
        }
    }

    /** The first row of a run's batch, all of whose successors begin behind a cut, that is not before the cut itself. */
    private int firstBehind(Batch batch, int run, long cut) {
        int owner = RunCuts.run(cut);
        if (owner == run) {
            // A run's own block begins the piece: all blocks before it are before the cut.
            return batch.size();
        }
        RowBuffer rows = new RowBuffer(schema);
        rows.append(batch);
        int low = 0;
        int high = batch.size();
        while (low < high) {
            int middle = low + high >>> 1;
            int byRow = order.compare(rows, middle, runs.get(owner).firsts(), RunCuts.number(cut));
            // Equal rows follow the runs' numbers, as equal first rows do.
            boolean isBefore = byRow != 0 ? byRow < 0 : run < owner;
            low = isBefore ? middle + 1 : low;
            high = isBefore ? high : middle;
        }
        return low;
    }
}
