package io.barograph.local;

import io.barograph.core.aggregate.totals.RowsShape;
import io.barograph.core.device.Device;
import io.barograph.core.device.DeviceDescription;
import io.barograph.core.device.DeviceGroups;
import io.barograph.core.device.DeviceProvider;
import io.barograph.core.error.BarographException;
import io.barograph.core.pairs.CorrelationWork;
import io.barograph.core.pairs.PairSum;
import io.barograph.core.pairs.PairSums;
import io.barograph.core.pairs.ProfileArrays;
import io.barograph.testkit.TwinGroups;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.concurrent.atomic.AtomicInteger;

/** A device of tests: as fast as they wish, and it fails when they wish. It compares windows pair by pair, as the contract says. */
public final class PretendedDevice implements DeviceProvider, Device {

    /** Both in a second; 0 where there is no device. */
    static double speed;

    /** What comparisons fail with, or null. */
    static BarographException failure;

    /** In bytes. */
    static long memory;

    static int chunkRows;

    /** The chunk of rows that fails, from 1 on, of all totals together; 0 for none. Without a {@link #failure} the heap is full then. */
    static int failingChunk;

    static final AtomicInteger CHUNKS = new AtomicInteger();
    static final AtomicInteger TOTALS = new AtomicInteger();

    /** Done before groups come back. */
    static Runnable beforeFinish = () -> {};

    /** How often they have come back. */
    static final AtomicInteger FINISHED = new AtomicInteger();

    static int opened;
    static int closed;
    static int comparisons;

    static void reset(double speedNow, BarographException failureNow) {
        speed = speedNow;
        failure = failureNow;
        memory = 1 << 30;
        chunkRows = 100;
        failingChunk = 0;
        CHUNKS.set(0);
        TOTALS.set(0);
        beforeFinish = () -> {};
        FINISHED.set(0);
        opened = 0;
        closed = 0;
        comparisons = 0;
    }

    @Override
    public Device open() {
        if (speed == 0) {
            throw failure;
        }
        opened++;
        return this;
    }

    @Override
    public DeviceDescription description() {
        return new DeviceDescription("pretended", "none", "none", memory, speed, speed);
    }

    @Override
    public void compareWindows(ProfileArrays arrays, double[] correlations, int[] neighbours, Watch watch) {
        comparisons++;
        if (failure != null) {
            throw failure;
        }
        int windows = arrays.means().length;
        Arrays.fill(neighbours, -1);
        for (int diagonal = arrays.tiles().zone() + 1; diagonal < windows; diagonal++) {
            double covariance = 0;
            for (int i = 0; i + diagonal < windows; i++) {
                int j = i + diagonal;
                covariance = i % arrays.tiles().rows() == 0
                        ? first(arrays, i, j)
                        : Math.fma(
                                arrays.rises()[i],
                                arrays.sways()[j],
                                Math.fma(arrays.sways()[i], arrays.rises()[j], covariance));
                if (arrays.inverses()[i] != 0 && arrays.inverses()[j] != 0) {
                    double correlation = covariance * arrays.inverses()[i] * arrays.inverses()[j];
                    offer(correlations, neighbours, i, correlation, j);
                    offer(correlations, neighbours, j, correlation, i);
                }
            }
        }
        watch.done(arrays.tiles().pairs());
    }

    private static double first(ProfileArrays arrays, int i, int j) {
        double covariance = 0;
        for (int t = 0; t < arrays.length(); t++) {
            covariance = Math.fma(
                    arrays.values()[i + t] - arrays.means()[i], arrays.values()[j + t] - arrays.means()[j], covariance);
        }
        return covariance;
    }

    private static void offer(double[] correlations, int[] neighbours, int window, double correlation, int neighbour) {
        if (neighbours[window] < 0
                || correlation > correlations[window]
                || correlation == correlations[window] && neighbour < neighbours[window]) {
            correlations[window] = correlation;
            neighbours[window] = neighbour;
        }
    }

    @Override
    public void sumProducts(CorrelationWork work, Watch watch) {
        comparisons++;
        if (failure != null) {
            throw failure;
        }
        int series = work.series();
        PairSums sums = new PairSums(series * series);
        double[] left = new double[series * work.times()];
        double[] right = new double[series * work.times()];
        for (PairSum sum : PairSum.values()) {
            work.read(sum.left(), 0, work.times(), left);
            work.read(sum.right(), 0, work.times(), right);
            for (int i = 0; i < series; i++) {
                for (int k = 0; k < series; k++) {
                    sums.of(sum)[i * series + k] = sum(left, i, right, k, series, work.times());
                }
            }
        }
        work.take(0, series, 0, series, sums);
        watch.done((long) series * (series - 1) / 2);
    }

    private static double sum(double[] left, int one, double[] right, int other, int series, int times) {
        double total = 0;
        double chunk = 0;
        for (int time = 0; time < times; time++) {
            chunk = Math.fma(left[time * series + one], right[time * series + other], chunk);
            if (time % 256 == 255) {
                total += chunk;
                chunk = 0;
            }
        }
        return total + chunk;
    }

    @Override
    public DeviceGroups openGroups(RowsShape shape, int groups) {
        TOTALS.incrementAndGet();
        return new CountedGroups(new TwinGroups(shape, groups, chunkRows));
    }

    /** Fails with the chunk that it is told to; tells of what nobody closes. */
    private record CountedGroups(DeviceGroups twin) implements DeviceGroups {
        @Override
        public int capacity() {
            return twin.capacity();
        }

        @Override
        public ByteBuffer column(int column) {
            return twin.column(column);
        }

        @Override
        public void setBoundaries(long[] boundaries, int count) {
            twin.setBoundaries(boundaries, count);
        }

        @Override
        public int groupCapacity() {
            return twin.groupCapacity();
        }

        @Override
        public int groups() {
            return twin.groups();
        }

        @Override
        public void resize(int groups) {
            twin.resize(groups);
        }

        @Override
        public void send(int rows, BitSet absent, LeftRows left) {
            if (CHUNKS.incrementAndGet() == failingChunk) {
                if (failure == null) {
                    throw new OutOfMemoryError("as if the heap were full");
                }
                throw failure;
            }
            twin.send(rows, absent, left);
        }

        @Override
        public void finish(LeftRows left, Groups totals) {
            beforeFinish.run();
            twin.finish(left, totals);
            FINISHED.incrementAndGet();
        }

        @Override
        public void close() {
            TOTALS.decrementAndGet();
            twin.close();
        }
    }

    @Override
    public void close() {
        closed++;
    }
}
