package io.barograph.connectors.shared;

import io.barograph.core.live.Breaker;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Asks a server again, with growing and random pauses, for as long as its {@link Patience} lasts; behind a circuit breaker,
 * which after some failures in a row lets only a single call by every two seconds, and whose state is the health. Calls come
 * from one thread, {@link #health} is asked by any.
 */
public final class PatientCalls {
    /** How long a single try may take, so that there can be another one. */
    public static final Duration TRY = Duration.ofSeconds(5);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);

    private final Place place;
    private final ConnectionBreaker breaker;
    private final Retry retry;
    private long deadlineNanos;
    private volatile @Nullable Trouble trouble;

    /** What went wrong last, and since when it does. */
    private record Trouble(String reason, long sinceNanos) {}

    public PatientCalls(Place place) {
        this.place = place;
        this.breaker = new ConnectionBreaker(place.address(), this::isTransient);
        Duration longest = Duration.ofMillis(
                Math.max(FIRST_PAUSE.toMillis(), place.patience().atMost(LONGEST_PAUSE) / 4));
        this.retry = Retry.of(
                place.address(),
                RetryConfig.custom()
                        .maxAttempts(Integer.MAX_VALUE)
                        .intervalFunction(IntervalFunction.ofExponentialRandomBackoff(FIRST_PAUSE, 2, 0.5, longest))
                        .retryOnException(failed -> (isTransient(failed) || failed instanceof CallNotPermittedException)
                                && System.nanoTime() < deadlineNanos)
                        .build());
        retry.getEventPublisher().onRetry(event -> {
            breaker.retried();
            failed(event.getLastThrowable());
        });
    }

    /**
     * What the call gives.
     *
     * @param doing for the message: {@code cannot list the topics}
     * @throws io.barograph.core.error.BarographException where it fails for good, or for too long
     */
    public <T> T call(String doing, Callable<T> call) {
        deadlineNanos = System.nanoTime() + patienceNanos();
        try {
            T result = retry.executeCallable(() -> breaker.calls().executeCallable(call));
            trouble = null;
            return result;
        } catch (Exception failed) {
            throw place.failure(doing, reason(failed));
        }
    }

    /** That the breaker was open is no reason that helps: what opened it is. */
    private Throwable reason(Exception failed) {
        Trouble before = trouble;
        return failed instanceof CallNotPermittedException && before != null
                ? new NoAnswerException(before.reason)
                : failed;
    }

    public long patienceNanos() {
        return TimeUnit.MILLISECONDS.toNanos(place.patience().millis());
    }

    private boolean isTransient(Throwable failed) {
        return failed instanceof NoAnswerException || place.isTransient(failed);
    }

    private void failed(@Nullable Throwable why) {
        if (why != null && !(why instanceof CallNotPermittedException)) {
            noteTrouble(place.reason(why));
        }
    }

    private void noteTrouble(String reason) {
        Trouble before = trouble;
        trouble = new Trouble(reason, before == null ? System.nanoTime() : before.sinceNanos);
    }

    /** The server answered, though nobody called: to a client that asks by itself. */
    public void answered() {
        if (trouble != null) {
            breaker.connected();
            trouble = null;
        }
    }

    /**
     * The server did not answer to a client that asks by itself.
     *
     * @throws io.barograph.core.error.BarographException {@code UNAVAILABLE} where it has not for longer than the patience
     */
    public void silent(String doing, long sinceNanos) {
        NoAnswerException failed = new NoAnswerException("it does not answer");
        if (System.nanoTime() - sinceNanos > patienceNanos()) {
            throw place.failure(doing, failed);
        }
        breaker.calls().onError(0, TimeUnit.NANOSECONDS, failed);
        if (trouble == null) {
            trouble = new Trouble(place.reason(failed), sinceNanos);
        }
    }

    /** How the breaker stands; any thread may ask. */
    public Breaker breaker() {
        return breaker.state();
    }

    /** {@code 127.0.0.1:9092: it does not answer, for 7 s; circuit breaker: open}; empty where all is well. */
    public String health() {
        Trouble now = trouble;
        return now == null
                ? ""
                : place.address() + ": " + now.reason + ", for "
                        + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - now.sinceNanos) + " s; circuit breaker: "
                        + breaker.text();
    }
}
