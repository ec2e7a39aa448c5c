package io.barograph.server.http;

import io.barograph.core.error.BarographException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Why a request is not answered as it asked, as {@code application/problem+json} (RFC 9457) says it.
 *
 * @param status of HTTP
 * @param code one word for programs: {@code SYNTAX_ERROR}
 * @param detail what, where, and the way out, for people
 * @param line of the query's text, from 1; 0 for none
 * @param column from 1; 0 for none
 * @param retrySeconds when to try again; 0 where that is no use
 */
public record Problem(int status, String code, String detail, int line, int column, int retrySeconds) {
    /** The media type. */
    public static final String TYPE = "application/problem+json";

    private static final int BAD_REQUEST = 400;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int UNPROCESSABLE = 422;
    private static final int INTERNAL_ERROR = 500;
    private static final int UNAVAILABLE = 503;
    private static final int INSUFFICIENT_STORAGE = 507;
    private static final int RETRY_SECONDS = 5;

    /** A problem without a place in a query. */
    public static Problem of(int status, String code, String detail) {
        return new Problem(status, code, detail, 0, 0, 0);
    }

    /** One that may go away. */
    public static Problem later(int status, String code, String detail, int seconds) {
        return new Problem(status, code, detail, 0, 0, seconds);
    }

    /** What a failure of a query or a pipeline means to who asked for it. */
    public static Problem of(BarographException failure) {
        int status = switch (failure.code()) {
            case NOT_ALLOWED -> FORBIDDEN;
            case FILE_NOT_FOUND -> NOT_FOUND;
            case FENCED -> CONFLICT;
            case BAD_DATA, DATA_LOST, ANSWERS_DIFFER -> UNPROCESSABLE;
            case OUT_OF_MEMORY, UNAVAILABLE, CANCELLED -> UNAVAILABLE;
            case DISK_FULL -> INSUFFICIENT_STORAGE;
            case INTERNAL, IO_ERROR -> INTERNAL_ERROR;
            default -> BAD_REQUEST;
        };
        return new Problem(
                status,
                failure.code().name(),
                String.valueOf(failure.getMessage()),
                failure.line(),
                failure.column(),
                status == UNAVAILABLE ? RETRY_SECONDS : 0);
    }

    /** The body. */
    byte[] json() {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("type", "about:blank");
        members.put("title", org.eclipse.jetty.http.HttpStatus.getMessage(status));
        members.put("status", status);
        members.put("code", code);
        members.put("detail", detail);
        if (line > 0) {
            members.put("line", line);
            members.put("column", column);
        }
        return Json.bytes(members);
    }
}
