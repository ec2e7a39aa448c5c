package io.barograph.local;

import io.barograph.core.column.Batch;
import org.jspecify.annotations.Nullable;

/** Finished rows in memory, which may be read from any position. */
interface HeldRows extends FinishedRows {
    /** Rows of a piece: a few batches, so that workers share even small results. */
    int PIECE_ROWS = 4 * Batch.CAPACITY;

    /** A reader of ranges for one thread. */
    RangeReader newRangeReader();

    /** Reads ranges of the rows. */
    interface RangeReader {
        /** Up to {@code count} rows from a position within the rows, at least one; valid until the next call. */
        Batch read(long from, int count);
    }

    @Override
    default int pieces() {
        return Math.toIntExact((size() + PIECE_ROWS - 1) / PIECE_ROWS);
    }

    @Override
    default Reader newReader() {
        return new PieceReader(newRangeReader(), size());
    }

    /** Pieces as ranges. */
    final class PieceReader implements Reader {
        private final RangeReader ranges;
        private final long size;
        private long at;
        private long end;

        private PieceReader(RangeReader ranges, long size) {
            this.ranges = ranges;
            this.size = size;
        }

        @Override
        public void begin(int piece) {
            at = (long) piece * PIECE_ROWS;
            end = Math.min(size, at + PIECE_ROWS);
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
