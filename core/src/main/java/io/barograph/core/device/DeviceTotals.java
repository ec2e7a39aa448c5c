package io.barograph.core.device;

import io.barograph.core.aggregate.totals.GroupTotals;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;

/**
 * Totals of rows by group that a device adds up, as {@link io.barograph.core.aggregate.totals.TotalsKernel} prescribes: the same words.
 * The caller fills {@link #groups} and {@link #values} with the rows of a chunk and {@link #send sends} it, while the device still has the
 * one before. Every call may throw as those of {@link Device} do; then this is only good for closing.
 *
 * <p>For one thread at a time, any thread, beside others of the same device.
 */
public interface DeviceTotals extends AutoCloseable {
    /** So many rows a chunk has room for. */
    int capacity();

    /** By row of the next chunk its group, below {@link #groupCapacity}. To be asked for again behind each {@link #send}. */
    IntBuffer groups();

    /**
     * By row of the next chunk its value: in this machine's byte order an integer of 64 bits, or a double. To be asked for again behind
     * each {@link #send}. Empty where the shape has no values.
     */
    ByteBuffer values();

    /** So many groups there is room for. */
    int groupCapacity();

    /** Makes room for so many groups, which are without rows then: to be asked for behind {@link #finish} alone. */
    void resize(int groups);

    /**
     * Sends the chunk that was filled, and returns as soon as the buffers of another one can be.
     *
     * @param rows of the chunk, from 0 on
     * @param left takes the rows that the device has left over of earlier chunks
     */
    void send(int rows, LeftRows left);

    /**
     * Waits for all that was sent.
     *
     * @param groups how many of them rows were sent of, from 0 on
     * @param left takes the rows that were left over
     * @param totals takes all totals; afterwards every group is without rows
     */
    void finish(int groups, LeftRows left, Totals totals);

    /** Gives back what it holds on the device, and all buffers. */
    @Override
    void close();

    /** Takes rows that the kernel left over. */
    @FunctionalInterface
    interface LeftRows {
        /**
         * @param groups by row of a chunk; valid during the call
         * @param values as {@link #values}
         * @param rows that are left over, in any order
         * @param count how many
         */
        void take(IntBuffer groups, ByteBuffer values, IntBuffer rows, int count);
    }

    /** Takes totals, some groups at once. */
    @FunctionalInterface
    interface Totals {
        /**
         * @param first the group whose totals are at 0
         * @param totals valid during the call
         * @param count how many groups
         */
        void take(int first, GroupTotals totals, int count);
    }
}
