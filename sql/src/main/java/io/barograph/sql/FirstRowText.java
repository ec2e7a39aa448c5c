package io.barograph.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rewrites, before the parser sees them, what other dialects call the first or latest row of each key: {@code SELECT DISTINCT ON
 * (k) list} becomes a SELECT whose list begins with a call of {@link #MARK}, and {@code LATEST ON t PARTITION BY k} the QUALIFY
 * that says the same. Each token keeps its place in the user's text.
 */
final class FirstRowText {
    /** Called with what DISTINCT ON names. */
    static final String MARK = "$distinct_on";

    private static final Set<String> BEHIND_LATEST =
            Set.of("ORDER", "LIMIT", "OFFSET", "FETCH", "UNION", "INTERSECT", "EXCEPT", "MINUS");

    private final List<Token> tokens;
    private final TokenSpan span;
    private final List<Token> out = new ArrayList<>();
    private boolean found;

    private FirstRowText(List<Token> tokens, int first, int last) {
        this.tokens = tokens;
        this.span = new TokenSpan(tokens, first, last);
    }

    /** The query {@code [first, last)} in the parser's words, an end behind it; null where it is in these already. */
    static @Nullable List<Token> rewrite(List<Token> tokens, int first, int last) {
        FirstRowText text = new FirstRowText(tokens, first, last);
        text.copy(first, last);
        int end = tokens.get(last).start();
        text.out.add(new Token(Token.Kind.END, "", end, end));
        return text.found ? text.out : null;
    }

    private void copy(int from, int to) {
        for (int i = from; i < to; ) {
            if (isDistinctOn(i)) {
                int close = span.closing(i + 2);
                Token mark = tokens.get(i);
                out.add(new Token(Token.Kind.QUOTED, MARK, mark.start(), mark.end()));
                copy(i + 2, Math.min(close + 1, to));
                add(tokens.get(i), ",");
                found = true;
                i = close + 1;
            } else if (isLatestOn(i)) {
                i = latest(i, to);
            } else {
                out.add(tokens.get(i++));
            }
        }
    }

    private boolean isDistinctOn(int i) {
        return span.at(i).isWord("DISTINCT")
                && span.at(i - 1).isWord("SELECT")
                && span.at(i + 1).isWord("ON")
                && span.at(i + 2).isSymbol("(");
    }

    /** {@code LATEST ON t PARTITION BY}, behind a table or a condition. */
    private boolean isLatestOn(int i) {
        return span.at(i).isWord("LATEST")
                && span.at(i + 1).isWord("ON")
                && !span.at(i - 1).isWord("JOIN")
                && find(i + 2, "PARTITION") >= 0;
    }

    /** The index of a word before the parentheses close that this stands in, or -1; BY stands behind it. */
    private int find(int from, String word) {
        for (int i = from; span.at(i).kind() != Token.Kind.END && !span.at(i).isSymbol(")"); i++) {
            if (span.at(i).isSymbol("(")) {
                i = span.closing(i);
            } else if (span.at(i).isWord(word) && span.at(i + 1).isWord("BY")) {
                return i;
            }
        }
        return -1;
    }

    private int latest(int i, int to) {
        Token place = tokens.get(i);
        int partition = find(i + 2, "PARTITION");
        int end = partition + 2;
        while (end < to
                && !span.at(end).isSymbol(")")
                && !(span.at(end).kind() == Token.Kind.WORD
                        && BEHIND_LATEST.contains(span.at(end).upper()))) {
            end = span.at(end).isSymbol("(") ? span.closing(end) + 1 : end + 1;
        }
        add(place, "QUALIFY", "row_number", "(", ")", "OVER", "(");
        copy(partition, end);
        add(place, "ORDER", "BY");
        copy(i + 2, partition);
        add(place, "DESC", "NULLS", "LAST", ")", "=");
        out.add(new Token(Token.Kind.NUMBER, "1", place.start(), place.start()));
        found = true;
        return end;
    }

    /** Adds words and symbols that the user did not write, at the place of one that was. */
    private void add(Token place, String... texts) {
        for (String text : texts) {
            boolean word = Character.isLetter(text.charAt(0));
            out.add(new Token(word ? Token.Kind.WORD : Token.Kind.SYMBOL, text, place.start(), place.start()));
        }
    }
}
