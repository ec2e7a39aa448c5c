package io.barograph.local;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Schema;
import io.barograph.local.spill.RowSpill;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one piece of sorted runs, merged as they are read: of each run one block is in memory, however many rows the
 * piece has. For one thread.
 */
final class RunMerge {
    private final Schema schema;
    private final RowOrder order;
    private final PriorityQueue<Cursor> cursors;
    private RowBuffer merged;

    /** @param check asked for each block; may throw */
    RunMerge(Schema schema, RowOrder order, List<SortedFileRun> runs, RunCuts cuts, int piece, Runnable check) {
        this.schema = schema;
        this.order = order;
        this.merged = new RowBuffer(schema);
        this.cursors = new PriorityQueue<>(
                runs.size(), (left, right) -> order.compare(left.rows, left.at, right.rows, right.at));
        List<Cursor> begun = new ArrayList<>();
        for (int run = 0; run < runs.size(); run++) {
            Cursor cursor = new Cursor(runs.get(run).rows().newReader(), cuts, piece, run, check);
            if (cursor.load()) {
                begun.add(cursor);
            }
        }
        cursors.addAll(begun);
    }

    /** The next rows, at most {@link Batch#CAPACITY}; null at the end. They stay as they are. */
    @Nullable
    RowBuffer next() {
        merged = new RowBuffer(schema);
        while (merged.size() < Batch.CAPACITY && !cursors.isEmpty()) {
            Cursor first = cursors.remove();
            if (first.appendUpTo(cursors.peek(), Batch.CAPACITY - merged.size())) {
                cursors.add(first);
            }
        }
        return merged.size() == 0 ? null : merged;
    }

    /** Where a run has been read to. */
    private final class Cursor {
        private final RowSpill.Reader reader;
        private final RunCuts cuts;
        private final int piece;
        private final int run;
        private final Runnable check;
        private int block;
        private RowBuffer rows = new RowBuffer(schema);
        private int at;

        Cursor(RowSpill.Reader reader, RunCuts cuts, int piece, int run, Runnable check) {
            this.reader = reader;
            this.cuts = cuts;
            this.piece = piece;
            this.run = run;
            this.check = check;
            this.block = cuts.firstBlock(piece, run);
        }

        /** Goes to the next block with rows of the piece; false where there is none. */
        boolean load() {
            for (; block < cuts.endBlock(piece, run); block++) {
                check.run();
                Batch batch = reader.read(block);
                int from = cuts.from(piece, run, block, batch);
                int to = cuts.to(piece, run, block, batch);
                if (from < to) {
                    rows = new RowBuffer(schema);
                    rows.append(batch, from, to - from);
                    at = 0;
                    block++;
                    return true;
                }
            }
            return false;
        }

        /** Appends rows up to the next run's first; false where the run is at its end. */
        boolean appendUpTo(@Nullable Cursor other, int most) {
            int from = at;
            int end = Math.min(rows.size(), from + most);
            at++;
            while (at < end && (other == null || order.compare(rows, at, other.rows, other.at) <= 0)) {
                at++;
            }
            for (int done = from; done < at; ) {
                int chunk = done >> ColumnBuffer.SHIFT;
                int count = Math.min(at - done, Batch.CAPACITY - (done & ColumnBuffer.MASK));
                merged.append(rows.batch(chunk), done & ColumnBuffer.MASK, count);
                done += count;
            }
            return at < rows.size() || load();
        }
    }
}
