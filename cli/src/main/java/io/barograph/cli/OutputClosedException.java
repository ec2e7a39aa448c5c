package io.barograph.cli;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import java.io.IOException;

/** Who read our output has gone, as {@code head} does when it has seen enough: no failure, but the end. */
final class OutputClosedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private OutputClosedException(IOException cause) {
        super(cause);
    }

    /** What a failed write to standard output means. */
    static RuntimeException of(IOException failure) {
        return of(
                failure,
                new BarographException(
                        ErrorCode.IO_ERROR, "cannot write to standard output: " + failure.getMessage(), failure));
    }

    /** What a failed write of an answer means; another failure than this one is told by {@code other}. */
    static RuntimeException of(IOException failure, BarographException other) {
        String message = String.valueOf(failure.getMessage());
        if (message.contains("Broken pipe") || message.contains("pipe is being closed") || message.contains("EPIPE")) {
            return new OutputClosedException(failure);
        }
        return other;
    }
}
