package io.barograph.core.source;

/** Is told of every malformed record. Called by the reader's thread; may throw to stop the run ({@code --strict}). */
@FunctionalInterface
public interface RejectHandler {
    void reject(RejectedRecord record);
}
