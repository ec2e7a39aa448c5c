package io.barograph.detect.method;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.detect.States;

/** The last values of a series, in a ring. */
final class RecentValues {
    private final double[] ring;
    private int next;
    private boolean full;

    RecentValues(int capacity) {
        ring = new double[capacity];
    }

    int capacity() {
        return ring.length;
    }

    boolean isFull() {
        return full;
    }

    int size() {
        return full ? ring.length : next;
    }

    /** The value that {@link #add} will push out, where the ring is full. */
    double oldest() {
        return ring[next];
    }

    void add(double value) {
        ring[next] = value;
        next++;
        if (next == ring.length) {
            next = 0;
            full = true;
        }
    }

    /** The value at a place in the order of arrival, 0 the oldest. */
    double get(int index) {
        int at = (full ? next : 0) + index;
        return ring[at >= ring.length ? at - ring.length : at];
    }

    /** The mean of all values, summed anew: sums that add and subtract for ever drift. */
    double mean() {
        double first = ring[0];
        double sum = 0;
        for (int i = 0, size = size(); i < size; i++) {
            sum += ring[i] - first;
        }
        return first + sum / size();
    }

    double standardDeviation(double mean) {
        double squares = 0;
        int size = size();
        for (int i = 0; i < size; i++) {
            double distance = ring[i] - mean;
            squares += distance * distance;
        }
        return Math.sqrt(squares / (size - 1));
    }

    void write(StateOutput output) {
        output.writeByte(full ? 1 : 0);
        output.writeVarint(next);
        for (int i = 0, size = size(); i < size; i++) {
            States.writeDouble(output, ring[i]);
        }
    }

    void read(StateInput input) {
        full = input.readByte() != 0;
        next = States.readCount(input, ring.length - 1);
        for (int i = 0, size = size(); i < size; i++) {
            ring[i] = States.readDouble(input);
        }
    }

    long memoryBytes() {
        return 40 + 8L * ring.length;
    }
}
