package io.barograph.local;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/**
 * What a run tells JDK Flight Recorder: an event for each split read, each merge and each piece of output. Before somebody
 * started the recorder there are no events: to initialise their classes alone would start a part of it, which takes longer than
 * many a query.
 */
final class RunEvents {
    private static final String CATEGORY = "Barograph";

    private RunEvents() {}

    /** Begins the event of a split, or gives null where nobody records. */
    static @Nullable SplitRead splitRead() {
        return FlightRecorder.isInitialized() ? SplitRead.begun() : null;
    }

    /** Begins the event of a merge, or gives null where nobody records. */
    static @Nullable Merge merge() {
        return FlightRecorder.isInitialized() ? Merge.begun() : null;
    }

    /** Begins the event of writing to a temporary file, or gives null where nobody records. */
    static @Nullable Spill spill() {
        return FlightRecorder.isInitialized() ? Spill.begun() : null;
    }

    /** Begins the event of a piece of output, or gives null where nobody records. */
    static @Nullable Output output() {
        return FlightRecorder.isInitialized() ? Output.begun() : null;
    }

    /** A worker read a split, through all row operators and, in stages that group or sort, into its states. */
    @Name("barograph.SplitRead")
    @Label("Split Read")
    @Category(CATEGORY)
    @StackTrace(false)
    static final class SplitRead extends Event {
        @Label("File")
        String file = "";

        @Label("First Record")
        @Description("Offset of the first record in the file")
        long startOffset;

        @Label("End")
        @Description("Offset behind the last record")
        long endOffset;

        @Label("Used")
        @Description("Rows delivered to the plan")
        long used;

        @Label("Rejected")
        long rejected;

        private static SplitRead begun() {
            SplitRead event = new SplitRead();
            event.begin();
            return event;
        }

        void finish(String lane, UnitOutcome outcome) {
            if (shouldCommit()) {
                file = lane;
                startOffset = outcome.startOffset;
                endOffset = outcome.endOffset;
                used = outcome.used;
                rejected = outcome.rejected();
                commit();
            }
        }
    }

    /** The workers' partial tables became the groups of the answer. */
    @Name("barograph.Merge")
    @Label("Merge")
    @Category(CATEGORY)
    @StackTrace(false)
    static final class Merge extends Event {
        @Label("Tables")
        @Description("Partial tables, one per worker")
        int tables;

        @Label("Partial Groups")
        @Description("Groups in all partial tables together")
        long partialGroups;

        @Label("Groups")
        long groups;

        private static Merge begun() {
            Merge event = new Merge();
            event.begin();
            return event;
        }

        void finish(int partialTables, long groupsBefore, long groupsAfter) {
            if (shouldCommit()) {
                tables = partialTables;
                partialGroups = groupsBefore;
                groups = groupsAfter;
                commit();
            }
        }
    }

    /** A worker wrote what it held to a temporary file, in order. */
    @Name("barograph.Spill")
    @Label("Spill")
    @Category(CATEGORY)
    @StackTrace(false)
    static final class Spill extends Event {
        @Label("Items")
        @Description("Groups or rows")
        long items;

        private static Spill begun() {
            Spill event = new Spill();
            event.begin();
            return event;
        }

        void finish(long spilledItems) {
            if (shouldCommit()) {
                items = spilledItems;
                commit();
            }
        }
    }

    /** A piece of a stage's output went to the sink, or to the rows that the next stage reads. */
    @Name("barograph.Output")
    @Label("Output")
    @Category(CATEGORY)
    @StackTrace(false)
    static final class Output extends Event {
        @Label("Size")
        @Description("Bytes of heap that the piece took")
        @DataAmount
        long bytes;

        private static Output begun() {
            Output event = new Output();
            event.begin();
            return event;
        }

        void finish(long pieceBytes) {
            if (shouldCommit()) {
                bytes = pieceBytes;
                commit();
            }
        }
    }
}
