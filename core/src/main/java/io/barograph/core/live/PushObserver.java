package io.barograph.core.live;

import org.jspecify.annotations.Nullable;

/** Watches requests by which records are pushed to a table: for traces. It decides nothing, and none of its methods may wait. Thread-safe. */
public interface PushObserver extends AutoCloseable {
    /** Whom nothing interests. */
    PushObserver NONE = (table, traceparent) -> null;

    /**
     * A request has come.
     *
     * @param traceparent the W3C context of the sender's trace, or null
     * @return null where it is of no interest
     */
    @Nullable
    Push begin(String table, @Nullable String traceparent);

    /** Nothing more will come. */
    @Override
    default void close() {}

    /** A request that is being answered. */
    interface Push {
        /** The W3C context that is passed on with its records; null where the sender's own is. */
        @Nullable
        String traceparent();

        /** It is answered with a status of HTTP. Once. */
        void done(int status);
    }
}
