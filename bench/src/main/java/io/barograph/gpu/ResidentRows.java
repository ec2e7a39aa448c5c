package io.barograph.gpu;

import io.barograph.core.aggregate.totals.TotalsShape;
import java.util.SplittableRandom;

/**
 * Readings that lie on a GPU, for measuring what its kernels take without any copy: 100 devices by turns, each once a second, added up by
 * device and minute. In this package, since nobody but a measurement has rows stay there.
 */
public final class ResidentRows implements AutoCloseable {
    private static final int DEVICES = 100;
    private static final int READINGS_PER_WINDOW = 60;
    /** Values that are drawn; they come again and again. */
    private static final int DRAWN = 1 << 20;

    private static final TotalsShape SHAPE = new TotalsShape(false, true, true, true);

    private final Holdings holdings = new Holdings();
    private final TotalsKernels kernels;
    private final CudaStream stream;
    private final DeviceArray groups;
    private final DeviceArray[] values;
    private final TotalsArrays[] totals;
    private final DeviceArray left;
    private final DeviceArray leftRows;
    private final int rows;
    private final int allGroups;

    /**
     * To be opened by the thread that opened the device, which is closed later.
     *
     * @param rows an even number
     */
    public ResidentRows(int rows, int metrics) {
        this.rows = rows;
        this.allGroups = group(rows - 1) + DEVICES;
        try {
            kernels = new TotalsKernels();
            holdings.keep(kernels::close);
            groups = holdings.allocate((long) Integer.BYTES * rows);
            left = holdings.allocate((long) Integer.BYTES * rows);
            leftRows = holdings.allocate(Integer.BYTES);
            fillGroups();
            values = new DeviceArray[metrics];
            totals = new TotalsArrays[metrics];
            SplittableRandom random = new SplittableRandom(42);
            for (int i = 0; i < metrics; i++) {
                values[i] = holdings.allocate((long) Double.BYTES * rows);
                fillValues(values[i], random.doubles(DRAWN, 15, 25).toArray());
                TotalsArrays taken = new TotalsArrays(SHAPE, allGroups);
                holdings.keep(taken::close);
                totals[i] = taken;
            }
            stream = holdings.keep(new CudaStream());
        } catch (Throwable failure) {
            holdings.close();
            throw failure;
        }
    }

    /** Bytes that a row takes, and its place in the list of those left over. */
    public static int bytesPerRow(int metrics) {
        return 2 * Integer.BYTES + metrics * (Double.BYTES + SHAPE.bytesPerGroup() / READINGS_PER_WINDOW + 1);
    }

    private static int group(int row) {
        return row / (DEVICES * READINGS_PER_WINDOW) * DEVICES + row % DEVICES;
    }

    /** Two groups at once as a double's bits: with numbers this small no NaN is among them. */
    private void fillGroups() {
        double[] pairs = new double[DRAWN];
        for (int from = 0; from < rows / 2; from += DRAWN) {
            int count = Math.min(DRAWN, rows / 2 - from);
            for (int i = 0; i < count; i++) {
                int row = 2 * (from + i);
                pairs[i] = Double.longBitsToDouble((long) group(row + 1) << Integer.SIZE | group(row));
            }
            groups.set(from, pairs, count);
        }
    }

    private void fillValues(DeviceArray array, double[] drawn) {
        for (int from = 0; from < rows; from += DRAWN) {
            array.set(from, drawn, Math.min(DRAWN, rows - from));
        }
    }

    /** Adds up all rows of all metrics; returns the seconds that it took, windows' choice included. */
    public double add() {
        for (TotalsArrays of : totals) {
            of.clear(allGroups, kernels, stream);
        }
        leftRows.fill(stream, 0, 1);
        stream.await("clearing");
        long begun = System.nanoTime();
        for (int i = 0; i < values.length; i++) {
            long[] addresses = totals[i].addresses();
            kernels.chooseWindows(stream, groups, values[i], rows, addresses[0]);
            kernels.add(stream, groups, values[i].address(), rows, false, addresses, left, leftRows);
        }
        stream.await("adding");
        return (System.nanoTime() - begun) / 1e9;
    }

    /** Whether every row is in the totals of its metric, after {@link #add}. */
    public boolean isComplete() {
        for (TotalsArrays of : totals) {
            long[] counted = {0};
            of.read(allGroups, (first, found, count) -> {
                for (int i = 0; i < count; i++) {
                    counted[0] += found.counts()[i];
                }
            });
            if (counted[0] != rows) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        holdings.close();
    }
}
