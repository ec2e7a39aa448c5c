package io.barograph.gpu;

import io.barograph.core.aggregate.totals.RowsShape;
import io.barograph.core.aggregate.totals.RowsShape.PanedTime;
import io.barograph.core.aggregate.totals.TotalsShape;
import io.barograph.core.window.Panes;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongUnaryOperator;
import org.lwjgl.cuda.CU;

/**
 * Readings that lie on a GPU, for measuring what its kernels take without any copy: 100 devices by turns, each once a second, brought into
 * groups by device and minute and added up. In this package, since nobody but a measurement has rows stay there.
 */
public final class ResidentRows implements AutoCloseable {
    private static final int DEVICES = 100;
    private static final long SECOND = 1_000_000_000L;
    private static final int READINGS_PER_WINDOW = 60;
    /** 2024-01-01. */
    private static final long FIRST = 1_704_067_200L * SECOND;
    /** Values that are drawn; they come again and again. */
    private static final int DRAWN = 1 << 20;
    /** Rows that kernels are started for at once: what one leaves for the next then stays in the second-level cache. */
    private static final int ROWS_AT_ONCE = 1 << 22;
    /** Rows left over that there is room for: none should be. */
    private static final int LEFT = 1 << 10;

    private final Holdings holdings = new Holdings();
    private final RowsShape shape;
    private final GroupKernels kernels;
    private final CudaStream stream;
    private final GroupTable table;
    private final DeviceArray headers;
    private final DeviceArray found;
    private final DeviceArray left;
    private final DeviceArray leftRows;
    private final int rows;
    private final int allGroups;

    /** To be opened by the thread that opened the device, which is closed later. */
    public ResidentRows(int rows, int metrics) {
        this.rows = rows;
        this.shape = shape(metrics);
        int rowsOfAWindow = DEVICES * READINGS_PER_WINDOW;
        this.allGroups = rows / rowsOfAWindow * DEVICES + Math.min(DEVICES, rows % rowsOfAWindow);
        try {
            kernels = new GroupKernels();
            holdings.keep(kernels::close);
            long[] columns = new long[shape.columns()];
            columns[0] = fill(row -> row % DEVICES).address();
            columns[1] = fill(row -> FIRST + row / DEVICES * SECOND).address();
            SplittableRandom random = new SplittableRandom(42);
            for (int metric = 0; metric < metrics; metric++) {
                double[] drawn = random.doubles(DRAWN, 15, 25).toArray();
                columns[2 + metric] = fill(row -> Double.doubleToRawLongBits(drawn[(int) (row % DRAWN)]))
                        .address();
            }
            table = holdings.keep(new GroupTable(shape, allGroups));
            headers = headers(columns);
            found = holdings.allocate((long) Integer.BYTES * ROWS_AT_ONCE);
            left = holdings.allocate((long) Long.BYTES * LEFT);
            leftRows = holdings.allocate(Integer.BYTES);
            stream = holdings.keep(new CudaStream());
            // Copies from memory that is not pinned may not have arrived, and the stream does not wait for them.
            Cuda.check(CU.cuCtxSynchronize(), "copying rows");
        } catch (Throwable failure) {
            holdings.close();
            throw failure;
        }
    }

    private static RowsShape shape(int metrics) {
        List<RowsShape.Pick> picks = new ArrayList<>();
        for (int metric = 0; metric < metrics; metric++) {
            picks.add(new RowsShape.Pick(new TotalsShape(false, TotalsShape.SQUARES, true), List.of(metric)));
        }
        return new RowsShape(
                2, new PanedTime(1, new Panes.Elapsed(READINGS_PER_WINDOW * SECOND, 0, 0)), metrics, picks);
    }

    /** Bytes that a row takes, with its share of its group. */
    public static int bytesPerRow(int metrics) {
        RowsShape shape = shape(metrics);
        return shape.bytesPerRow() + 2 * shape.bytesPerGroup() / READINGS_PER_WINDOW;
    }

    /** A column; its words travel as the doubles of their bits, none of which is a NaN. */
    private DeviceArray fill(LongUnaryOperator word) {
        DeviceArray array = holdings.allocate((long) Long.BYTES * rows);
        double[] some = new double[DRAWN];
        for (int from = 0; from < rows; from += DRAWN) {
            int count = Math.min(DRAWN, rows - from);
            for (int i = 0; i < count; i++) {
                some[i] = Double.longBitsToDouble(word.applyAsLong(from + i));
            }
            array.set(from, some, count);
        }
        return array;
    }

    private DeviceArray headers(long[] columns) {
        int launches = (rows - 1) / ROWS_AT_ONCE + 1;
        LongBuffer header = LongBuffer.allocate(GroupKernels.headerLongs(shape));
        double[] all = new double[launches * header.capacity()];
        for (int launch = 0; launch < launches; launch++) {
            long[] here = columns.clone();
            for (int column = 0; column < shape.flagsColumn(); column++) {
                here[column] += (long) Long.BYTES * ROWS_AT_ONCE * launch;
            }
            table.describe(here, value -> here[shape.valueColumn(value)], header.clear());
            for (int i = 0; i < header.capacity(); i++) {
                all[launch * header.capacity() + i] = Double.longBitsToDouble(header.get(i));
            }
        }
        return holdings.copyOf(all);
    }

    /** Brings all rows into groups and adds up all metrics; returns the seconds that it took. */
    public double add() {
        table.clear(allGroups, kernels, stream);
        leftRows.fill(stream, 0, 1);
        stream.await("clearing");
        long begun = System.nanoTime();
        long header = headers.address();
        for (int from = 0; from < rows; from += ROWS_AT_ONCE) {
            int count = Math.min(ROWS_AT_ONCE, rows - from);
            kernels.add(
                    stream,
                    shape,
                    new GroupKernels.Rows(header, 0, count, found.address(), GroupKernels.Boundaries.NONE),
                    table.slots(),
                    new GroupKernels.Left(left.address(), LEFT, leftRows.address()));
            header += (long) Long.BYTES * GroupKernels.headerLongs(shape);
        }
        stream.await("adding");
        return (System.nanoTime() - begun) / 1e9;
    }

    /** Whether every row is in the totals of each metric, and every group there, after {@link #add}. */
    public boolean isComplete() {
        long[] counted = new long[1 + shape.picks().size()];
        table.read(allGroups, (keys, totals, count) -> {
            for (int i = 0; i < count; i++) {
                counted[0] += totals.get(0).counts()[i] > 0 ? 1 : 0;
                for (int pick = 0; pick < totals.size(); pick++) {
                    counted[1 + pick] += totals.get(pick).counts()[i];
                }
            }
        });
        boolean isComplete = counted[0] == allGroups;
        for (int pick = 0; pick < shape.picks().size(); pick++) {
            isComplete &= counted[1 + pick] == rows;
        }
        return isComplete;
    }

    @Override
    public void close() {
        holdings.close();
    }
}
