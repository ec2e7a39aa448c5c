package io.barograph.formats.record;

import io.barograph.core.column.Batch;

/** Turns rows into records. Used by one thread. */
public interface RecordEncoder {
    /**
     * The record of one row, in an array of its own.
     *
     * @param batch with all columns of the schema
     */
    byte[] encode(Batch batch, int row);
}
