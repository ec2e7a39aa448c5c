package io.barograph.connectors.kafka;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.error.NearNames;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A declaration's options, taken out one after the other, so that what nobody knows is left over and refused. */
final class GivenOptions {
    private final Map<String, String> left;

    GivenOptions(Map<String, String> options) {
        this.left = new TreeMap<>(options);
    }

    /** The value, or null where the option is not given. */
    @Nullable
    String take(String key) {
        return left.remove(key);
    }

    /** The value under either name; both at once are refused unless they say the same. */
    @Nullable
    String take(String key, String alias) {
        String value = left.remove(key);
        String other = left.remove(alias);
        if (value != null && other != null && !value.equals(other)) {
            throw invalid("options '" + key + "' and '" + alias + "' mean the same, but are given two values");
        }
        return value == null ? other : value;
    }

    /** One of some words, whatever the case of letters; null where the option is not given. */
    @Nullable
    String takeWord(String key, List<String> words) {
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
    Map<String, String> takeAll(String prefix) {
        Map<String, String> taken = new TreeMap<>();
        left.forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                taken.put(key.substring(prefix.length()), value);
            }
        });
        taken.keySet().forEach(key -> left.remove(prefix + key));
        return taken;
    }

    /** Lets somebody else take what is theirs. */
    Map<String, String> takeWith(UnaryOperator<Map<String, String>> taker) {
        return Map.copyOf(taker.apply(left));
    }

    /** @param known names to think of where one is left over */
    void refuseOthers(List<String> known) {
        for (String key : left.keySet()) {
            throw invalid("connector 'kafka' has no option '" + key + "'" + NearNames.hint(key, known, "its options"));
        }
    }

    BarographException missing(String key, String example) {
        return invalid("option '" + key + "' is missing; say " + example);
    }

    /** Whoever shows it names the table. */
    BarographException invalid(String what) {
        return new BarographException(ErrorCode.INVALID_OPTION, what);
    }
}
