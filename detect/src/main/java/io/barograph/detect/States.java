package io.barograph.detect;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;

/** Doubles, counts and versions in the saved states of detectors. */
public final class States {
    private States() {}

    public static void writeDouble(StateOutput output, double value) {
        output.writeLong(Double.doubleToLongBits(value));
    }

    public static double readDouble(StateInput input) {
        return Double.longBitsToDouble(input.readLong());
    }

    /**
     * A count that {@link StateOutput#writeVarint} wrote.
     *
     * @throws BarographException BAD_DATA where it is above the most that a sound state holds
     */
    public static int readCount(StateInput input, int most) {
        long count = input.readVarint();
        if (count < 0 || count > most) {
            throw new BarographException(
                    ErrorCode.BAD_DATA,
                    "a saved detector state is damaged: it counts " + count + " where at most " + most + " can be");
        }
        return (int) count;
    }
}
