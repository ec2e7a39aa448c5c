package io.barograph.sql;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;

/** The text as the user wrote it: places in it are what errors speak of. */
final class SourceText {
    private final String text;

    SourceText(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }

    /** The characters between two offsets. */
    String text(int start, int end) {
        return text.substring(start, end);
    }

    /** A failure at an offset of the text. Columns count characters as people see them, not surrogates. */
    BarographException error(ErrorCode code, int offset, String message) {
        int at = Math.min(offset, text.length());
        int line = 1;
        int lineStart = 0;
        for (int i = 0; i < at; i++) {
            if (text.charAt(i) == '\n') {
                line++;
                lineStart = i + 1;
            }
        }
        return BarographException.at(code, line, text.codePointCount(lineStart, at) + 1, message);
    }

    BarographException error(ErrorCode code, Token token, String message) {
        return error(code, token.start(), message);
    }

    /** A failure that was met elsewhere, at a place of the text. */
    BarographException error(ErrorCode code, Token token, String message, Throwable cause) {
        BarographException placed = error(code, token, message);
        return BarographException.at(code, placed.line(), placed.column(), message, cause);
    }

    /** The line of an offset, from 1. */
    int line(int offset) {
        return 1
                + (int) text.substring(0, offset).chars().filter(c -> c == '\n').count();
    }
}
