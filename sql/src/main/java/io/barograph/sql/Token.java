package io.barograph.sql;

import java.util.Locale;

/**
 * A word, name, literal or symbol of the user's text.
 *
 * @param text the word, number or symbol as written; for {@code QUOTED} and {@code STRING} what stands between the quotes,
 *     doubled quotes undone
 * @param start offset of its first character in the text
 * @param end offset behind its last character
 */
record Token(Kind kind, String text, int start, int end) {
    enum Kind {
        /** An unquoted name or keyword. */
        WORD,
        /** A name in double quotes or backticks. */
        QUOTED,
        /** Text in single quotes. */
        STRING,
        NUMBER,
        /** {@code :name} or {@code ${name}}, by its name: a value that is given from outside. */
        PARAMETER,
        SYMBOL,
        /** Behind the last token. */
        END
    }

    boolean isWord(String upperCase) {
        return kind == Kind.WORD && text.equalsIgnoreCase(upperCase);
    }

    boolean isSymbol(String symbol) {
        return kind == Kind.SYMBOL && text.equals(symbol);
    }

    /** Whether it names something: a word that may turn out to be a keyword, or a quoted name. */
    boolean isName() {
        return kind == Kind.WORD || kind == Kind.QUOTED;
    }

    /** As it can be written into a text again, whatever a parameter has made of it. */
    String written(SourceText source) {
        return switch (kind) {
            case STRING -> "'" + text.replace("'", "''") + "'";
            case NUMBER -> text;
            case SYMBOL -> text;
            case WORD, QUOTED, PARAMETER, END -> source.text(start, end);
        };
    }

    String upper() {
        return text.toUpperCase(Locale.ROOT);
    }
}
