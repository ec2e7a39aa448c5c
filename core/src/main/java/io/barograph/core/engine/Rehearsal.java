package io.barograph.core.engine;

/**
 * What a room loads when it is first used, loaded once while the launcher makes its start-up cache, so that Java need not do so
 * at every start. Found with {@link java.util.ServiceLoader}; only for what no command reaches by itself, as a server is
 * needed for it.
 */
public interface Rehearsal {
    /** Loads it: asks no other machine, waits for a second at most, and leaves nothing behind. */
    void run();
}
