package io.barograph.formats;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a declaration has a password or a token from: an option {@code NAME} itself, the environment variable that
 * {@code NAME.env} names, or the file that {@code NAME.file} names. Never shown.
 */
public final class Secret {
    private final String name;
    private final @Nullable String literal;
    private final @Nullable String variable;
    private final @Nullable String file;

    private Secret(String name, @Nullable String literal, @Nullable String variable, @Nullable String file) {
        this.name = name;
        this.literal = literal;
        this.variable = variable;
        this.file = file;
    }

    /** The options by which a secret of this name may be given. */
    public static List<String> options(String name) {
        return List.of(name, name + ".env", name + ".file");
    }

    /**
     * Takes a secret's options.
     *
     * @throws BarographException {@code INVALID_OPTION} where more than one is given
     */
    public static Secret take(GivenOptions given, String name) {
        Secret secret = new Secret(name, given.take(name), given.take(name + ".env"), given.take(name + ".file"));
        long ways = Stream.of(secret.literal, secret.variable, secret.file)
                .filter(way -> way != null)
                .count();
        if (ways > 1) {
            throw given.invalid("options '" + String.join("', '", options(name)) + "' say where the " + name
                    + " is; give one of them");
        }
        return secret;
    }

    /** Whether there is one. */
    public boolean isGiven() {
        return literal != null || variable != null || file != null;
    }

    /**
     * The secret, looked for anew; null where none is declared.
     *
     * @throws BarographException where it is not to be found
     */
    public @Nullable String value() {
        if (!isGiven()) {
            return null;
        }
        String found = literal;
        if (variable != null) {
            found = System.getenv(variable);
        } else if (file != null) {
            found = read(file);
        }
        if (found == null || found.isBlank()) {
            throw new BarographException(
                    ErrorCode.INVALID_OPTION,
                    "the " + name + " is empty: "
                            + (variable != null
                                    ? "the environment variable " + variable + " is not set"
                                    : file != null ? "there is nothing in '" + file + "'" : "give one"));
        }
        return found.strip();
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            throw ReadFailure.of(file, e);
        }
    }

    /** Does not show it. */
    @Override
    public String toString() {
        return isGiven() ? "(hidden)" : "(none)";
    }
}
