package io.barograph.formats.output;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.error.FullDisk;
import java.io.IOException;

/** What a failed write of an answer means, for sinks that know only their stream. */
public final class WriteFailure {
    private WriteFailure() {}

    /** @param failure its message is shown, except where it says that the disk is full */
    public static BarographException of(IOException failure) {
        return of("the answer", failure);
    }

    /** As {@link #of(IOException)}, for something else than an answer: {@code journal 'j'}. */
    public static BarographException of(String what, IOException failure) {
        String message = String.valueOf(failure.getMessage());
        if (FullDisk.codeOf(failure) == ErrorCode.DISK_FULL) {
            return new BarographException(
                    ErrorCode.DISK_FULL, "the disk is full: free some space or write " + what + " elsewhere", failure);
        }
        return new BarographException(ErrorCode.IO_ERROR, "cannot write " + what + ": " + message, failure);
    }
}
