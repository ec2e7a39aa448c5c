package io.barograph.core.fold.over;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.column.Batch;
import io.barograph.core.column.Type;

/**
 * One call on its way along a key's rows. Rows are numbered from 0; results wait in {@link #results}, numbered as their rows,
 * from when they are known until they are let go of.
 */
abstract class Along {
    final ValueQueue results;

    Along(Type result) {
        this.results = new ValueQueue(result);
    }

    /** Another key begins. */
    void begin() {
        results.clear();
    }

    /**
     * The next rows.
     *
     * @param changes by row: whether it is no peer of the one before
     * @param base the number of the first of them
     */
    abstract void accept(Batch rows, boolean[] changes, long base);

    /** No row follows: all results are to be known now. */
    void end(long rows) {}

    /** Writes what the results of later rows depend on, and the results that wait. */
    void write(StateOutput output) {
        results.write(output);
    }

    /** Reads what was written, right behind {@link #begin}. */
    void read(StateInput input) {
        results.read(input);
    }

    long memoryBytes() {
        return results.memoryBytes();
    }
}
