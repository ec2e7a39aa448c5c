package io.barograph.gpu;

import java.util.ArrayDeque;
import java.util.Deque;

/** What one computation holds of a GPU, given back together, the last first. */
final class Holdings implements AutoCloseable {
    private final Deque<Holding> held = new ArrayDeque<>();

    /** One of them; giving it back does not fail, or not in a way that anybody had to know of. */
    interface Holding extends AutoCloseable {
        @Override
        void close();
    }

    DeviceArray allocate(long bytes) {
        return keep(DeviceArray.allocate(bytes));
    }

    DeviceArray copyOf(double[] values) {
        return keep(DeviceArray.copyOf(values));
    }

    <T extends Holding> T keep(T holding) {
        held.push(holding);
        return holding;
    }

    @Override
    public void close() {
        held.forEach(Holding::close);
        held.clear();
    }
}
