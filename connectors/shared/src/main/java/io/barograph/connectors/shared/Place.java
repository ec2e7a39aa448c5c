package io.barograph.connectors.shared;

import io.barograph.core.error.BarographException;

/** A server as {@link PatientCalls} sees it: what its failures mean, in words that show no secret. */
public interface Place {
    /** Where it is, to people: {@code 127.0.0.1:9092}. */
    String address();

    /** For how long it is asked again. */
    Patience patience();

    /** Whether the same call may succeed later, without anybody's doing. */
    boolean isTransient(Throwable failed);

    /** What went wrong, for a status line. */
    String reason(Throwable failed);

    /**
     * What the user is told when there is no more asking.
     *
     * @param doing {@code cannot list the topics}
     */
    BarographException failure(String doing, Throwable failed);
}
