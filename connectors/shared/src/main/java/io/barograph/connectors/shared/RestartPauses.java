package io.barograph.connectors.shared;

import io.github.resilience4j.core.IntervalFunction;
import java.time.Duration;

/** How long to wait before something that failed is begun again: longer each time, and never at the same time as others. Thread-safe. */
public final class RestartPauses {
    private static final double FACTOR = 2;
    private static final double RANDOM_SHARE = 0.5;

    private final IntervalFunction pauses;

    /** Pauses about these, give or take half. */
    public RestartPauses(Duration first, Duration longest) {
        this.pauses = IntervalFunction.ofExponentialRandomBackoff(first, FACTOR, RANDOM_SHARE, longest);
    }

    /**
     * Milliseconds to wait.
     *
     * @param failures in a row, from 1
     */
    public long millis(int failures) {
        return pauses.apply(failures);
    }
}
