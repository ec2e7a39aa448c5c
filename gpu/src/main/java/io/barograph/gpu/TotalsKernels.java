package io.barograph.gpu;

import io.barograph.gpu.Kernels.Kernel;

/** The kernels of {@code group_totals.cu}. */
final class TotalsKernels implements AutoCloseable {
    private static final int THREADS = 256;
    /** Rows of a thread of {@code add_rows}: some, so that groups that come in runs cost few atomics, and few, so that many threads run. */
    private static final int ROWS_EACH = 8;

    private final Kernels file = new Kernels("group_totals");
    private final Kernel findWindows;
    private final Kernel setWindows;
    private final Kernel clearEnds;
    private final Kernel addRows;

    TotalsKernels() {
        try {
            findWindows = file.find("find_windows");
            setWindows = file.find("set_windows");
            clearEnds = file.find("clear_ends");
            addRows = file.find("add_rows");
        } catch (Throwable failure) {
            file.close();
            throw failure;
        }
    }

    /** Has a stream give windows to the groups of a chunk that have none, as {@code TotalsKernel.chooseWindows}. */
    void chooseWindows(CudaStream stream, DeviceArray groups, DeviceArray values, int rows, long windows) {
        findWindows.start(stream, blocks(rows, 1), THREADS, groups.address(), values.address(), rows, windows);
        setWindows.start(stream, blocks(rows, 1), THREADS, groups.address(), rows, windows);
    }

    void clearEnds(CudaStream stream, long ends, int groups) {
        clearEnds.start(stream, blocks(groups, 1), THREADS, ends, groups);
    }

    /**
     * Has a stream add a chunk, as {@code TotalsKernel.add}.
     *
     * @param values address, or 0 where rows are only counted
     * @param isInteger whether they are integers
     * @param totals addresses of windows, counts, sums, squares and ends; 0 where there are none
     */
    void add(
            CudaStream stream,
            DeviceArray groups,
            long values,
            int rows,
            boolean isInteger,
            long[] totals,
            DeviceArray left,
            DeviceArray leftRows) {
        addRows.start(
                stream,
                blocks(rows, ROWS_EACH),
                THREADS,
                groups.address(),
                values,
                rows,
                ROWS_EACH,
                isInteger ? 1 : 0,
                totals[0],
                totals[1],
                totals[2],
                totals[3],
                totals[4],
                left.address(),
                leftRows.address());
    }

    private static int blocks(int rows, int each) {
        int ofBlock = THREADS * each;
        return (rows + ofBlock - 1) / ofBlock;
    }

    @Override
    public void close() {
        file.close();
    }
}
