package io.barograph.local;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Schema;
import io.barograph.local.spill.RowSpill;
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
    private final RunFile file;
    private final RunCuts cuts;
    private final Runnable check;
    private final long bytes;
    private final long size;

    /**
     * @param pieceBytes what one thread may take to merge a piece
     * @param bytes of memory that the runs take beside the file, and merging them
     * @param check asked now and then while a piece is merged; may throw
     */
    SpilledSort(
            Schema schema,
            RowOrder order,
            List<SortedFileRun> runs,
            RunFile file,
            long pieceBytes,
            long bytes,
            Runnable check) {
        this.schema = schema;
        this.order = order;
        this.runs = runs;
        this.file = file;
        this.check = check;
        // A piece lies in memory as rows, as their order, and in part as what is decoded.
        this.cuts = new RunCuts(runs, order, pieceBytes / 2, true);
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
            int from = cuts.from(piece, run, block, batch);
            int to = cuts.to(piece, run, block, batch);
            rows.append(batch, from, to - from);
        }
    }
}
