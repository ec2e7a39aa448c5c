package io.barograph.core.aggregate;

import io.barograph.core.column.Column;
import org.jspecify.annotations.Nullable;

/**
 * The states of one aggregate for many groups, kept in flat arrays. Group numbers are dense, from 0.
 *
 * <p><b>Law 1.</b> {@link #merge} is associative and commutative, and {@link #add} of rows in any order and any cut into
 * states that are then merged gives states that are equal: equal bytes from {@link #write}, equal bits from any finish. So it does where one
 * value stands for an equal one: 0.0 for -0.0, any NaN for another.
 *
 * <p><b>Checkpoint.</b> {@link #write} per group, under its key; {@link #read} merges, so that what several workers saved of
 * one group comes together again, on any number of workers. <b>Revisions.</b> An old row is taken away by
 * {@link Invertible#retract}; of other states nothing can be, and whoever has to keeps the arguments themselves
 * ({@link io.barograph.core.stage.Terminal.Merge}).
 *
 * <p><b>Lifetime.</b> Groups are not freed one by one. Those that go together, as the groups of one window do, are kept in
 * states of their own, which are dropped.
 *
 * <p>Not thread-safe. A finish reads only, so that several threads may finish at once.
 */
public interface GroupedState {
    /** Makes the groups below {@code groups} valid; new ones are empty states. Never shrinks. */
    void resize(int groups);

    /**
     * Adds rows. The caller has dropped filtered rows and rows with a NULL argument: validities are not looked at.
     *
     * @param arguments the argument columns, dense, at least {@code size} long
     * @param groups the group of each row
     */
    void add(Column[] arguments, int[] groups, int size);

    /** Merges the other's state {@code theirs[i]} into this one's {@code ours[i]}, for i below count. The other is not changed. */
    void merge(GroupedState other, int[] theirs, int[] ours, int count);

    /** Writes a group's state in its canonical, versioned layout: equal states give equal bytes. */
    void write(int group, StateOutput output);

    /** Merges a written state into a group. */
    void read(int group, StateInput input);

    /**
     * What takes this state, of which nothing else may be used then, along with a frame of rows in little time per row.
     *
     * @param fromFirstRow whether all frames begin with the first row
     * @return null where frames can only be put together by {@link #merge}
     */
    default @Nullable Slide slide(boolean fromFirstRow) {
        return null;
    }

    /** Bytes of heap that all groups take. */
    long memoryBytes();

    /** A state that takes rows in less time where those of a group follow each other. */
    interface OfRuns extends GroupedState {
        /**
         * Adds rows as {@link #add} does.
         *
         * @param numbers those of the first argument, where there is one
         */
        void add(Column[] arguments, GroupRuns runs, AlignedNumbers numbers);
    }

    /** A state from which rows can be taken away again, exactly: after it, the state equals one that never saw them. */
    interface Invertible extends GroupedState {
        /**
         * Takes away rows that were added, as {@link #add} takes them: to this state, or to one that was merged into it.
         *
         * @throws IllegalStateException where it can tell that a row was never added
         */
        void retract(Column[] arguments, int[] groups, int size);
    }
}
