package io.barograph.local.live;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.merge.MergedGroups;
import io.barograph.local.ShownPieces;
import java.util.Set;
import java.util.function.Consumer;

/** The state of a live stage behind its exchange: parts of all workers come together here. For the publisher's thread. */
interface Store {
    /** Few groups are worth a file, too, where they take so much memory: large sets of values. */
    long LARGE_BYTES = 1L << 20;

    /** Takes what is shown. */
    interface Target extends ShownPieces {
        /** As {@link #accept} of rows that are added, for all groups in their order. */
        void addAll(MergedGroups groups);
    }

    /** Takes what a worker has handed over. */
    void absorb(Partial.Part part);

    /**
     * How far the run has come.
     *
     * @param upTo windows that end here or before are ripe
     * @param settled windows that end here or before never change again
     * @param ended whether no row will ever come again
     * @param saves whether a checkpoint is made next, before which all windows that are ripe must be shown
     * @param stops whether the run ends with it
     */
    record Moment(long upTo, long settled, boolean ended, boolean saves, boolean stops) {}

    /** Shows what is ripe and was not shown, and what was and has changed; forgets what nothing can change any more. */
    void publish(Moment moment, Target target);

    /** Whether {@link #publish} would show something that it holds already. */
    boolean isDue(long upTo, long settled);

    long memoryBytes();

    /**
     * Writes states to disk until those in memory are few.
     *
     * @param keep bytes that may stay
     * @param fewest groups that are worth it, where they take less than {@link #LARGE_BYTES}
     */
    default void spill(long keep, int fewest) {}

    /** Names the files that a checkpoint needs beside what {@link #snapshot} keeps. */
    default void name(Set<String> needed) {}

    /** What a checkpoint keeps of a store, as it stood when it was taken. */
    interface Snapshot {
        /** Writes it, once. Any thread may, while the publisher's goes on with the store. */
        void write(StateOutput output);

        /** Of a store that has little to write, and writes it at once. */
        static Snapshot now(Consumer<StateOutput> store) {
            StateOutput written = new StateOutput();
            store.accept(written);
            return output -> output.writeBytes(written.bytes(), 0, written.length());
        }
    }

    /**
     * Takes what a checkpoint keeps: results wait for it, so what takes time belongs into {@link Snapshot#write}. There is none
     * other until {@link #saved}.
     */
    Snapshot snapshot();

    /** The last snapshot is written. */
    default void saved() {}

    /** Takes what a snapshot wrote. */
    void read(StateInput input);

    /** What was shown and is still held is to be shown again, as if for the first time. */
    default void showAgain() {}
}
