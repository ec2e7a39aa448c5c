package io.barograph.cli;

import io.barograph.core.source.SecretOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * What we want to know of a defect, in a file that its finder can send: versions, the command line or the query, and where in the
 * code it happened. Nothing of the data: of exceptions whose messages may quote values, only the class is told. Secrets are hidden.
 */
final class DefectReport {
    private DefectReport() {}

    /**
     * Writes one to a new file in the folder of temporary files, which nobody else can read.
     *
     * @param asked what was asked for, as {@link #ofLine} or {@link #ofQuery} has it
     */
    static Path write(Throwable defect, String asked) throws IOException {
        StringBuilder text =
                new StringBuilder(Version.line()).append('\n').append(asked).append('\n');
        Set<Throwable> told = Collections.newSetFromMap(new IdentityHashMap<>());
        String before = "";
        for (Throwable at = defect; at != null && told.add(at); at = at.getCause()) {
            text.append(before).append(described(at)).append('\n');
            for (StackTraceElement frame : at.getStackTrace()) {
                text.append("\tat ").append(frame).append('\n');
            }
            before = "caused by: ";
        }
        Path file = Files.createTempFile("baro-crash-", ".txt");
        Files.writeString(file, text);
        return file;
    }

    /** The command line, without values of secrets. */
    static String ofLine(List<String> line) {
        List<String> shown = new ArrayList<>();
        line.forEach(argument -> shown.add(hidden(argument)));
        return "command: " + String.join(" ", shown);
    }

    /** An argument as it may be told: {@code name=value}, with or without an option before it, or SQL. */
    private static String hidden(String argument) {
        int blank = argument.indexOf(' ');
        String names = blank < 0 ? argument : argument.substring(0, blank);
        for (int equals = names.indexOf('='); equals >= 0; equals = names.indexOf('=', equals + 1)) {
            if (SecretOptions.isSecret(names.substring(0, equals))) {
                return argument.substring(0, equals + 1) + SecretOptions.HIDDEN;
            }
        }
        return SecretOptions.hiddenIn(argument);
    }

    /** The text of a query, without values of secrets. */
    static String ofQuery(String text) {
        return "query: " + SecretOptions.hiddenIn(text);
    }

    private static String described(Throwable thrown) {
        boolean quotesNothing = thrown instanceof IndexOutOfBoundsException
                || thrown instanceof NullPointerException
                || thrown instanceof ClassCastException
                || thrown instanceof LinkageError;
        return quotesNothing ? thrown.toString() : thrown.getClass().getName();
    }
}
