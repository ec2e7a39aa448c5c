package io.barograph.core.engine;

import io.barograph.core.column.Batch;

/**
 * A sink whose costly part, turning a batch into bytes, can be done by the engine's workers in parallel. The engine
 * calls {@link #begin}, then {@link #write} once per encoded batch in the answer's order from one thread at a time,
 * then {@link #end}. An engine that knows nothing of this calls {@link #accept}, with the same outcome.
 */
public interface EncodingSink extends ResultSink {
    /** A new encoder for one worker; valid after {@link #begin}. */
    Encoder newEncoder();

    /** Appends encoded bytes; they are the caller's again on return. */
    void write(byte[] bytes, int length);

    /** Encodes batches into bytes. Used by one thread. */
    interface Encoder {
        /** Encodes a batch into {@link #bytes()}, from its start, and returns the length. */
        int encode(Batch batch);

        /** The array that the last {@link #encode} filled. Overwritten by the next. */
        byte[] bytes();
    }
}
