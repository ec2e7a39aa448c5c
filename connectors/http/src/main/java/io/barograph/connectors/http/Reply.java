package io.barograph.connectors.http;

import java.nio.charset.StandardCharsets;
import java.util.function.IntConsumer;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Where the answer to a request goes, once.
 *
 * @param callback is told when it is sent
 * @param refusals how refusals are said
 * @param told is told of its status
 */
record Reply(Response response, Callback callback, PushedTables.Refusals refusals, IntConsumer told) {
    private static final IntConsumer NOBODY = status -> {};

    Reply(Response response, Callback callback, PushedTables.Refusals refusals) {
        this(response, callback, refusals, NOBODY);
    }

    /** One whose refusals are JSON as those of a table's own address. */
    static Reply json(Response response, Callback callback) {
        return new Reply(response, callback, Reply::refuse);
    }

    private static void refuse(Response response, Callback callback, PushedTables.Refusal refusal) {
        if (refusal.retrySeconds() > 0) {
            response.getHeaders().put(new HttpField(HttpHeader.RETRY_AFTER, Integer.toString(refusal.retrySeconds())));
        }
        write(response, callback, refusal.status(), Answer.error(refusal.message()));
    }

    private static void write(Response response, Callback callback, int status, String body) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json; charset=utf-8");
        response.write(true, StandardCharsets.UTF_8.encode(body + "\n"), callback);
    }

    /** The same, which also runs something behind the answer. */
    Reply before(Runnable next) {
        return new Reply(response, Callback.from(callback, next), refusals, told);
    }

    /** The same, which also tells somebody of its status. */
    Reply tellingOf(IntConsumer status) {
        return new Reply(response, callback, refusals, status);
    }

    void send(Answer answer) {
        told.accept(answer.status());
        PushedTables.Refusal refusal = answer.refusal();
        if (refusal == null) {
            write(response, callback, answer.status(), answer.body());
        } else {
            refusals.say(response, callback, refusal);
        }
    }
}
