package io.barograph.formats;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.error.NearNames;
import io.barograph.formats.record.Recording;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A connector's options as declared, taken out one after the other, so that what nobody knows is left over and refused. */
public final class GivenOptions {
    private static final String CONNECTOR = "connector";
    private static final Pattern LENGTH = Pattern.compile("(\\d{1,9})\\s*([a-z]+)");

    private final String connector;
    private final Map<String, String> left;

    /** @param connector its name, for people; the option that says it is taken */
    public GivenOptions(String connector, Map<String, String> options) {
        this.connector = connector;
        this.left = new TreeMap<>(options);
        left.remove(CONNECTOR);
    }

    /** Whether an option is given that nobody has taken yet. */
    public boolean has(String key) {
        return left.containsKey(key);
    }

    /** The value, or null where the option is not given. */
    public @Nullable String take(String key) {
        return left.remove(key);
    }

    /** The value under either name; both at once are refused unless they say the same. */
    public @Nullable String take(String key, String alias) {
        String value = left.remove(key);
        String other = left.remove(alias);
        if (value != null && other != null && !value.equals(other)) {
            throw invalid("options '" + key + "' and '" + alias + "' mean the same, but are given two values");
        }
        return value == null ? other : value;
    }

    /** One of some words, whatever the case of letters; null where the option is not given. */
    public @Nullable String takeWord(String key, List<String> words) {
        String value = left.remove(key);
        if (value == null) {
            return null;
        }
        for (String word : words) {
            if (word.equalsIgnoreCase(value)) {
                return word;
            }
        }
        throw invalid("option '" + key + "' is '" + value + "', but must be one of " + String.join(", ", words)
                + NearNames.didYouMean(value, words));
    }

    /** All options that begin so, by the rest of their names. */
    public Map<String, String> takeAll(String prefix) {
        Map<String, String> taken = new TreeMap<>();
        left.forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                taken.put(key.substring(prefix.length()), value);
            }
        });
        taken.keySet().forEach(key -> left.remove(prefix + key));
        return taken;
    }

    /** Whether an option says {@code true}; false where it is not given. */
    public boolean takeFlag(String key) {
        return "true".equals(takeWord(key, List.of("true", "false")));
    }

    /** Milliseconds of a length of time, {@code 2 minutes}; empty where the option is not given. */
    public OptionalLong takeMillis(String key) {
        String value = left.remove(key);
        if (value == null) {
            return OptionalLong.empty();
        }
        OptionalLong millis = millis(value);
        if (millis.isEmpty()) {
            throw invalid("option '" + key + "' is '" + value
                    + "', but must be a length of time such as '2 minutes' or '30 s'");
        }
        return millis;
    }

    /** As {@link #takeMillis}, but {@code ALL} is {@link Long#MAX_VALUE}; another where the option is not given. */
    public long takeMillisOrAll(String key, long otherwise) {
        if ("all".equalsIgnoreCase(left.get(key))) {
            left.remove(key);
            return Long.MAX_VALUE;
        }
        return takeMillis(key).orElse(otherwise);
    }

    /** Milliseconds, at least 1, of a text such as {@code 2 minutes}; empty where it is no length of time. */
    public static OptionalLong millis(String text) {
        Matcher length = LENGTH.matcher(text.trim().toLowerCase(Locale.ROOT));
        long unit = length.matches() ? unitMillis(length.group(2)) : 0;
        long millis = unit == 0 ? 0 : Long.parseLong(length.group(1)) * unit;
        return millis < 1 ? OptionalLong.empty() : OptionalLong.of(millis);
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

    /** A whole number between two bounds; another where the option is not given. */
    public long takeNumber(String key, long least, long greatest, long otherwise) {
        String value = left.remove(key);
        if (value == null) {
            return otherwise;
        }
        String digits = value.trim();
        long number = digits.matches("\\d{1,18}") ? Long.parseLong(digits) : -1;
        if (number < least || number > greatest) {
            throw invalid("option '" + key + "' is '" + value + "', but must be a whole number from " + least + " to "
                    + greatest);
        }
        return number;
    }

    /** The bytes of a size, {@code 8 MiB}; another where the option is not given. */
    public long takeBytes(String key, long least, long otherwise) {
        String value = left.remove(key);
        if (value == null) {
            return otherwise;
        }
        Matcher size = LENGTH.matcher(value.trim().toLowerCase(Locale.ROOT));
        long unit = size.matches() ? unitBytes(size.group(2)) : 0;
        long bytes = unit == 0 ? 0 : Long.parseLong(size.group(1)) * unit;
        if (bytes < least) {
            throw invalid("option '" + key + "' is '" + value + "', but must be a size such as '8 MiB' or '10 GiB', at"
                    + " least " + least + " bytes");
        }
        return bytes;
    }

    /** The unit's bytes; 0 where the word names none. */
    private static long unitBytes(String word) {
        return switch (word) {
            case "k", "kb", "kib" -> 1L << 10;
            case "m", "mb", "mib" -> 1L << 20;
            case "g", "gb", "gib" -> 1L << 30;
            case "t", "tb", "tib" -> 1L << 40;
            default -> 0;
        };
    }

    /**
     * How records are written, {@code 'format' = 'json'}, with that format's options.
     *
     * @param format the format's name, under whatever option it was given
     */
    public Recording takeRecording(String format) {
        return Recording.take(format, left);
    }

    /** @param known names to think of where one is left over */
    public void refuseOthers(List<String> known) {
        for (String key : left.keySet()) {
            throw invalid("connector '" + connector + "' has no option '" + key + "'"
                    + NearNames.hint(key, known, "its options"));
        }
    }

    public BarographException missing(String key, String example) {
        return invalid("option '" + key + "' is missing; say " + example);
    }

    /** Whoever shows it names the table. */
    public BarographException invalid(String what) {
        return new BarographException(ErrorCode.INVALID_OPTION, what);
    }
}
