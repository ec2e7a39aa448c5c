package io.barograph.server.pipeline;

import java.util.concurrent.TimeUnit;

/**
 * When a picture may be drawn anew: about ten times a second, and seldom enough to leave most of a core to others. Not thread-safe.
 */
final class DrawingPace {
    /** From one picture to the next at least; somewhat less than a tenth of a second, since whoever asks is not punctual. */
    static final long LEAST_NANOS = TimeUnit.MILLISECONDS.toNanos(90);

    /** From one picture to the next lies this many times the processor time that it took to draw one. */
    static final int TIMES_WORK = 5;

    private long next;
    private boolean isBegun;

    /** Whether one may be drawn now, by a clock of nanoseconds. */
    boolean isDue(long now) {
        return !isBegun || now - next >= 0;
    }

    /** One was drawn: begun at a time of the clock, with so much processor time. */
    void drawn(long begun, long work) {
        isBegun = true;
        next = begun + Math.max(LEAST_NANOS, TIMES_WORK * work);
    }
}
