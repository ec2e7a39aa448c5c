package io.barograph.connectors.kafka;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * For how long a broker that does not answer is asked again.
 *
 * @param text as the user wrote it
 * @param millis at least 1; {@link #FOR_EVER}
 */
record Patience(String text, long millis) {
    static final String OPTION = "retry.for";

    /** Longer than any run. */
    static final long FOR_EVER = Integer.MAX_VALUE;

    private static final Pattern LENGTH = Pattern.compile("(\\d{1,9})\\s*([a-z]+)");

    /** @throws BarographException {@code INVALID_OPTION} */
    static Patience parse(String text) {
        String wanted = text.trim().toLowerCase(Locale.ROOT);
        if (wanted.equals("all")) {
            return new Patience("ever", FOR_EVER);
        }
        Matcher length = LENGTH.matcher(wanted);
        long unit = length.matches() ? unitMillis(length.group(2)) : 0;
        long millis = unit == 0 ? 0 : Long.parseLong(length.group(1)) * unit;
        if (millis < 1) {
            throw new BarographException(
                    ErrorCode.INVALID_OPTION,
                    "option '" + OPTION + "' is '" + text
                            + "', but must be a length of time such as '2 minutes' or '30 s', or 'ALL' to wait for ever");
        }
        return new Patience(text.trim(), Math.min(millis, FOR_EVER));
    }

    /** The unit's milliseconds; 0 where the word names none. */
    private static long unitMillis(String word) {
        return switch (word) {
            case "ms", "millisecond", "milliseconds" -> 1;
            case "s", "sec", "second", "seconds" -> 1_000;
            case "m", "min", "minute", "minutes" -> 60_000;
            case "h", "hour", "hours" -> 3_600_000;
            case "d", "day", "days" -> 86_400_000;
            default -> 0;
        };
    }

    boolean isForEver() {
        return millis == FOR_EVER;
    }

    /** At most this long, and at most as long as the patience lasts. */
    int atMost(Duration limit) {
        return (int) Math.min(millis, limit.toMillis());
    }

    @Override
    public String toString() {
        return text;
    }
}
