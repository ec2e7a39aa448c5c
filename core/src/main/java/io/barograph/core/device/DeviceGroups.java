package io.barograph.core.device;

import io.barograph.core.aggregate.totals.GroupTotals;
import io.barograph.core.aggregate.totals.RowsShape;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Groups that a device finds by their keys, and their totals, as {@link io.barograph.core.aggregate.totals.KeyedTotals} prescribes. The
 * caller fills {@link #column columns} with the rows of a chunk and {@link #send sends} it, while the device still has the one before. Every
 * call may throw as those of {@link Device} do; then this is only good for closing.
 *
 * <p>For one thread at a time, any thread, beside others of the same device.
 */
public interface DeviceGroups extends AutoCloseable {
    /** So many rows a chunk has room for. */
    int capacity();

    /**
     * A column of the next chunk: 64 bits a row, in this machine's byte order. To be asked for again behind each {@link #send}.
     *
     * @param column as the shape counts them
     */
    ByteBuffer column(int column);

    /**
     * Says where panes begin for the rows of the next chunk, where the shape {@link RowsShape#hasBoundaries asks for that}. To be said again
     * behind each {@link #send}.
     *
     * @param boundaries ascending; the last one ends the last pane; not kept
     * @param count how many, at most {@link RowsShape#MOST_BOUNDARIES}
     */
    void setBoundaries(long[] boundaries, int count);

    /** So many groups there is room for. */
    int groupCapacity();

    /** So many groups there are, but for those new in the chunk sent last; or more, where there was no room for some. */
    int groups();

    /**
     * Makes room for so many groups: to be asked for behind {@link #finish} alone. Where the device's memory does not suffice, the room stays what
     * it is: {@link #groupCapacity}.
     */
    void resize(int groups);

    /**
     * Sends the chunk that was filled, and returns as soon as the buffers of another one can be.
     *
     * @param rows of the chunk, from 0 on
     * @param absent columns that were not filled: words of keys that are all 0, flags of which all bits are set
     * @param left takes what the device has left over of earlier chunks
     */
    void send(int rows, BitSet absent, LeftRows left);

    /**
     * Waits for all that was sent; afterwards there are no groups.
     *
     * @param left takes what was left over
     * @param totals takes all groups
     */
    void finish(LeftRows left, Groups totals);

    /** Gives back what it holds on the device, and all buffers. */
    @Override
    void close();

    /** Takes rows that the kernels left over. */
    @FunctionalInterface
    interface LeftRows {
        /**
         * @param columns of a chunk, valid during the call; null where it was absent
         * @param left rows and picks, as {@link io.barograph.core.aggregate.totals.KeyedTotals#leftOver} writes them, in any order
         * @param count how many
         */
        void take(@Nullable LongBuffer[] columns, LongBuffer left, int count);
    }

    /** Takes groups, some at once. */
    @FunctionalInterface
    interface Groups {
        /**
         * @param keys by word, then by group; valid during the call
         * @param totals by pick; valid during the call
         * @param count how many groups, at most {@link io.barograph.core.column.Batch#CAPACITY}
         */
        void take(long[][] keys, List<GroupTotals> totals, int count);
    }
}
