package io.barograph.local;

import io.barograph.local.spill.RowSpill;

/** Sorted rows in a temporary file, block by block. */
record SortedFileRun(RowSpill rows, RowBuffer firsts, int firstsAt) implements RunCuts.Blocks {
    @Override
    public int blocks() {
        return rows.batches();
    }

    @Override
    public int bytes(int block) {
        return rows.bytes(block);
    }
}
