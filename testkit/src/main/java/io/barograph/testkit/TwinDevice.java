package io.barograph.testkit;

import io.barograph.core.aggregate.totals.RowsShape;
import io.barograph.core.device.Device;
import io.barograph.core.device.DeviceDescription;
import io.barograph.core.device.DeviceGroups;
import io.barograph.core.pairs.CorrelationWork;
import io.barograph.core.pairs.ProfileArrays;

/**
 * A device that brings rows into groups, and does nothing else: by {@link TwinGroups}.
 *
 * @param groups so many it has room for at first, whatever it is asked for
 * @param chunkRows rows of a chunk
 */
record TwinDevice(int groups, int chunkRows) implements Device {
    @Override
    public DeviceDescription description() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void compareWindows(ProfileArrays arrays, double[] correlations, int[] neighbours, Watch watch) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void sumProducts(CorrelationWork work, Watch watch) {
        throw new UnsupportedOperationException();
    }

    @Override
    public DeviceGroups openGroups(RowsShape shape, int wanted) {
        return new TwinGroups(shape, groups, chunkRows);
    }

    @Override
    public void close() {}
}
