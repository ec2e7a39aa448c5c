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
 */
record Option(
        String name, @Nullable String shortName, @Nullable String valueName, String help, boolean repeats) {
    Option(String name, @Nullable String shortName, @Nullable String valueName, String help) {
        this(name, shortName, valueName, help, false);
    }

    static Option of(String name, String valueName, String help) {
        return new Option(name, null, valueName, help);
    }

    static Option flag(String name, String help) {
        return new Option(name, null, null, help);
    }

    boolean takesValue() {
        return valueName != null;
    }

    boolean isCalled(String text) {
        return text.equals(name) || text.equals(shortName);
    }

    /** As the help shows it: {@code -o, --output FILE}. */
    String synopsis() {
        return (shortName == null ? "    " : shortName + ", ") + name + (valueName == null ? "" : " " + valueName);
    }
}
