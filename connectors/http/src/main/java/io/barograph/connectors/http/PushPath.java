package io.barograph.connectors.http;

import io.barograph.connectors.journal.Appended;
import io.barograph.connectors.journal.JournalDeclaration;
import io.barograph.connectors.journal.JournalEntry;
import io.barograph.connectors.journal.JournalWriter;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.live.PushObserver;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.jspecify.annotations.Nullable;

/** Answers the requests that push records to one table. Thread-safe. */
final class PushPath {
    private static final String KEY = "Idempotency-Key";
    private static final String TRACE = "traceparent";
    private static final String BEARER = "bearer ";

    /** How long those are waited for at the end who have been promised an answer. */
    private static final long CLOSE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final String table;
    private final HttpOptions options;
    private final PushObserver observer;
    private final JournalWriter journal;
    private final Bodies bodies;
    private final byte @Nullable [] token;
    private int pending;
    private boolean closed;

    PushPath(
            String table,
            HttpOptions options,
            JournalDeclaration declaration,
            JournalWriter journal,
            PushObserver observer) {
        this.table = table;
        this.observer = observer;
        this.options = options;
        this.journal = journal;
        this.bodies = new Bodies(declaration, options.bodyBytes());
        String secret = options.token().value();
        this.token = secret == null ? null : secret.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Answers a request, now or later.
     *
     * @param isKnown whether somebody else has made sure that whoever asks may
     */
    void handle(Request request, Reply given, boolean isKnown) {
        String trace = trace(request.getHeaders().get(TRACE));
        PushObserver.Push push = observer.begin(table, trace);
        Reply reply = push == null ? given : given.tellingOf(push::done);
        String own = push == null ? null : push.traceparent();
        Answer wrong = refusal(request, reply.response(), isKnown);
        if (wrong != null) {
            reply.send(wrong);
            return;
        }
        HttpFields headers = request.getHeaders();
        new BodyReader(
                        request,
                        options.bodyBytes(),
                        (bytes, length) -> take(headers, own == null ? trace : own, bytes, length, reply),
                        reply::send)
                .run();
    }

    /** Why the body is not even read; null where it is. */
    private @Nullable Answer refusal(Request request, Response response, boolean isKnown) {
        HttpFields headers = request.getHeaders();
        if (!HttpMethod.POST.is(request.getMethod())) {
            response.getHeaders().put(HttpHeader.ALLOW, HttpMethod.POST.asString());
            return Answer.wrong(
                    HttpStatus.METHOD_NOT_ALLOWED_405,
                    "records are sent here by POST; they are read with SQL, from the journal");
        }
        if (token != null && !isKnown && !isToken(headers.get(HttpHeader.AUTHORIZATION), token)) {
            response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, "Bearer");
            return Answer.wrong(HttpStatus.UNAUTHORIZED_401, "send the token: Authorization: Bearer …");
        }
        if (headers.getLongField(HttpHeader.CONTENT_LENGTH) > options.bodyBytes()) {
            return Answer.wrong(
                    HttpStatus.PAYLOAD_TOO_LARGE_413,
                    "the body is longer than " + options.bodyBytes()
                            + " bytes: send several requests, or allow for more" + " with '" + HttpOptions.BODY_LIMIT
                            + "'");
        }
        String key = headers.get(KEY);
        if (key != null && !key.matches("[!-~ ]{1,255}")) {
            return Answer.wrong(
                    HttpStatus.BAD_REQUEST_400, KEY + " has 1 to 255 characters of ASCII, such as those of a UUID");
        }
        return bodies.refusal(headers);
    }

    private static boolean isToken(@Nullable String authorization, byte[] token) {
        return authorization != null
                && authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)
                && MessageDigest.isEqual(
                        authorization.substring(BEARER.length()).strip().getBytes(StandardCharsets.UTF_8), token);
    }

    private void take(HttpFields headers, @Nullable String trace, byte[] bytes, int length, Reply reply) {
        JournalEntry entry = new JournalEntry(System.currentTimeMillis(), headers.get(KEY), null, trace);
        Answer wrong = bodies.cut(headers, bytes, length, entry);
        if (wrong != null) {
            reply.send(wrong);
            return;
        }
        if (entry.records() == 0) {
            reply.send(Answer.of(new Appended(Appended.Outcome.ADDED, 0)));
            return;
        }
        if (!begin()) {
            reply.send(ending());
            return;
        }
        CompletableFuture<Appended> appended = append(entry);
        if (appended == null) {
            finish();
            reply.send(Answer.later(
                    HttpStatus.SERVICE_UNAVAILABLE_503,
                    1,
                    "the journal is behind, and nothing was taken: try again in a second"));
            return;
        }
        appended.whenComplete((outcome, failure) -> reply.before(this::finish)
                .send(failure == null ? Answer.of(Objects.requireNonNull(outcome)) : failed(failure)));
    }

    /** The sender's trace, which is no reason to refuse anything: what is no context of the W3C's version 00 is passed over. */
    private static @Nullable String trace(@Nullable String given) {
        return given != null && given.matches("00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}") ? given : null;
    }

    private @Nullable CompletableFuture<Appended> append(JournalEntry entry) {
        try {
            return journal.append(entry);
        } catch (BarographException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static Answer failed(Throwable failure) {
        boolean isFull = failure instanceof BarographException known && known.code() == ErrorCode.DISK_FULL;
        return Answer.later(
                isFull ? HttpStatus.INSUFFICIENT_STORAGE_507 : HttpStatus.SERVICE_UNAVAILABLE_503,
                (int) TimeUnit.SECONDS.toSeconds(10),
                "nothing was taken: "
                        + (failure instanceof BarographException known ? known.getMessage() : "a failure"));
    }

    private static Answer ending() {
        return Answer.later(HttpStatus.SERVICE_UNAVAILABLE_503, 1, "the pipeline is ending, and nothing was taken");
    }

    private synchronized boolean begin() {
        if (!closed) {
            pending++;
        }
        return !closed;
    }

    private synchronized void finish() {
        pending--;
        notifyAll();
    }

    /** Takes no more; waits for the answers to those whose records are on their way to the disk. */
    synchronized void close() {
        closed = true;
        long end = System.nanoTime() + CLOSE_NANOS;
        boolean interrupted = false;
        for (long left = CLOSE_NANOS; pending > 0 && left > 0; left = end - System.nanoTime()) {
            try {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
