package io.barograph.core.error;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import org.jspecify.annotations.Nullable;

/** A run that ends because its thread was interrupted, however that shows: engines end tasks so that they have given up. */
public final class Interruption {
    private static final String MESSAGE = "the run was interrupted";

    private Interruption() {}

    /** {@code CANCELLED}; the thread's interrupt is the caller's to restore. */
    public static BarographException of(InterruptedException interrupt) {
        return new BarographException(ErrorCode.CANCELLED, MESSAGE, interrupt);
    }

    /** {@code CANCELLED}, for a thread whose interrupt has been seen. */
    public static BarographException seen() {
        return new BarographException(ErrorCode.CANCELLED, MESSAGE);
    }

    /** {@code CANCELLED} where a file could not be read or written for that reason, as an interrupt closes it; else null. */
    public static @Nullable BarographException in(IOException failed) {
        return failed instanceof ClosedByInterruptException
                ? new BarographException(ErrorCode.CANCELLED, MESSAGE, failed)
                : null;
    }
}
