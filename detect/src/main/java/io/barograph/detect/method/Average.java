package io.barograph.detect.method;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.detect.States;

/** A mean that forgets: the plain mean of the first rows, then an exponential one that looks back a number of rows. */
final class Average {
    private final int window;
    private int rows;
    private double mean;

    /** @param window rows that it looks back, at least 1 */
    Average(int window) {
        this.window = window;
    }

    double mean() {
        return mean;
    }

    /** The rows that it is the mean of: those seen, at most the window. */
    int rows() {
        return rows;
    }

    void add(double value) {
        if (rows < window) {
            rows++;
        }
        mean += (value - mean) / rows;
    }

    void write(StateOutput output) {
        output.writeVarint(rows);
        States.writeDouble(output, mean);
    }

    void read(StateInput input) {
        rows = States.readCount(input, window);
        mean = States.readDouble(input);
    }
}
