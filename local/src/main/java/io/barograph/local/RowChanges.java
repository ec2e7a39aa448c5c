package io.barograph.local;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Schema;
import io.barograph.core.live.Revisions;
import io.barograph.core.merge.KeyNumbers;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * Tells what has changed between two runs of rows, (old row, new row): rows that agree in what identifies them belong together, the
 * first of the old with the first of the new. Those that are equal throughout are passed over; rows that are gone come first.
 */
final class RowChanges {
    private static final int NONE = -1;

    private final Schema schema;
    private final List<Integer> identity;
    private final RowOrder whole;

    /** @param identity indexes of the columns; empty where rows go by their place alone */
    RowChanges(Schema schema, List<Integer> identity) {
        this.schema = schema;
        this.identity = identity;
        this.whole = new RowOrder(List.of(), schema);
    }

    void tell(RowBuffer before, RowBuffer after, Consumer<Revisions> target) {
        int[] olds = partners(before, after);
        BitSet stays = new BitSet();
        for (int old : olds) {
            if (old != NONE) {
                stays.set(old);
            }
        }
        List<Integer> gone = new ArrayList<>();
        for (int old = 0; old < before.size(); old++) {
            if (!stays.get(old)) {
                gone.add(old);
            }
        }
        List<Integer> changed = new ArrayList<>();
        for (int row = 0; row < after.size(); row++) {
            if (olds[row] == NONE || whole.compare(before, olds[row], after, row) != 0) {
                changed.add(row);
            }
        }
        if (changed.size() > Batch.CAPACITY) {
            // A row may take the sink's key of one that changes in a later batch: all old ones go before.
            for (int row : changed) {
                if (olds[row] != NONE) {
                    gone.add(olds[row]);
                    olds[row] = NONE;
                }
            }
        }
        Reader oldRows = new Reader(before);
        for (int from = 0; from < gone.size(); from += Batch.CAPACITY) {
            int to = Math.min(gone.size(), from + Batch.CAPACITY);
            target.accept(Revisions.removed(oldRows.read(gone.subList(from, to))));
        }
        Reader newRows = new Reader(after);
        for (int from = 0; from < changed.size(); from += Batch.CAPACITY) {
            List<Integer> rows = changed.subList(from, Math.min(changed.size(), from + Batch.CAPACITY));
            BitSet had = new BitSet();
            List<Integer> theirs = new ArrayList<>();
            for (int i = 0; i < rows.size(); i++) {
                int old = olds[rows.get(i)];
                had.set(i, old != NONE);
                // Where there is no old row, any one stands in its place.
                theirs.add(Math.max(old, 0));
            }
            Batch fresh = newRows.read(rows);
            target.accept(
                    had.isEmpty() ? Revisions.added(fresh) : new Revisions(oldRows.read(theirs), fresh, had, null));
        }
    }

    /** By new row: the old one that it takes the place of, or {@link #NONE}. */
    private int[] partners(RowBuffer before, RowBuffer after) {
        KeyNumbers numbers = new KeyNumbers(schema, identity);
        List<Deque<Integer>> waiting = new ArrayList<>();
        for (int chunk = 0, row = 0; row < before.size(); chunk++) {
            Batch rows = before.batch(chunk);
            int[] found = numbers.add(rows);
            while (waiting.size() < numbers.keys()) {
                waiting.add(new ArrayDeque<>());
            }
            for (int i = 0; i < rows.size(); i++) {
                waiting.get(identity.isEmpty() ? 0 : found[i]).add(row++);
            }
        }
        int[] partners = new int[after.size()];
        for (int chunk = 0, row = 0; row < after.size(); chunk++) {
            Batch rows = after.batch(chunk);
            int[] found = numbers.add(rows);
            for (int i = 0; i < rows.size(); i++) {
                int number = identity.isEmpty() ? 0 : found[i];
                Integer old = number < waiting.size() ? waiting.get(number).poll() : null;
                partners[row++] = old == null ? NONE : old;
            }
        }
        return partners;
    }

    private final class Reader {
        private final RowGather gather;
        private final long[] places = new long[Batch.CAPACITY];

        Reader(RowBuffer rows) {
            this.gather = new RowGather(schema, List.of(rows));
        }

        Batch read(List<Integer> rows) {
            for (int i = 0; i < rows.size(); i++) {
                places[i] = RowGather.place(0, rows.get(i));
            }
            return gather.read(places, 0, rows.size());
        }
    }
}
