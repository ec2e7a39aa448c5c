package io.barograph.connectors.journal;

import io.barograph.core.live.Breaker;
import java.util.List;

/**
 * Takes what comes from outside and journals it, by threads of its own, from its start until it is closed. What it acknowledges
 * is on the disk. Thread-safe.
 */
public interface Intake extends AutoCloseable {
    /** What is wrong just now, in words for a status line; empty where nothing is. */
    default String health() {
        return "";
    }

    /** How the circuit breakers stand before what it takes from. */
    default List<Breaker> breakers() {
        return List.of();
    }

    /** Whether nothing will come any more, and all that came is in the journal. */
    default boolean hasEnded() {
        return false;
    }

    /** @throws io.barograph.core.error.BarographException where it cannot go on, and waiting is no use */
    default void check() {}

    /** Ends: what has not been acknowledged is the sender's again. */
    @Override
    void close();
}
