package io.barograph.server.http;

import io.barograph.core.error.NearNames;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.jspecify.annotations.Nullable;

/**
 * A request and its answer, for whoever handles it: by one thread, which answers once by one of the methods that do, or takes
 * the whole with {@link #request}, {@link #response} and {@link #callback}.
 */
public final class Exchange {
    private static final String JSON = "application/json; charset=utf-8";

    private final Request request;
    private final Response response;
    private final Callback callback;
    private final Map<String, String> path;
    private final String body;
    private @Nullable Fields parameters;

    Exchange(Request request, Response response, Callback callback, Map<String, String> path) {
        this(request, response, callback, path, "");
    }

    private Exchange(Request request, Response response, Callback callback, Map<String, String> path, String body) {
        this.body = body;
        this.request = request;
        this.response = response;
        this.callback = callback;
        this.path = path;
    }

    /** The same, where another callback is told of the answer. */
    public Exchange with(Callback other) {
        return new Exchange(request, response, other, path, body);
    }

    public Request request() {
        return request;
    }

    public Response response() {
        return response;
    }

    public Callback callback() {
        return callback;
    }

    /** The part of the path that stands for a name in the route's template. */
    public String path(String name) {
        String value = path.get(name);
        if (value == null) {
            throw new IllegalStateException("the route has no {" + name + "}");
        }
        return value;
    }

    /** The value of a parameter behind the question mark; null where it is not given. */
    public @Nullable String parameter(String name) {
        return parameters().getValue(name);
    }

    /**
     * Refuses an address with parameters that mean nothing here: who misspelled one would take the answer for another one.
     *
     * @param known names of those that may be given, each once
     */
    void checkParameters(List<String> known) {
        for (Fields.Field given : parameters()) {
            String name = given.getName();
            if (!known.contains(name)) {
                throw wrong("there is no parameter '" + name + "' at this address"
                        + (known.isEmpty() ? ", which takes none" : NearNames.hint(name, known, "there are")));
            }
            if (given.hasMultipleValues()) {
                throw wrong("the address gives '" + name + "' more than once: give it once");
            }
        }
    }

    private static ProblemException wrong(String detail) {
        return new ProblemException(HttpStatus.BAD_REQUEST_400, "INVALID_PARAMETER", detail);
    }

    private Fields parameters() {
        if (parameters == null) {
            try {
                parameters = Request.extractQueryParameters(request, StandardCharsets.UTF_8);
            } catch (RuntimeException e) {
                throw new ProblemException(
                        HttpStatus.BAD_REQUEST_400,
                        "BAD_REQUEST",
                        "the parameters in the address are not UTF-8, encoded by %");
            }
        }
        return parameters;
    }

    /** A header's value, or null. */
    public @Nullable String header(String name) {
        return request.getHeaders().get(name);
    }

    /** The body as text; empty where the route has none. */
    public String body() {
        return body;
    }

    /** The same, with its body. */
    Exchange with(String text) {
        return new Exchange(request, response, callback, path, text);
    }

    /** Ends the connection: whoever is there takes too long. */
    public void abandon(Throwable why) {
        request.getConnectionMetaData().getConnection().getEndPoint().close(why);
    }

    /** Answers with JSON. */
    public void json(int status, Object value) {
        bytes(status, JSON, Json.bytes(value));
    }

    /** Answers with a text. */
    public void text(int status, String type, String text) {
        bytes(status, type, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Answers with bytes of a type. */
    public void bytes(int status, String type, byte[] bytes) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, bytes.length);
        boolean isHead = request.getMethod().equals("HEAD");
        response.write(true, isHead ? ByteBuffer.allocate(0) : ByteBuffer.wrap(bytes), callback);
    }

    /** Answers with nothing but a status. */
    public void nothing(int status) {
        response.setStatus(status);
        response.write(true, ByteBuffer.allocate(0), callback);
    }

    /** Answers with a problem, where nothing was answered yet; else ends the connection, so that what came is seen to be cut. */
    public void problem(Problem problem) {
        if (response.isCommitted()) {
            callback.failed(new IOException(problem.code()));
            return;
        }
        if (problem.retrySeconds() > 0) {
            response.getHeaders().put(HttpHeader.RETRY_AFTER, problem.retrySeconds());
        }
        bytes(problem.status(), Problem.TYPE, problem.json());
    }

    /**
     * Begins an answer of bytes that are yet to come; nothing is sent before some have been written. Who has written all calls
     * {@link #done}.
     */
    public OutputStream stream(String type) {
        response.setStatus(HttpStatus.OK_200);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
        return Content.Sink.asOutputStream(response);
    }

    /** The answer is complete. */
    public void done() {
        response.write(true, ByteBuffer.allocate(0), callback);
    }
}
