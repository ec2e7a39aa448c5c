package io.barograph.local.live;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timestamp;
import org.jspecify.annotations.Nullable;

/**
 * What a live run tells JDK Flight Recorder. Before somebody started the recorder there are no events, since to initialise their
 * classes alone would start a part of it.
 */
final class LiveEvents implements LiveObserver {
    private static final String CATEGORY = "Barograph";

    @Override
    public @Nullable Reading reading() {
        return FlightRecorder.isInitialized() ? LiveRead.begun() : null;
    }

    @Override
    public @Nullable Showing showing(String query) {
        return FlightRecorder.isInitialized() ? Shown.begun(query) : null;
    }

    @Override
    public @Nullable Saving saving(long checkpoint) {
        return FlightRecorder.isInitialized() ? Saved.begun(checkpoint) : null;
    }

    /** A worker took records of a lane into its partial states. */
    @Name("barograph.LiveRead")
    @Label("Live Read")
    @Category(CATEGORY)
    @StackTrace(false)
    static final class LiveRead extends Event implements Reading {
        @Label("Table")
        String table = "";

        @Label("Lane")
        String lane = "";

        @Label("Offset")
        @Description("Of the first record in the lane")
        long offset;

        @Label("Next Offset")
        long nextOffset;

        @Label("Records")
        long records;

        private static LiveRead begun() {
            LiveRead event = new LiveRead();
            event.begin();
            return event;
        }

        @Override
        public void done(
                String ofTable, String ofLane, long from, long next, long count, @Nullable String traceparent) {
            if (shouldCommit()) {
                table = ofTable;
                lane = ofLane;
                offset = from;
                nextOffset = next;
                records = count;
                commit();
            }
        }
    }

    /** Results that were ripe went to a sink. */
    @Name("barograph.Shown")
    @Label("Shown")
    @Category(CATEGORY)
    @StackTrace(false)
    static final class Shown extends Event implements Showing {
        @Label("Query")
        String query = "";

        @Label("Up To")
        @Description("Windows that end here or before are shown")
        @Timestamp(Timestamp.MILLISECONDS_SINCE_EPOCH)
        long upTo;

        @Label("Rows")
        @Description("Added, revised or removed")
        long rows;

        private static Shown begun(String name) {
            Shown event = new Shown();
            event.query = name;
            event.begin();
            return event;
        }

        @Override
        public @Nullable String traceparent() {
            return null;
        }

        @Override
        public void done(long upToNanos, long count) {
            if (count > 0 && shouldCommit()) {
                upTo = upToNanos / 1_000_000;
                rows = count;
                commit();
            }
        }
    }

    /** A checkpoint was made, from the sinks' preparing to their commit. */
    @Name("barograph.Checkpoint")
    @Label("Checkpoint")
    @Category(CATEGORY)
    @StackTrace(false)
    static final class Saved extends Event implements Saving {
        @Label("Number")
        long number;

        @Label("Size")
        @Description("Of its file")
        @DataAmount
        long bytes;

        private static Saved begun(long checkpoint) {
            Saved event = new Saved();
            event.number = checkpoint;
            event.begin();
            return event;
        }

        @Override
        public void saved(long fileBytes) {
            bytes = fileBytes;
        }

        @Override
        public void commit(String query, Runnable commit) {
            commit.run();
        }

        @Override
        public void done() {
            commit();
        }
    }
}
