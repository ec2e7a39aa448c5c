package io.barograph.local;

import io.barograph.core.column.Batch;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a finished stage, in its order, in pieces that any number of threads read side by side: in memory, in
 * temporary files, or made as they are read. Immutable.
 */
interface FinishedRows {
    /** How many rows there are; at most so many where states in files are still to be merged. */
    long size();

    /** What the rows keep of the run's memory until they are released. */
    long memoryBytes();

    /** How many pieces the rows are cut into: all pieces, one after the other, are all rows. Some may be empty. */
    int pieces();

    /** A reader for one thread. */
    Reader newReader();

    /** Nobody reads the rows any more: gives back what they hold beside memory. */
    default void release() {}

    /** Reads pieces, one at a time. */
    interface Reader {
        /** Goes to the start of a piece. */
        void begin(int piece);

        /** The next rows of the piece, at least one; valid until the next call. Null at the piece's end. */
        @Nullable
        Batch next();

        /**
         * Hands over the rows of the piece that are left, as {@link #next} would.
         *
         * @param enough asked between batches: whether no more are wanted
         */
        default void read(BatchConsumer target, BooleanSupplier enough) {
            while (!enough.getAsBoolean()) {
                Batch batch = next();
                if (batch == null) {
                    return;
                }
                target.accept(batch);
            }
        }
    }
}
