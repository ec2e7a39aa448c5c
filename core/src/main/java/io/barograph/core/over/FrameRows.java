package io.barograph.core.over;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Schema;
import io.barograph.core.merge.SharedStates;

/** The rows of moving frames whose states are not merged, and the frames as groups of a state: the i-th of those loaded is group i. */
abstract class FrameRows {
    final CountedRows rows;

    FrameRows(Schema input, SharedStates.Need need) {
        this.rows = new CountedRows(input, need.arguments(), need.filter());
    }

    void begin() {
        rows.begin();
    }

    void accept(Batch batch) {
        rows.accept(batch);
    }

    /** Makes the frames of the next rows the groups, at most a batch's. */
    abstract void load(long next, int count);

    /** The groups have been asked for; no frame will need rows before this one. */
    void dropBelow(long row) {
        rows.dropBelow(row);
    }

    /** Leaves in group 0 the first stretch of the last frame alone, where that begins at the key's first row. */
    void keepFirstStretch() {}

    /** Goes on, behind {@link #begin}, before a row that was {@link #dropBelow kept}, with rows from there on to follow. */
    void resume(long row) {
        rows.startAt(row);
    }

    /** The kept rows have followed; those before this one have entered frames that hold the key's first row. */
    void resumed(long row, long entered) {}

    long memoryBytes() {
        return rows.memoryBytes();
    }
}
