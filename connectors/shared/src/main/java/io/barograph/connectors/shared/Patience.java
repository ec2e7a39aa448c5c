package io.barograph.connectors.shared;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.formats.GivenOptions;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * For how long a server that does not answer is asked again.
 *
 * @param text as the user wrote it
 * @param millis at least 1; {@link #FOR_EVER}
 */
public record Patience(String text, long millis) {
    public static final String OPTION = "retry.for";

    /** Longer than any run. */
    public static final long FOR_EVER = Integer.MAX_VALUE;

    /** As declared; two minutes where nothing is. */
    public static Patience take(GivenOptions given) {
        String text = given.take(OPTION);
        return parse(text == null ? "2 minutes" : text);
    }

    /** @throws BarographException {@code INVALID_OPTION} */
    public static Patience parse(String text) {
        String wanted = text.trim().toLowerCase(Locale.ROOT);
        if (wanted.equals("all")) {
            return new Patience("ever", FOR_EVER);
        }
        OptionalLong millis = GivenOptions.millis(wanted);
        if (millis.isEmpty()) {
            throw new BarographException(
                    ErrorCode.INVALID_OPTION,
                    "option '" + OPTION + "' is '" + text
                            + "', but must be a length of time such as '2 minutes' or '30 s', or 'ALL' to wait for ever");
        }
        return new Patience(text.trim(), Math.min(millis.getAsLong(), FOR_EVER));
    }

    public boolean isForEver() {
        return millis == FOR_EVER;
    }

    /** At most this long, and at most as long as the patience lasts. */
    public int atMost(Duration limit) {
        return (int) Math.min(millis, limit.toMillis());
    }

    @Override
    public String toString() {
        return text;
    }
}
