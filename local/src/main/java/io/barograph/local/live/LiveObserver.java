package io.barograph.local.live;

import org.jspecify.annotations.Nullable;

/**
 * Watches the steps of a live run as they are taken: for traces and recordings. It decides nothing, and none of its methods may
 * wait. Each gives null where a step is of no interest, which then costs next to nothing.
 */
public interface LiveObserver extends AutoCloseable {
    /** Whom nothing interests. */
    LiveObserver NONE = new LiveObserver() {};

    /** A worker begins to take in records that a reader gave. By workers' threads, side by side. */
    default @Nullable Reading reading() {
        return null;
    }

    /** What is ripe of a query begins to be shown; it may turn out to be nothing. By the publisher's thread. */
    default @Nullable Showing showing(String query) {
        return null;
    }

    /** A checkpoint begins. By the publisher's thread; one at a time. */
    default @Nullable Saving saving(long checkpoint) {
        return null;
    }

    /** The run is over. */
    @Override
    default void close() {}

    /** Records on their way into partial states. */
    interface Reading {
        /**
         * They are there.
         *
         * @param offset of the first in the lane
         * @param nextOffset behind the last
         * @param records how many there were, malformed and late ones among them
         * @param traceparent the W3C context of the trace that they came in, or null
         */
        void done(String table, String lane, long offset, long nextOffset, long records, @Nullable String traceparent);
    }

    /** Results on their way into a sink. */
    interface Showing {
        /** The W3C context that is passed on with the rows, or null. */
        @Nullable
        String traceparent();

        /**
         * They are with the sink.
         *
         * @param upTo windows that end here or before are shown; nanoseconds since 1970
         * @param rows that were added, revised or removed; 0 where nothing was ripe
         */
        void done(long upTo, long rows);
    }

    /** A checkpoint on its way. */
    interface Saving {
        /** Its file, of so many bytes, is on the disk. */
        void saved(long bytes);

        /** Commits to a query's sink, which is to be done here and now, and once. */
        void commit(String query, Runnable commit);

        /** All sinks show it. */
        void done();
    }
}
