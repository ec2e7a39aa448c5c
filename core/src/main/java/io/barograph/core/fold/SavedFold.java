package io.barograph.core.fold;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;

/** What folds share in reading their states. */
public final class SavedFold {
    private SavedFold() {}

    /** Reads a layout's version; BAD_DATA where it is another one. */
    public static void checkVersion(StateInput input, int version) {
        int found = input.readByte();
        if (found != version) {
            throw new BarographException(
                    ErrorCode.BAD_DATA,
                    "a saved fold has layout version " + found + "; this version of Barograph reads " + version
                            + ". Read it with the version that wrote it");
        }
    }
}
