package io.barograph.cli;

import io.barograph.core.error.BarographException;
import org.jspecify.annotations.Nullable;

/**
 * A query behind the statements of a file that {@code --init} names, if any. Failures name the file they stand in, and lines
 * count from its first.
 */
final class QueryText {
    static final Option INIT =
            Option.of("--init", "FILE", "statements to stand before, such as CREATE TABLE and CREATE VIEW");

    private final @Nullable String file;
    private final String before;
    private final String text;

    private QueryText(@Nullable String file, String before, String text) {
        this.file = file;
        this.before = before;
        this.text = text;
    }

    /** The text, behind what the command line's {@code --init} names. */
    static QueryText of(Arguments arguments, String text) {
        String file = arguments.value(INIT);
        // A semicolon on a line of its own ends a last statement that has none, and a last comment.
        return new QueryText(file, file == null ? "" : QueryCommand.readFile(file) + "\n;\n", text);
    }

    /** Both as one text: it means the same without the file. */
    String whole() {
        return before + text;
    }

    /** Says what went wrong with the whole, and where; returns the exit status. */
    int report(BarographException failure, Console console) {
        int lines = (int) before.chars().filter(c -> c == '\n').count();
        if (failure.line() == 0 || lines == 0) {
            return Failure.report(failure, text, console);
        }
        if (failure.line() <= lines) {
            return Failure.report(failure, file, before, console);
        }
        BarographException moved = BarographException.at(
                failure.code(), failure.line() - lines, failure.column(), String.valueOf(failure.getMessage()));
        return Failure.report(moved, text, console);
    }
}
