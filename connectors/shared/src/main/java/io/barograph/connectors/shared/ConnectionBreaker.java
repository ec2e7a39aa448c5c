package io.barograph.connectors.shared;

import io.barograph.core.live.Breaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/**
 * The circuit breaker before a server: after some failures in a row it lets by a single try every two seconds. By itself it serves
 * clients that connect on their own, and tell what became of it. Thread-safe.
 */
public final class ConnectionBreaker {
    private static final int FAILURES_THAT_OPEN = 3;
    private static final Duration OPEN = Duration.ofSeconds(2);

    private final String address;
    private final CircuitBreaker breaker;
    private final AtomicLong retries = new AtomicLong();

    /** @param address of the server, to people; no secrets */
    public ConnectionBreaker(String address) {
        this(address, failed -> true);
    }

    /** @param opens whether a failure counts */
    ConnectionBreaker(String address, Predicate<Throwable> opens) {
        this.address = address;
        this.breaker = CircuitBreaker.of(
                address,
                CircuitBreakerConfig.custom()
                        .slidingWindowSize(FAILURES_THAT_OPEN)
                        .minimumNumberOfCalls(FAILURES_THAT_OPEN)
                        .failureRateThreshold(100)
                        .waitDurationInOpenState(OPEN)
                        .permittedNumberOfCallsInHalfOpenState(1)
                        .recordException(opens)
                        .build());
    }

    /** What guards calls. */
    CircuitBreaker calls() {
        return breaker;
    }

    /** The server is there. */
    public void connected() {
        breaker.reset();
    }

    /** It was not: it will be tried again. */
    public void failed(Throwable why) {
        retries.incrementAndGet();
        breaker.onError(0, TimeUnit.NANOSECONDS, why);
    }

    /** Counts a try that was not the first. */
    void retried() {
        retries.incrementAndGet();
    }

    /** How long the next try has to wait from now at least: 0 unless the breaker is open. */
    public long pauseMillis() {
        return breaker.getState() == CircuitBreaker.State.OPEN ? OPEN.toMillis() : 0;
    }

    /** The next try begins: half open where the breaker has been open for long enough. */
    public void trying() {
        boolean unused = breaker.tryAcquirePermission();
    }

    /** How it stands. */
    public Breaker state() {
        Breaker.State state = switch (breaker.getState()) {
            case OPEN, FORCED_OPEN -> Breaker.State.OPEN;
            case HALF_OPEN -> Breaker.State.HALF_OPEN;
            case CLOSED, DISABLED, METRICS_ONLY -> Breaker.State.CLOSED;
        };
        return new Breaker(address, state, retries.get());
    }

    /** The same in words: {@code half open}. */
    public String text() {
        return state().state().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
