package io.barograph.frame;

import java.time.Duration;
import java.util.List;

/**
 * Event-time windows {@code [start, end)} over a TIMESTAMP column.
 *
 * <p>The twin in SQL is the table function of the same name, in pandas {@code resample} or {@code Grouper} (tumbling only).
 */
public final class Window {
    private final String function;
    private final String time;
    private final List<Duration> lengths;

    private Window(String function, String time, Duration... lengths) {
        this.function = function;
        this.time = time;
        this.lengths = List.of(lengths);
    }

    /** Windows of one length, one behind the other. */
    public static Window tumble(String time, Duration size) {
        return new Window("TUMBLE", time, size);
    }

    /** Windows of a length, one starting every slide: a row falls into {@code size / slide} of them. */
    public static Window hop(String time, Duration slide, Duration size) {
        return new Window("HOP", time, slide, size);
    }

    /** Windows that grow by a step until they reach a size, then start again: totals of the day so far. */
    public static Window cumulate(String time, Duration step, Duration size) {
        return new Window("CUMULATE", time, step, size);
    }

    /** Runs of rows, per key of {@code by}, that are less than a gap apart. */
    public static Window session(String time, Duration gap) {
        return new Window("SESSION", time, gap);
    }

    /** Whether windows depend on the rows of a key, and so can only be aggregated. */
    boolean isSession() {
        return function.equals("SESSION");
    }

    /** {@code TABLE(TUMBLE(TABLE t1, DESCRIPTOR("time"), INTERVAL …))}, added to a step. */
    void write(Step.Builder step, Step input, List<String> keys) {
        step.raw("TABLE(" + function + "(TABLE ").input(input);
        if (isSession() && !keys.isEmpty()) {
            step.raw(" PARTITION BY ").arguments(keys);
        }
        step.raw(", DESCRIPTOR(").argument(Literals.name(time)).raw(")");
        for (Duration length : lengths) {
            step.raw(", " + Literals.interval(length));
        }
        step.raw("))");
    }
}
