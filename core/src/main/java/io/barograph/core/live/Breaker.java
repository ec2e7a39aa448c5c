package io.barograph.core.live;

/**
 * How a circuit breaker stands that guards calls to a system outside.
 *
 * @param system where that is, to people: {@code 127.0.0.1:9092}; no secrets
 * @param retries calls that were tried again, since the source or sink was opened
 */
public record Breaker(String system, State state, long retries) {
    /** Whether calls are let by. Their order is that of the trouble. */
    public enum State {
        /** All calls are. */
        CLOSED,
        /** One is, to find out whether the system is back. */
        HALF_OPEN,
        /** None is for a while. */
        OPEN
    }

    /** This one and another one before the same system: the greater trouble, the calls of both. */
    public Breaker and(Breaker other) {
        return new Breaker(
                system, state.compareTo(other.state) < 0 ? other.state : state, Math.addExact(retries, other.retries));
    }
}
