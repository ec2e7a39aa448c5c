package io.barograph.cli;

import io.barograph.core.engine.Cancellation;
import io.barograph.core.error.BarographException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Where a shell's statements come from, one after the other. */
interface ShellInput extends AutoCloseable {
    /** The next input: a command with a dot, or SQL that ends with a semicolon; null when there is no more. */
    @Nullable
    String next();

    /** How wide answers may be. */
    int width(int otherwise);

    /** Whether somebody types and can try again after an error. */
    boolean isInteractive();

    /** Runs a statement that Ctrl-C cancels, where there is somebody to press it. */
    default void cancellable(Cancellation cancellation, Runnable statement) {
        statement.run();
    }

    /** Reports a failure of the text that was taken last, and where it stands; returns the exit status. */
    default int report(BarographException failure, String text, Console console) {
        return Failure.report(failure, text, console);
    }

    @Override
    void close();

    /** A pipe's text, or that of a file, which failures then name with the line that they stand in. */
    static ShellInput of(BufferedReader lines, @Nullable String file) {
        return new ShellInput() {
            private int begun;
            private int taken;

            @Override
            public int report(BarographException failure, String text, Console console) {
                if (file == null || failure.line() == 0) {
                    return ShellInput.super.report(failure, text, console);
                }
                BarographException moved = BarographException.at(
                        failure.code(), begun + failure.line(), failure.column(), String.valueOf(failure.getMessage()));
                return Failure.report(moved, file, "\n".repeat(begun) + text, console);
            }

            @Override
            public @Nullable String next() {
                StringBuilder text = new StringBuilder();
                begun = taken;
                try {
                    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                        taken++;
                        text.append(line).append('\n');
                        if (SqlSpans.isComplete(text.toString())) {
                            return text.toString();
                        }
                    }
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
                return text.isEmpty() ? null : text.toString();
            }

            @Override
            public int width(int otherwise) {
                return otherwise;
            }

            @Override
            public boolean isInteractive() {
                return false;
            }

            @Override
            public void close() {}
        };
    }

    /** Standard input. */
    static ShellInput of(Console console) {
        return of(new BufferedReader(new InputStreamReader(console.in(), StandardCharsets.UTF_8)), null);
    }
}
