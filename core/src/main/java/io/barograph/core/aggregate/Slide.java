package io.barograph.core.aggregate;

import io.barograph.core.column.Column;

/**
 * Takes a {@link GroupedState} along with a frame of rows, both of whose ends only move forward: what enters is added, what has
 * left is taken away, and the state of each frame stands in a group of its own, to be finished there. Group 0 holds the last
 * frame's between calls; so a state is written from it and read into it.
 *
 * <p><b>Law 1.</b> A frame's state equals that of its rows alone, by whatever way it was reached. For one thread.
 */
public interface Slide {
    /**
     * Forgets everything: group 0 is an empty state, and the frame an empty one before the row with this number. Where frames grow
     * from the first row, the state of those before it may now be read into group 0.
     */
    void begin(long row);

    /**
     * Moves the frame on. Afterwards group i + 1 is the state of frame i, and group 0 that of the last one.
     *
     * @param arguments the arguments, without a NULL; the row with number r is at position {@code r - first}. All rows from the
     *     last frame's start to the last end are there; where frames grow from the first row, those from the last frame's end
     * @param starts by frame, its first row
     * @param ends by frame, the row behind its last; not below its start
     * @param count how many frames
     */
    void move(Column[] arguments, long first, long[] starts, long[] ends, int count);

    /** Bytes of heap beside the state's. */
    long memoryBytes();
}
