package io.barograph.local;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.core.stage.StageInput;
import org.jspecify.annotations.Nullable;

/** The rows of an arithmetic sequence, made as they are read: however many they are, no more than a batch is held. */
final class CountingRows implements FinishedRows {
    /** As many as a split of a file may have. */
    private static final long ROWS_PER_PIECE = 1 << 20;

    private static final long MOST_PIECES = 1 << 12;

    private final StageInput.SequenceRows sequence;
    private final long piece;

    CountingRows(StageInput.SequenceRows sequence) {
        this.sequence = sequence;
        this.piece = Math.max(ROWS_PER_PIECE, sequence.rowCount() / MOST_PIECES + 1);
    }

    @Override
    public long size() {
        return sequence.rowCount();
    }

    @Override
    public long memoryBytes() {
        return 0;
    }

    @Override
    public int pieces() {
        return Math.toIntExact(sequence.rowCount() / piece + (sequence.rowCount() % piece == 0 ? 0 : 1));
    }

    @Override
    public Reader newReader() {
        return new Counter();
    }

    private final class Counter implements Reader {
        private final Type type = sequence.schema().type(0);
        private long row;
        private long end;

        @Override
        public void begin(int index) {
            row = index * piece;
            end = row + Math.min(piece, sequence.rowCount() - row);
        }

        @Override
        public @Nullable Batch next() {
            int size = (int) Math.min(Batch.CAPACITY, end - row);
            if (size <= 0) {
                return null;
            }
            long[] values = new long[size];
            for (int i = 0; i < size; i++) {
                values[i] = sequence.from() + (row + i) * sequence.step();
            }
            row += size;
            return new Batch(new Column[] {new LongColumn(type, values, Validity.ALL)}, size);
        }
    }
}
