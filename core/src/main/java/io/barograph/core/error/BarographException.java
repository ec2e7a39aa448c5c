package io.barograph.core.error;

import org.jspecify.annotations.Nullable;

/**
 * A failure meant for the user's eyes: its message says what, where, and the way out.
 *
 * <p>Anything else that escapes is a defect of ours and is shown as {@link ErrorCode#INTERNAL}.
 */
public final class BarographException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final int line;
    private final int column;
    private final @Nullable String argument;

    public BarographException(ErrorCode code, String message) {
        this(code, message, null);
    }

    public BarographException(ErrorCode code, String message, @Nullable Throwable cause) {
        this(code, 0, 0, null, message, cause);
    }

    private BarographException(
            ErrorCode code,
            int line,
            int column,
            @Nullable String argument,
            String message,
            @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
        this.line = line;
        this.column = column;
        this.argument = argument;
    }

    /** A failure at a place of the query's text; line and column count from 1. */
    public static BarographException at(ErrorCode code, int line, int column, String message) {
        return new BarographException(code, line, column, null, message, null);
    }

    /** A failure that was met elsewhere, at a place of the query's text. */
    public static BarographException at(ErrorCode code, int line, int column, String message, Throwable cause) {
        return new BarographException(code, line, column, null, message, cause);
    }

    /** A failure that an argument of a call is to blame for: whoever knows where it stands says so. */
    public static BarographException ofArgument(ErrorCode code, String argument, String message) {
        return new BarographException(code, 0, 0, argument, message, null);
    }

    public ErrorCode code() {
        return code;
    }

    /** The line of the query's text from 1, or 0 where the failure has no place in it. */
    public int line() {
        return line;
    }

    /** The column of the query's text from 1, or 0. */
    public int column() {
        return column;
    }

    /** The name of the argument that is to blame, or null where none is or its place is known. */
    public @Nullable String argument() {
        return argument;
    }
}
