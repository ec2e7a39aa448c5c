package io.barograph.formats.record;

import io.barograph.core.column.Batch;

/** Turns rows into records. Used by one thread. */
public interface RecordEncoder {
    /**
     * Takes up the rows of {@link #encode(int)}.
     *
     * @param batch with all columns of the schema; must not change until another one is bound
     */
    void bind(Batch batch);

    /** The record of one row of the batch bound last, in an array of its own. */
    byte[] encode(int row);

    /** The record of one row of a batch, which is bound for it. */
    default byte[] encode(Batch batch, int row) {
        bind(batch);
        return encode(row);
    }
}
