package io.barograph.detect;

import java.util.List;

/**
 * A way to find anomalies along one series, found with {@link java.util.ServiceLoader}. Stateless; what it has learned of a series is
 * a {@link Track}.
 */
public interface Detector {
    /** The name in SQL and on the command line: lower case, words joined by underscores. */
    String name();

    /** One sentence about what it finds. */
    String description();

    /** Where the method comes from. */
    String source();

    /** What can be set, each with a default that works untuned; in the order of the reference. */
    List<Parameter> parameters();

    /**
     * Checks what no single parameter can.
     *
     * @throws io.barograph.core.error.BarographException INVALID_ARGUMENT where values exclude each other
     */
    default void check(Settings settings) {}

    /** Whether it asks what hour it is, so that numbers of no known unit cannot be its times. */
    default boolean needsClock() {
        return false;
    }

    /**
     * A track at the beginning of a series.
     *
     * @param settings a value for every one of the {@link #parameters}
     * @param metric the name of the series' column; some detectors know what it can be
     * @param scale what the times of its rows are: a clock's, where {@link #needsClock}
     */
    Track track(Settings settings, String metric, TimeScale scale);
}
