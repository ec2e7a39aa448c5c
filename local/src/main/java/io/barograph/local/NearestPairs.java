package io.barograph.local;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.LongColumn;
import io.barograph.core.join.AsOfChoice;
import io.barograph.local.spill.RowSpill;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What an as-of join finds for passing rows among the held rows of two blocks, from what it has found in each: of two pairs of
 * one passing row the nearer one. Each block has one pair of a passing row at most, in the order of the passing rows.
 */
final class NearestPairs {
    private final AsOfChoice choice;
    private final int position;
    private final Supplier<SpillWriter> results;

    /**
     * @param position index of the BIGINT column with the passing rows' positions
     * @param results gives a new writer of pairs
     */
    NearestPairs(AsOfChoice choice, int position, Supplier<SpillWriter> results) {
        this.choice = choice;
        this.position = position;
        this.results = results;
    }

    RowSpill of(RowSpill firstBlock, RowSpill secondBlock, Workers workers) {
        SpillWriter nearest = results.get();
        Place first = new Place(firstBlock, choice::beginFirst);
        Place second = new Place(secondBlock, choice::beginSecond);
        while (!first.isAtEnd() || !second.isAtEnd()) {
            workers.check();
            long one = first.position();
            long other = second.position();
            boolean takesSecond = one == other ? choice.isSecond(first.row, second.row) : other < one;
            nearest.append(takesSecond ? second.batch : first.batch, takesSecond ? second.row : first.row, 1);
            if (one <= other) {
                first.advance();
            }
            if (other <= one) {
                second.advance();
            }
        }
        return nearest.finish();
    }

    /** A place in a block's pairs. */
    private final class Place {
        private final RowSpill rows;
        private final RowSpill.Reader reader;
        private final Consumer<Batch> begins;
        private int next;
        private Batch batch = new Batch(new Column[0], 0);
        private long[] positions = new long[0];
        private int row;

        /** @param begins is told of each batch that is come to */
        Place(RowSpill rows, Consumer<Batch> begins) {
            this.rows = rows;
            this.reader = rows.newReader();
            this.begins = begins;
            this.row = -1;
            advance();
        }

        boolean isAtEnd() {
            return row >= batch.size();
        }

        /** Of the passing row; above all others at the end. */
        long position() {
            return isAtEnd() ? Long.MAX_VALUE : positions[row];
        }

        void advance() {
            row++;
            if (row >= batch.size() && next < rows.batches()) {
                batch = reader.read(next++);
                positions = ((LongColumn) batch.column(position)).values();
                row = 0;
                begins.accept(batch);
            }
        }
    }
}
