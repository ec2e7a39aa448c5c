package io.barograph.core.error;

/** A run that ends because its thread was interrupted, however that shows: engines end tasks so that they have given up. */
public final class Interruption {
    private static final String MESSAGE = "the run was interrupted";

    private Interruption() {}

    /**
     * {@code CANCELLED}; the thread's interrupt is the caller's to restore.
     *
     * @param interrupt what told of it: an {@link InterruptedException}, or what closed the file that was being read or
     *     written
     */
    public static BarographException of(Exception interrupt) {
        return new BarographException(ErrorCode.CANCELLED, MESSAGE, interrupt);
    }

    /** {@code CANCELLED}, for a thread whose interrupt has been seen. */
    public static BarographException seen() {
        return new BarographException(ErrorCode.CANCELLED, MESSAGE);
    }
}
