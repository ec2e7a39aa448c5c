package io.barograph.core.source;

/** Is told of every malformed record. Called by the reader's thread; may throw to stop the run ({@code --strict}). */
@FunctionalInterface
public interface RejectHandler {
    /** Nobody listens: whoever finds this one need not keep the records. */
    RejectHandler NONE = record -> {};

    void reject(RejectedRecord record);
}
