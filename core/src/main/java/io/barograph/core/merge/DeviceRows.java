package io.barograph.core.merge;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;

/** What the rows of a batch bring to a device beside the words of their keys. */
interface DeviceRows {
    /** Flags of a row of which all bits are set. */
    long ALL = -1;

    /** How many columns travel. */
    int columns();

    /** A column; what it has at NULL positions is of no meaning. */
    Column column(Batch batch, int column);

    /**
     * Finds the flags of a batch's rows.
     *
     * @return false where all bits are set, and {@link #flags} has none
     */
    boolean flag(Batch batch);

    /** By row of the batch last looked at. */
    long[] flags();
}
