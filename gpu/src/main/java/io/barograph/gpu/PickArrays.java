package io.barograph.gpu;

import io.barograph.core.aggregate.totals.GroupTotals;
import io.barograph.core.aggregate.totals.TotalsShape;
import java.nio.LongBuffer;
import org.jspecify.annotations.Nullable;

/** {@link GroupTotals} of one pick in a GPU's memory. What the shape does not have is not there. */
final class PickArrays implements Holdings.Holding {
    /** What {@link #describe} writes. */
    static final int PICK_LONGS = 13;

    private final TotalsShape shape;
    private final Holdings held = new Holdings();
    private final @Nullable DeviceArray windows;
    private final DeviceArray counts;
    private final @Nullable DeviceArray sums;
    private final @Nullable DeviceArray products;
    private final @Nullable DeviceArray ends;
    /** Of ends in two words: who has claimed them. */
    private final @Nullable DeviceArray claims;

    private final @Nullable DeviceArray bits;

    /** Room for so many groups, not cleared. */
    PickArrays(TotalsShape shape, int groups) {
        this.shape = shape;
        try {
            windows = shape.hasWindows() ? held.allocate((long) Integer.BYTES * shape.windows() * groups) : null;
            counts = held.allocate((long) Long.BYTES * groups);
            sums = longs(shape.sumWords(), groups);
            products = longs(shape.productWords(), groups);
            ends = longs(shape.endWords(), groups);
            bits = longs(shape.bitWords(), groups);
            claims = shape.hasWideEnds() ? held.allocate((long) Integer.BYTES * GroupTotals.ENDS * groups) : null;
        } catch (Throwable failure) {
            held.close();
            throw failure;
        }
    }

    private @Nullable DeviceArray longs(int ofGroup, int groups) {
        return ofGroup == 0 ? null : held.allocate((long) Long.BYTES * ofGroup * groups);
    }

    /**
     * Writes what {@code Pick} of the source has.
     *
     * @param values addresses by column of the shape
     */
    void describe(long[] values, LongBuffer target) {
        target.put(values.length > 0 ? values[0] : 0)
                .put(values.length > 1 ? values[1] : 0)
                .put(address(windows))
                .put(counts.address())
                .put(address(sums))
                .put(address(products))
                .put(address(ends))
                .put(address(claims))
                .put(address(bits))
                .put((shape.isInteger(0) ? 1 : 0) | (shape.isInteger(1) ? 2 : 0))
                .put(shape.powers())
                .put(shape.valueWords())
                .put(shape.isRanked() ? 1 : 0);
    }

    private static long address(@Nullable DeviceArray array) {
        return array == null ? 0 : array.address();
    }

    /** Has a stream make the first groups ones without rows. */
    void clear(int firstGroups, GroupKernels kernels, CudaStream stream) {
        zero(windows, shape.windows(), firstGroups, stream);
        zero(counts, 2, firstGroups, stream);
        zero(sums, 2 * shape.sumWords(), firstGroups, stream);
        zero(products, 2 * shape.productWords(), firstGroups, stream);
        if (ends != null) {
            kernels.clearEnds(stream, ends.address(), shape.valueWords(), firstGroups);
        }
        zero(bits, 2 * shape.bitWords(), firstGroups, stream);
        zero(claims, GroupTotals.ENDS, firstGroups, stream);
    }

    private static void zero(@Nullable DeviceArray array, int words, int groups, CudaStream stream) {
        if (array != null) {
            array.fill(stream, 0, (long) words * groups);
        }
    }

    /** Copies the totals of some groups, which no stream changes any more. */
    void read(int from, GroupTotals found, int count) {
        if (windows != null) {
            windows.copyTo((long) shape.windows() * from, found.windows(), shape.windows() * count);
        }
        counts.copyTo(from, found.counts(), count);
        read(sums, shape.sumWords(), from, count, found.sums());
        read(products, shape.productWords(), from, count, found.products());
        read(ends, shape.endWords(), from, count, found.ends());
        read(bits, shape.bitWords(), from, count, found.bits());
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
