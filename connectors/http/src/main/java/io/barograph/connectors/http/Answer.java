package io.barograph.connectors.http;

import io.barograph.connectors.journal.Appended;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a request is told.
 *
 * @param status of HTTP
 * @param body JSON; empty for a refusal
 * @param refusal where nothing was taken, else null
 */
record Answer(int status, String body, PushedTables.@Nullable Refusal refusal) {
    private static final int CONFLICT = 422;

    /** So much of what somebody sent is said back. */
    private static final int MOST_SHOWN = 500;

    static Answer of(Appended appended) {
        return switch (appended.outcome()) {
            case ADDED -> new Answer(200, "{\"records\":" + appended.records() + "}", null);
            case DUPLICATE -> new Answer(200, "{\"records\":" + appended.records() + ",\"duplicate\":true}", null);
            case CONFLICT ->
                wrong(
                        CONFLICT,
                        "other records were sent under this Idempotency-Key before, and these were not taken: give each"
                                + " request a key of its own");
        };
    }

    /** Something that trying again does not mend. */
    static Answer wrong(int status, String message) {
        return later(status, 0, message);
    }

    /** Something that may go away. */
    static Answer later(int status, int seconds, String message) {
        return new Answer(status, "", new PushedTables.Refusal(status, message, seconds));
    }

    /** A refusal as JSON. */
    static String error(String message) {
        String cut = message.length() > MOST_SHOWN ? message.substring(0, MOST_SHOWN) + "…" : message;
        StringBuilder text = new StringBuilder("{\"error\":\"");
        for (int i = 0; i < cut.length(); i++) {
            char c = cut.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < ' ') {
                text.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                text.append(c);
            }
        }
        return text.append("\"}").toString();
    }
}
