package io.barograph.core.series;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;

/** Reads the counts of saved folds. */
final class SavedCount {
    private SavedCount() {}

    /**
     * A count that was written as a varint.
     *
     * @throws BarographException BAD_DATA where it is above the most that a sound state holds
     */
    static int read(StateInput input, int most) {
        long count = input.readVarint();
        if (count < 0 || count > most) {
            throw new BarographException(
                    ErrorCode.BAD_DATA,
                    "a saved fold is damaged: it counts " + count + " where at most " + most + " can be");
        }
        return (int) count;
    }
}
