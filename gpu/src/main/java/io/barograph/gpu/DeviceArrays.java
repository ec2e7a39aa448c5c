package io.barograph.gpu;

import java.util.ArrayDeque;
import java.util.Deque;

/** The arrays of one computation, given back together. */
final class DeviceArrays implements AutoCloseable {
    private final Deque<DeviceArray> arrays = new ArrayDeque<>();

    DeviceArray allocate(long bytes) {
        return keep(DeviceArray.allocate(bytes));
    }

    DeviceArray copyOf(double[] values) {
        return keep(DeviceArray.copyOf(values));
    }

    private DeviceArray keep(DeviceArray array) {
        arrays.push(array);
        return array;
    }

    @Override
    public void close() {
        arrays.forEach(DeviceArray::close);
    }
}
