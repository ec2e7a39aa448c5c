package io.barograph.gpu;

import io.barograph.core.aggregate.totals.RowsShape;
import io.barograph.core.device.DeviceGroups;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import java.nio.ByteBuffer;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** Runs {@code group_totals.cu}: while one chunk is being filled, the one before is copied and added by streams of their own. */
final class CudaGroups implements DeviceGroups {
    /** Rows of a chunk: some MiB on their way, a fifth of a millisecond of a link of 25 GB/s, a small part of which launches take. */
    private static final int CAPACITY = 1 << 17;

    private final CudaDevice device;
    private final GroupKernels kernels;
    private final RowsShape shape;
    private final Holdings holdings;
    private final CudaStream copying;
    private final CudaStream adding;
    private final RowChunk[] chunks;
    private GroupTable table;
    /** The chunk that is being filled. */
    private int current;

    private int groups;

    private CudaGroups(
            CudaDevice device,
            GroupKernels kernels,
            @Nullable RowKernels rowKernels,
            RowsShape shape,
            int groups,
            Holdings holdings) {
        this.device = device;
        this.kernels = kernels;
        this.shape = shape;
        this.holdings = holdings;
        table = new GroupTable(shape, groups);
        holdings.keep(() -> table.close());
        chunks = new RowChunk[2];
        for (int chunk = 0; chunk < chunks.length; chunk++) {
            chunks[chunk] = new RowChunk(shape, rowKernels, CAPACITY, holdings);
        }
        // Given back first, so that nothing is under way when memory is.
        copying = holdings.keep(new CudaStream());
        adding = holdings.keep(new CudaStream());
        table.clear(groups, kernels, adding);
    }

    /** @param rowKernels where the shape has a program */
    static CudaGroups open(
            CudaDevice device, GroupKernels kernels, @Nullable RowKernels rowKernels, RowsShape shape, int groups) {
        Holdings holdings = new Holdings();
        try {
            return new CudaGroups(device, kernels, rowKernels, shape, groups, holdings);
        } catch (Throwable failure) {
            holdings.close();
            throw failure;
        }
    }

    @Override
    public int capacity() {
        return CAPACITY;
    }

    @Override
    public ByteBuffer column(int column) {
        return chunks[current].column(column);
    }

    @Override
    public void setBoundaries(long[] boundaries, int count) {
        chunks[current].setBoundaries(boundaries, count);
    }

    @Override
    public int groupCapacity() {
        return table.slots().groupCapacity();
    }

    @Override
    public int groups() {
        return groups;
    }

    @Override
    public void resize(int moreGroups) {
        device.enter();
        GroupTable larger;
        try {
            // Beside the one that is there, which others may not get meanwhile: it is what all goes on with where there
            // is no more.
            larger = new GroupTable(shape, moreGroups);
        } catch (BarographException failure) {
            if (failure.code() == ErrorCode.OUT_OF_MEMORY) {
                return;
            }
            throw failure;
        }
        table.close();
        table = larger;
        table.clear(moreGroups, kernels, adding);
    }

    @Override
    public void send(int rows, BitSet absent, LeftRows left) {
        device.enter();
        chunks[current].send(rows, absent, table, kernels, copying, adding);
        current ^= 1;
        await(chunks[current], left);
    }

    private void await(RowChunk chunk, LeftRows left) {
        groups = Math.max(groups, chunk.await(left));
    }

    @Override
    public void finish(LeftRows left, Groups totals) {
        device.enter();
        // The current one was sent before the other, if both were.
        await(chunks[current], left);
        await(chunks[current ^ 1], left);
        adding.await("adding rows");
        int used = Math.min(groups, groupCapacity());
        table.read(used, totals);
        table.clear(used, kernels, adding);
        groups = 0;
    }

    @Override
    public void close() {
        device.enterToClose();
        holdings.close();
    }
}
