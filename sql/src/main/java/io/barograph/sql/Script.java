package io.barograph.sql;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A text cut into statements at its semicolons; those in quotes and comments cut nothing. */
public final class Script {
    private final SourceText source;
    private final List<Token> tokens;
    private final List<Piece> pieces = new ArrayList<>();

    Script(SourceText source, List<Token> tokens) {
        this.source = source;
        this.tokens = tokens;
        int first = 0;
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.get(i).isSymbol(";") || tokens.get(i).kind() == Token.Kind.END) {
                cut(first, i);
                first = i + 1;
            }
        }
    }

    private void cut(int first, int last) {
        int start = withoutMarks(first, last);
        if (start < last) {
            pieces.add(new Piece(start, last));
        }
    }

    /**
     * Flink's {@code EXECUTE STATEMENT SET BEGIN … END} needs no marks here, since INSERTs side by side share their reading
     * anyway; it may be written.
     */
    private int withoutMarks(int first, int last) {
        int at = tokens.get(first).isWord("EXECUTE") ? first + 1 : first;
        boolean begun = at < first + 1 && tokens.get(at).isWord("BEGIN");
        int set = begun ? at + 1 : at;
        if (tokens.get(set).isWord("STATEMENT") && tokens.get(set + 1).isWord("SET")) {
            return begun || !tokens.get(set + 2).isWord("BEGIN") ? set + 2 : set + 3;
        }
        return last == first + 1 && tokens.get(first).isWord("END") ? last : first;
    }

    /** The statements, in the order of the text. */
    public List<Piece> pieces() {
        return List.copyOf(pieces);
    }

    /** One statement. */
    public final class Piece {
        private final int first;
        private final int last;

        private Piece(int first, int last) {
            this.first = first;
            this.last = last;
        }

        SourceText source() {
            return source;
        }

        List<Token> tokens() {
            return tokens;
        }

        int first() {
            return first;
        }

        /** The line on which it starts, from 1. */
        public int line() {
            return source.line(tokens.get(first).start());
        }

        /** The statement alone, parameters replaced by their values. */
        public String text() {
            StringBuilder text = new StringBuilder();
            int at = tokens.get(first).start();
            for (int i = first; i < last; i++) {
                Token token = tokens.get(i);
                text.append(source.text(), at, token.start());
                text.append(token.written(source));
                at = token.end();
            }
            return text.toString();
        }

        /** Whether it starts with one of these words, in upper case. */
        boolean starts(Set<String> words) {
            return words.contains(tokens.get(first).upper());
        }

        /** Whether tables or views are other ones behind it: CREATE and DROP. */
        public boolean declares() {
            return tokens.get(first).isWord("CREATE") || tokens.get(first).isWord("DROP");
        }

        /** A failure of this statement that has no place of its own. */
        public BarographException located(BarographException failure) {
            ErrorCode code = failure.code();
            return failure.line() > 0
                    ? failure
                    : source.error(code, tokens.get(first), String.valueOf(failure.getMessage()), failure);
        }
    }
}
