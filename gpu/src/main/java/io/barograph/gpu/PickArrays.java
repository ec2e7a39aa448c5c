package io.barograph.gpu;

import io.barograph.core.aggregate.totals.GroupTotals;
import io.barograph.core.aggregate.totals.TotalsShape;
import java.nio.LongBuffer;
import org.jspecify.annotations.Nullable;

/** {@link GroupTotals} of one pick in a GPU's memory. What the shape does not have is not there. */
final class PickArrays implements Holdings.Holding {
    /** What {@link #describe} writes. */
    static final int PICK_LONGS = 7;

    private final TotalsShape shape;
    private final Holdings held = new Holdings();
    private final @Nullable DeviceArray windows;
    private final DeviceArray counts;
    private final @Nullable DeviceArray sums;
    private final @Nullable DeviceArray squares;
    private final @Nullable DeviceArray ends;

    /** Room for so many groups, not cleared. */
    PickArrays(TotalsShape shape, int groups) {
        this.shape = shape;
        try {
            windows = shape.hasWindows() ? held.allocate((long) Integer.BYTES * groups) : null;
            counts = longs(1, groups);
            sums = shape.sums() ? longs(GroupTotals.SUM_WORDS, groups) : null;
            squares = shape.squares() ? longs(GroupTotals.SQUARES_WORDS, groups) : null;
            ends = shape.ends() ? longs(GroupTotals.ENDS, groups) : null;
        } catch (Throwable failure) {
            held.close();
            throw failure;
        }
    }

    private DeviceArray longs(int ofGroup, int groups) {
        return held.allocate((long) Long.BYTES * ofGroup * groups);
    }

    /**
     * Writes what {@code Pick} of the source has.
     *
     * @param values address, or 0 where there are none
     */
    void describe(long values, LongBuffer target) {
        target.put(values)
                .put(address(windows))
                .put(counts.address())
                .put(address(sums))
                .put(address(squares))
                .put(address(ends))
                .put(shape.integers() ? 1 : 0);
    }

    private static long address(@Nullable DeviceArray array) {
        return array == null ? 0 : array.address();
    }

    /** Has a stream make the first groups ones without rows. */
    void clear(int firstGroups, GroupKernels kernels, CudaStream stream) {
        zero(windows, 1, firstGroups, stream);
        zero(counts, 2, firstGroups, stream);
        zero(sums, 2 * GroupTotals.SUM_WORDS, firstGroups, stream);
        zero(squares, 2 * GroupTotals.SQUARES_WORDS, firstGroups, stream);
        if (ends != null) {
            kernels.clearEnds(stream, ends.address(), firstGroups);
        }
    }

    private static void zero(@Nullable DeviceArray array, int words, int groups, CudaStream stream) {
        if (array != null) {
            array.fill(stream, 0, (long) words * groups);
        }
    }

    /** Copies the totals of some groups, which no stream changes any more. */
    void read(int from, GroupTotals found, int count) {
        if (windows != null) {
            windows.copyTo(from, found.windows(), count);
        }
        counts.copyTo(from, found.counts(), count);
        read(sums, GroupTotals.SUM_WORDS, from, count, found.sums());
        read(squares, GroupTotals.SQUARES_WORDS, from, count, found.squares());
        read(ends, GroupTotals.ENDS, from, count, found.ends());
    }

    private static void read(@Nullable DeviceArray array, int ofGroup, int from, int count, long[] target) {
        if (array != null) {
            array.copyTo((long) ofGroup * from, target, ofGroup * count);
        }
    }

    @Override
    public void close() {
        held.close();
    }
}
