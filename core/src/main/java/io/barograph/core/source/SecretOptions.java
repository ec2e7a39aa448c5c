package io.barograph.core.source;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which options of a table hold what nobody may read over a shoulder: passwords, keys, tokens. */
public final class SecretOptions {
    private static final List<String> WORDS =
            List.of("password", "secret", "jaas", "token", "credential", "private", "keystore.key");

    /** What stands in place of a secret. */
    public static final String HIDDEN = "(hidden)";

    /** {@code 'name' = 'value'}; the first group ends before the value, the second is the name. */
    private static final Pattern OPTION = Pattern.compile("('((?:[^']|'')*)'\\s*=\\s*)'(?:[^']|'')*'");

    /** Who asks, in a URL: {@code ://user:password@}. */
    private static final Pattern ASKING = Pattern.compile("://[^/@\\s']+@");

    private SecretOptions() {}

    /** Whether the value of an option of this name is shown to nobody. */
    public static boolean isSecret(String option) {
        String name = option.toLowerCase(Locale.ROOT);
        return WORDS.stream().anyMatch(name::contains);
    }

    /** A text of SQL as it may be shown: the values of options that are secrets are {@code '(hidden)'}, as are users in URLs. */
    public static String hiddenIn(String sql) {
        return OPTION.matcher(ASKING.matcher(sql).replaceAll("://" + HIDDEN + "@"))
                .replaceAll(option -> Matcher.quoteReplacement(
                        isSecret(option.group(2)) ? option.group(1) + "'" + HIDDEN + "'" : option.group()));
    }

    /** The options as they may be shown: secrets are {@code (hidden)}. */
    public static Map<String, String> hidden(Map<String, String> options) {
        Map<String, String> shown = new TreeMap<>(options);
        shown.replaceAll((name, value) -> isSecret(name) ? HIDDEN : value);
        return shown;
    }
}
