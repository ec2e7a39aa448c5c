package io.barograph.cli;

import io.barograph.core.engine.Cancellation;
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

    @Override
    void close();

    /** A pipe's or a file's text. */
    static ShellInput of(BufferedReader lines) {
        return new ShellInput() {
            @Override
            public @Nullable String next() {
                StringBuilder text = new StringBuilder();
                try {
                    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
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
        return of(new BufferedReader(new InputStreamReader(console.in(), StandardCharsets.UTF_8)));
    }
}
