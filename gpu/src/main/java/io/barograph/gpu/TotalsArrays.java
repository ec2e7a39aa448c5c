package io.barograph.gpu;

import io.barograph.core.aggregate.totals.GroupTotals;
import io.barograph.core.aggregate.totals.TotalsShape;
import io.barograph.core.device.DeviceTotals;
import org.jspecify.annotations.Nullable;

/** {@link GroupTotals} in a GPU's memory. What the shape does not have is not there. */
final class TotalsArrays implements AutoCloseable {
    /** Groups that are copied back at once. */
    private static final int GROUPS_AT_ONCE = 1 << 14;

    private final TotalsShape shape;
    private final int groups;
    private final Holdings held = new Holdings();
    private final @Nullable DeviceArray windows;
    private final DeviceArray counts;
    private final @Nullable DeviceArray sums;
    private final @Nullable DeviceArray squares;
    private final @Nullable DeviceArray ends;

    /** Room for so many groups, not cleared. */
    TotalsArrays(TotalsShape shape, int groups) {
        this.shape = shape;
        this.groups = groups;
        try {
            windows = shape.hasWindows() ? held.allocate((long) Integer.BYTES * groups) : null;
            counts = longs(1);
            sums = shape.sums() ? longs(GroupTotals.SUM_WORDS) : null;
            squares = shape.squares() ? longs(GroupTotals.SQUARES_WORDS) : null;
            ends = shape.ends() ? longs(GroupTotals.ENDS) : null;
        } catch (Throwable failure) {
            held.close();
            throw failure;
        }
    }

    private DeviceArray longs(int ofGroup) {
        return held.allocate((long) Long.BYTES * ofGroup * groups);
    }

    int groups() {
        return groups;
    }

    /** Addresses of windows, counts, sums, squares and ends; 0 where there are none. */
    long[] addresses() {
        return new long[] {address(windows), counts.address(), address(sums), address(squares), address(ends)};
    }

    private static long address(@Nullable DeviceArray array) {
        return array == null ? 0 : array.address();
    }

    /** Has a stream make the first groups ones without rows. */
    void clear(int firstGroups, TotalsKernels kernels, CudaStream stream) {
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

    /** Copies the totals of the first groups, which no stream changes any more. */
    void read(int firstGroups, DeviceTotals.Totals taker) {
        int atOnce = Math.min(GROUPS_AT_ONCE, firstGroups);
        GroupTotals found = GroupTotals.of(shape, atOnce);
        for (int from = 0; from < firstGroups; from += atOnce) {
            int count = Math.min(atOnce, firstGroups - from);
            if (windows != null) {
                windows.copyTo(from, found.windows(), count);
            }
            counts.copyTo(from, found.counts(), count);
            read(sums, GroupTotals.SUM_WORDS, from, count, found.sums());
            read(squares, GroupTotals.SQUARES_WORDS, from, count, found.squares());
            read(ends, GroupTotals.ENDS, from, count, found.ends());
            taker.take(from, found, count);
        }
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
