package io.barograph.local;

import io.barograph.core.column.Batch;
import org.jspecify.annotations.Nullable;

/** Finished rows in memory, which may be read from any position. */
interface HeldRows extends FinishedRows {
    /** Rows of a piece, as a rule: a few batches, so that workers share even small results. */
    int PIECE_ROWS = 4 * Batch.CAPACITY;

    /** A reader of ranges for one thread. */
    RangeReader newRangeReader();

    /** Reads ranges of the rows. */
    interface RangeReader {
        /** Up to {@code count} rows from a position within the rows, at least one; valid until the next call. */
        Batch read(long from, int count);
    }

    /** How many rows make a piece. */
    default int rowsPerPiece() {
        return PIECE_ROWS;
    }

    @Override
    default int pieces() {
        return Math.toIntExact((size() + rowsPerPiece() - 1) / rowsPerPiece());
    }

    @Override
    default Reader newReader() {
        return new PieceReader(newRangeReader(), size(), rowsPerPiece());
    }

    /** Pieces as ranges. */
    final class PieceReader implements Reader {
        private final RangeReader ranges;
        private final long size;
        private final int rowsPerPiece;
        private long at;
        private long end;

        private PieceReader(RangeReader ranges, long size, int rowsPerPiece) {
            this.ranges = ranges;
            this.size = size;
            this.rowsPerPiece = rowsPerPiece;
        }

        @Override
        public void begin(int piece) {
            at = (long) piece * rowsPerPiece;
            end = Math.min(size, at + rowsPerPiece);
        }

        @Override
        public @Nullable Batch next() {
            if (at >= end) {
                return null;
            }
            Batch batch = ranges.read(at, (int) Math.min(Batch.CAPACITY, end - at));
            at += batch.size();
            return batch;
        }
    }
}
