package io.barograph.server.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Promise;
import org.jspecify.annotations.Nullable;

/**
 * Reads bodies as they come, and has requests handled when they are there. No thread waits for them: else some slow senders would
 * keep all threads of the service. Thread-safe.
 */
public final class TextBodies {
    private static final long MOST_DROPPED_BYTES = 16L << 20;

    private final Duration patience;

    /** @param patience how long a body may take */
    public TextBodies(Duration patience) {
        this.patience = patience;
    }

    /**
     * Reads a request's body, then hands it on by another thread; or answers why there is none.
     *
     * @param limit the most bytes
     */
    void read(Exchange exchange, int limit, Consumer<Exchange> next) {
        Request request = exchange.request();
        if (request.getLength() > limit) {
            refuseLong(exchange, limit);
            return;
        }
        CompletableFuture<byte[]> body = new CompletableFuture<>();
        Content.Source.asByteArrayAsync(request, limit, Promise.Invocable.toPromise(body));
        body.orTimeout(patience.toNanos(), TimeUnit.NANOSECONDS)
                .whenCompleteAsync(
                        (bytes, failure) -> {
                            if (bytes != null) {
                                next.accept(exchange.with(new String(bytes, StandardCharsets.UTF_8)));
                            } else {
                                refuse(exchange, failure, limit);
                            }
                        },
                        request.getComponents().getExecutor());
    }

    /**
     * Answers that a body is too long, when it has gone by: who still sends when the connection is closed would not see the answer. Nobody
     * waits for much longer ones.
     */
    private void refuseLong(Exchange exchange, int limit) {
        Request request = exchange.request();
        if (request.getLength() > MOST_DROPPED_BYTES) {
            exchange.problem(tooLarge(limit));
            return;
        }
        CompletableFuture<Boolean> dropped = new CompletableFuture<>();
        Content.Source.consumeAll(request, Callback.from(() -> dropped.complete(true), dropped::completeExceptionally));
        dropped.orTimeout(patience.toNanos(), TimeUnit.NANOSECONDS)
                .whenCompleteAsync(
                        (gone, failure) -> {
                            if (failure != null) {
                                request.fail(failure);
                            }
                            exchange.problem(tooLarge(limit));
                        },
                        request.getComponents().getExecutor());
    }

    private static void refuse(Exchange exchange, @Nullable Throwable failure, int limit) {
        Throwable why = failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
        if (why instanceof TimeoutException) {
            exchange.request().fail(why);
            exchange.problem(
                    Problem.of(HttpStatus.REQUEST_TIMEOUT_408, "TOO_SLOW", "the body did not come within time"));
        } else if (why instanceof IOException) {
            // Whoever asked has gone, or sends what HTTP does not allow.
            exchange.problem(Problem.of(HttpStatus.BAD_REQUEST_400, "BAD_REQUEST", "the body did not come as a whole"));
        } else {
            exchange.problem(tooLarge(limit));
        }
    }

    private static Problem tooLarge(int limit) {
        return Problem.of(HttpStatus.PAYLOAD_TOO_LARGE_413, "TOO_LARGE", "the body is longer than " + limit + " bytes");
    }
}
