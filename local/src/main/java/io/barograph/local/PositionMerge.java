package io.barograph.local;

import io.barograph.core.column.Batch;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Schema;
import io.barograph.local.spill.RowSpill;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Brings rows that were dealt out to partitions back into one order, by the positions that they carry. */
final class PositionMerge {
    /** What a batch takes as bytes and as rows, in terms of what it takes in its file: about. */
    private static final int EXPANSION = 4;

    private PositionMerge() {}

    /** Bytes of heap that merging the runs takes, about: a batch of each is at hand. */
    static long memoryBytes(List<RowSpill> runs) {
        long bytes = 0;
        for (RowSpill run : runs) {
            int most = 0;
            for (int batch = 0; batch < run.batches(); batch++) {
                most = Math.max(most, run.bytes(batch));
            }
            bytes += (long) most * EXPANSION;
        }
        return bytes;
    }

    /**
     * Merges runs, each in order of its positions. Of equal positions the earlier run's come first.
     *
     * @param position index of the BIGINT column with the positions
     * @param columns indexes of the columns that are passed on
     * @param target takes full batches, but for the last
     */
    static void merge(
            List<RowSpill> runs, Schema schema, int position, int[] columns, Consumer<Batch> target, Workers workers) {
        PriorityQueue<Cursor> cursors = new PriorityQueue<>(Cursor.ORDER);
        for (int i = 0; i < runs.size(); i++) {
            if (runs.get(i).rows() > 0) {
                cursors.add(new Cursor(runs.get(i), i, position));
            }
        }
        Schema out = schema.select(columns);
        RowBuffer rows = new RowBuffer(out);
        List<Cursor> spare = new ArrayList<>(1);
        while (!cursors.isEmpty()) {
            Cursor first = cursors.remove();
            Cursor next = cursors.peek();
            int from = first.row;
            do {
                first.row++;
            } while (first.row < first.batch.size() && first.isBefore(next));
            rows.append(first.batch.select(columns), from, first.row - from);
            if (rows.size() >= Batch.CAPACITY) {
                workers.check();
                target.accept(rows.batch(0));
                RowBuffer rest = new RowBuffer(out);
                if (rows.size() > Batch.CAPACITY) {
                    rest.append(rows.batch(1));
                }
                rows = rest;
            }
            if (first.advance()) {
                spare.add(first);
            }
            cursors.addAll(spare);
            spare.clear();
        }
        if (rows.size() > 0) {
            target.accept(rows.batch(0));
        }
    }

    /** A place in a run. */
    private static final class Cursor {
        static final Comparator<Cursor> ORDER =
                Comparator.comparingLong(Cursor::position).thenComparingInt(cursor -> cursor.index);

        private final RowSpill run;
        private final RowSpill.Reader reader;
        private final int index;
        private final int column;
        private int number;
        private Batch batch;
        private long[] positions;
        private int row;

        Cursor(RowSpill run, int index, int column) {
            this.run = run;
            this.reader = run.newReader();
            this.index = index;
            this.column = column;
            this.batch = reader.read(0);
            this.positions = ((LongColumn) batch.column(column)).values();
        }

        long position() {
            return positions[row];
        }

        boolean isBefore(@Nullable Cursor other) {
            return other == null || ORDER.compare(this, other) < 0;
        }

        /** Goes on to the next batch where this one is done; false at the run's end. */
        boolean advance() {
            if (row < batch.size()) {
                return true;
            }
            if (++number == run.batches()) {
                return false;
            }
            batch = reader.read(number);
            positions = ((LongColumn) batch.column(column)).values();
            row = 0;
            return true;
        }
    }
}
