package io.barograph.local;

import io.barograph.local.spill.RowSpill;

/**
 * Sorted rows in a temporary file, block by block.
 *
 * @param firsts the first row of each block
 */
record SortedFileRun(RowSpill rows, RowBuffer firsts) {
    long memoryBytes() {
        return rows.memoryBytes() + firsts.memoryBytes();
    }
}
