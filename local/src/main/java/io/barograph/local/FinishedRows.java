package io.barograph.local;

import io.barograph.core.column.Batch;

/** The rows of a finished stage, in its order, readable from any position by any number of threads. Immutable. */
interface FinishedRows {
    /** Nothing is copied for readers; rows count from 0. */
    long size();

    long memoryBytes();

    /** A reader for one thread. */
    Reader newReader();

    /** Reads ranges of the rows. */
    interface Reader {
        /** Up to {@code count} rows from a position within the rows, at least one; valid until the next call. */
        Batch read(long from, int count);
    }
}
