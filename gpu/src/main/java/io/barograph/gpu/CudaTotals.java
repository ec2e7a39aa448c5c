package io.barograph.gpu;

import io.barograph.core.aggregate.totals.TotalsShape;
import io.barograph.core.device.DeviceTotals;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;

/**
 * Totals of rows on a GPU, by {@code group_totals.cu}: two chunks by turns, so that one is filled and copied while the other is added. One
 * stream copies and one adds.
 */
final class CudaTotals implements DeviceTotals {
    /** Rows of a chunk: 1.5 MiB on their way, some sixty microseconds of a link of 25 GB/s, a small part of which launches take. */
    private static final int CAPACITY = 1 << 17;

    private final CudaDevice device;
    private final TotalsKernels kernels;
    private final TotalsShape shape;
    private final Holdings holdings;
    private final CudaStream copying;
    private final CudaStream adding;
    private final RowChunk[] chunks;
    private TotalsArrays totals;
    /** The chunk that is being filled. */
    private int current;

    private CudaTotals(CudaDevice device, TotalsKernels kernels, TotalsShape shape, int groups, Holdings holdings) {
        this.device = device;
        this.kernels = kernels;
        this.shape = shape;
        this.holdings = holdings;
        totals = new TotalsArrays(shape, groups);
        holdings.keep(() -> totals.close());
        chunks = new RowChunk[] {new RowChunk(shape, CAPACITY, holdings), new RowChunk(shape, CAPACITY, holdings)};
        // Given back first, so that nothing is under way when memory is.
        copying = holdings.keep(new CudaStream());
        adding = holdings.keep(new CudaStream());
        totals.clear(groups, kernels, adding);
    }

    static CudaTotals open(CudaDevice device, TotalsKernels kernels, TotalsShape shape, int groups) {
        Holdings holdings = new Holdings();
        try {
            return new CudaTotals(device, kernels, shape, groups, holdings);
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
    public IntBuffer groups() {
        return chunks[current].groups();
    }

    @Override
    public ByteBuffer values() {
        return chunks[current].values();
    }

    @Override
    public int groupCapacity() {
        return totals.groups();
    }

    @Override
    public void resize(int groups) {
        device.enter();
        totals.close();
        totals = new TotalsArrays(shape, groups);
        totals.clear(groups, kernels, adding);
    }

    @Override
    public void send(int rows, LeftRows left) {
        device.enter();
        chunks[current].send(rows, totals, kernels, copying, adding);
        current ^= 1;
        chunks[current].await(left);
    }

    @Override
    public void finish(int groups, LeftRows left, Totals taker) {
        device.enter();
        // The current one was sent before the other, if both were.
        chunks[current].await(left);
        chunks[current ^ 1].await(left);
        adding.await("adding rows");
        totals.read(groups, taker);
        totals.clear(groups, kernels, adding);
    }

    @Override
    public void close() {
        device.enterToClose();
        holdings.close();
    }
}
