package io.barograph.cli;

import org.jspecify.annotations.Nullable;

/**
 * An option of a command.
 *
 * @param name with its dashes, as in {@code --threads}
 * @param shortName as in {@code -o}, or null
 * @param valueName what stands behind it in the help, or null for a switch
 * @param help one line
 * @param repeats whether it may be given several times
 * @param alternative of a switch: the word that may stand behind it, as in {@code --gpu auto}, or null
 */
record Option(
        String name,
        @Nullable String shortName,
        @Nullable String valueName,
        String help,
        boolean repeats,
        @Nullable String alternative) {
    Option(String name, @Nullable String shortName, @Nullable String valueName, String help, boolean repeats) {
        this(name, shortName, valueName, help, repeats, null);
    }

    Option(String name, @Nullable String shortName, @Nullable String valueName, String help) {
        this(name, shortName, valueName, help, false);
    }

    static Option of(String name, String valueName, String help) {
        return new Option(name, null, valueName, help);
    }

    static Option flag(String name, String help) {
        return new Option(name, null, null, help);
    }

    /** A switch behind which a word may stand. */
    static Option flagOr(String name, String alternative, String help) {
        return new Option(name, null, null, help, false, alternative);
    }

    boolean takesValue() {
        return valueName != null;
    }

    boolean isCalled(String text) {
        return text.equals(name) || text.equals(shortName);
    }

    /** As the help shows it: {@code -o, --output FILE}. */
    String synopsis() {
        return (shortName == null ? "    " : shortName + ", ")
                + name
                + (valueName == null ? "" : " " + valueName)
                + (alternative == null ? "" : " [" + alternative + "]");
    }
}
