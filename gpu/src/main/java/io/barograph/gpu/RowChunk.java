package io.barograph.gpu;

import io.barograph.core.aggregate.totals.TotalsShape;
import io.barograph.core.device.DeviceTotals.LeftRows;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import org.lwjgl.system.MemoryUtil;

/** Rows on their way to a GPU: a chunk in pinned memory and its copy there, with the list of those that the kernel leaves over. */
final class RowChunk {
    private final TotalsShape shape;
    private final PinnedBuffer groups;
    private final PinnedBuffer values;
    private final PinnedBuffer leftCount;
    private final DeviceArray groupsThere;
    private final DeviceArray valuesThere;
    private final DeviceArray left;
    private final DeviceArray leftCountThere;
    private final CudaEvent copied;
    private final CudaEvent added;
    private boolean isSent;

    /** @param holdings takes all that this one holds */
    RowChunk(TotalsShape shape, int capacity, Holdings holdings) {
        this.shape = shape;
        int valueBytes = shape.hasValues() ? Long.BYTES * capacity : 0;
        groups = holdings.keep(new PinnedBuffer(Integer.BYTES * capacity));
        values = holdings.keep(new PinnedBuffer(valueBytes));
        leftCount = holdings.keep(new PinnedBuffer(Integer.BYTES));
        groupsThere = holdings.allocate((long) Integer.BYTES * capacity);
        valuesThere = holdings.allocate(valueBytes);
        left = holdings.allocate(shape.hasWindows() ? (long) Integer.BYTES * capacity : 0);
        leftCountThere = holdings.allocate(Integer.BYTES);
        copied = holdings.keep(new CudaEvent());
        added = holdings.keep(new CudaEvent());
    }

    /** To be filled. */
    IntBuffer groups() {
        return groups.bytes().asIntBuffer();
    }

    /** To be filled. */
    ByteBuffer values() {
        return values.bytes();
    }

    /** Has one stream copy the first rows, and another add them once they are there. */
    void send(int rows, TotalsArrays totals, TotalsKernels kernels, CudaStream copying, CudaStream adding) {
        groupsThere.copyFrom(groups, (long) Integer.BYTES * rows, copying);
        if (shape.hasValues()) {
            valuesThere.copyFrom(values, (long) Long.BYTES * rows, copying);
        }
        copied.record(copying);
        adding.waitFor(copied);
        long[] addresses = totals.addresses();
        if (shape.hasWindows()) {
            leftCountThere.fill(adding, 0, 1);
            kernels.chooseWindows(adding, groupsThere, valuesThere, rows, addresses[0]);
        }
        long valuesAddress = shape.hasValues() ? valuesThere.address() : 0;
        kernels.add(adding, groupsThere, valuesAddress, rows, shape.integers(), addresses, left, leftCountThere);
        if (shape.hasWindows()) {
            leftCountThere.copyTo(leftCount, Integer.BYTES, adding);
        }
        added.record(adding);
        isSent = true;
    }

    /** Waits until what was sent is added, and gives away what was left over. */
    void await(LeftRows taker) {
        if (!isSent) {
            return;
        }
        added.await("adding rows");
        isSent = false;
        int count = shape.hasWindows() ? leftCount.bytes().getInt(0) : 0;
        if (count > 0) {
            IntBuffer rows = MemoryUtil.memAllocInt(count);
            try {
                left.copyTo(rows);
                taker.take(groups(), values(), rows, count);
            } finally {
                MemoryUtil.memFree(rows);
            }
        }
    }
}
