package io.barograph.core.aggregate;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;

/** Checks the version byte that every written state begins with. */
public final class StateVersion {
    private StateVersion() {}

    /**
     * Checks it.
     *
     * @param state what the state is of, in words
     * @throws BarographException BAD_DATA where the version is another
     */
    public static void check(String state, int found, int known) {
        if (found != known) {
            throw new BarographException(
                    ErrorCode.BAD_DATA,
                    "a saved " + state + " state has layout version " + found + "; this version of Barograph reads "
                            + known + ". Read it with the version that wrote it");
        }
    }
}
