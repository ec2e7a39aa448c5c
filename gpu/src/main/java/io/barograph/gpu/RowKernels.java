package io.barograph.gpu;

import io.barograph.gpu.Kernels.Kernel;

/** The kernel of {@code compute_columns.cu}. */
final class RowKernels implements AutoCloseable {
    private static final int THREADS = 256;

    private final Kernels file = new Kernels("compute_columns");
    private final Kernel computeColumns;

    RowKernels() {
        try {
            computeColumns = file.find("compute_columns");
        } catch (Throwable failure) {
            file.close();
            throw failure;
        }
    }

    /** Has a stream compute some rows; its arguments are the source's, but for their number, which is the fifth. */
    void compute(CudaStream stream, int rows, long... arguments) {
        computeColumns.start(stream, (rows + THREADS - 1) / THREADS, THREADS, arguments);
    }

    @Override
    public void close() {
        file.close();
    }
}
