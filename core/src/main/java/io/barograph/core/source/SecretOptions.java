package io.barograph.core.source;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Which options of a table hold what nobody may read over a shoulder: passwords, keys, tokens. */
public final class SecretOptions {
    private static final List<String> WORDS =
            List.of("password", "secret", "jaas", "token", "credential", "private", "keystore.key");

    private SecretOptions() {}

    /** Whether the value of an option of this name is shown to nobody. */
    public static boolean isSecret(String option) {
        String name = option.toLowerCase(Locale.ROOT);
        return WORDS.stream().anyMatch(name::contains);
    }

    /** The options as they may be shown: secrets are {@code (hidden)}. */
    public static Map<String, String> hidden(Map<String, String> options) {
        Map<String, String> shown = new TreeMap<>(options);
        shown.replaceAll((name, value) -> isSecret(name) ? "(hidden)" : value);
        return shown;
    }
}
