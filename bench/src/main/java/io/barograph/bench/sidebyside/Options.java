package io.barograph.bench.sidebyside;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Options of a command line, each {@code --NAME VALUE}. */
final class Options {
    private final Map<String, String> values = new HashMap<>();

    private Options() {}

    /**
     * Reads them.
     *
     * @param names those there are
     * @throws IllegalArgumentException saying what is wrong, and which there are
     */
    static Options of(String[] arguments, String... names) {
        List<String> known = List.of(names);
        Options options = new Options();
        for (int i = 0; i < arguments.length; i += 2) {
            String name = arguments[i].startsWith("--") ? arguments[i].substring(2) : "";
            if (!known.contains(name)) {
                throw new IllegalArgumentException("'" + arguments[i] + "' is no option; there are --"
                        + String.join(" VALUE, --", known) + " VALUE");
            }
            if (i + 1 == arguments.length) {
                throw new IllegalArgumentException(arguments[i] + " needs a value");
            }
            options.values.put(name, arguments[i + 1]);
        }
        return options;
    }

    /** Checks that an option, if it is given, is one of some. */
    void requireOneOf(String name, List<String> allowed) {
        String value = find(name);
        if (value != null && !allowed.contains(value)) {
            throw new IllegalArgumentException(
                    "--" + name + " is one of " + String.join(", ", allowed) + ", not '" + value + "'");
        }
    }

    @Nullable
    String find(String name) {
        return values.get(name);
    }

    String get(String name, String fallback) {
        return values.getOrDefault(name, fallback);
    }
}
