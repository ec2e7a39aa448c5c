package io.barograph.core.over;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.column.Batch;
import io.barograph.core.column.Type;
import io.barograph.core.fold.ValueQueue;
import java.util.Arrays;

/**
 * One call on its way along a key's rows, or several that share what they keep. Rows are numbered from 0; results wait in
 * {@link #results}, by call, numbered as their rows, from when they are known until they are let go of.
 */
abstract class Along {
    final ValueQueue[] results;
    /** Those of the only or first call. */
    final ValueQueue result;

    Along(Type... types) {
        this.results = Arrays.stream(types).map(ValueQueue::new).toArray(ValueQueue[]::new);
        this.result = results[0];
    }

    /** Another key begins. */
    void begin() {
        for (ValueQueue ofCall : results) {
            ofCall.clear();
        }
    }

    /**
     * The next rows.
     *
     * @param changes by row: whether it is no peer of the one before
     * @param base the number of the first of them
     */
    abstract void accept(Batch rows, boolean[] changes, long base);

    /**
     * No later row is earlier than a time, by which rows are ordered: what is known now is told.
     */
    void advance(long time) {}

    /** {@link #advance} up to this time tells nothing; {@link Long#MAX_VALUE} where it never does. */
    long deadline() {
        return Long.MAX_VALUE;
    }

    /** No row follows: all results are to be known now. */
    void end(long rows) {}

    /** Writes what the results of later rows depend on, and the results that wait. */
    void write(StateOutput output) {
        for (ValueQueue ofCall : results) {
            ofCall.write(output);
        }
    }

    /** Reads what was written, right behind {@link #begin}. */
    void read(StateInput input) {
        for (ValueQueue ofCall : results) {
            ofCall.read(input);
        }
    }

    long memoryBytes() {
        return Arrays.stream(results).mapToLong(ValueQueue::memoryBytes).sum();
    }
}
