package io.barograph.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Rewrites a construct that the parser does not know in words that it knows. Each token keeps its place in the user's text. */
abstract class TokenRewriter {
    private static final Set<String> ENDS_FROM = Set.of(
            "SELECT",
            "WHERE",
            "GROUP",
            "HAVING",
            "ORDER",
            "LIMIT",
            "OFFSET",
            "FETCH",
            "UNION",
            "INTERSECT",
            "EXCEPT",
            "MINUS");

    final SourceText source;
    final List<Token> tokens;
    final List<Token> out = new ArrayList<>();

    TokenRewriter(SourceText source, List<Token> tokens) {
        this.source = source;
        this.tokens = tokens;
    }

    /** Rewrites what stands between two parentheses, or the whole. */
    abstract void level(int from, int to);

    /** The query {@code [first, last)} rewritten, an end behind it. */
    List<Token> rewritten(int first, int last) {
        level(first, last);
        int end = tokens.get(last).start();
        out.add(new Token(Token.Kind.END, "", end, end));
        return out;
    }

    /**
     * Where in what is written a table of FROM begins, once a token has been copied; -1 outside of FROM.
     *
     * @param item where it began before
     */
    int itemBehind(Token token, int item) {
        if (token.isWord("FROM") || token.isWord("JOIN") || item >= 0 && token.isSymbol(",")) {
            return out.size();
        }
        return token.kind() == Token.Kind.WORD && ENDS_FROM.contains(token.upper()) ? -1 : item;
    }

    /** Copies a token, or parentheses with all between them, rewritten; returns the index behind. */
    int copy(int i, int to) {
        out.add(tokens.get(i));
        if (!tokens.get(i).isSymbol("(")) {
            return i + 1;
        }
        int close = closing(i, to);
        level(i + 1, close);
        if (close < to) {
            out.add(tokens.get(close));
        }
        return Math.min(close + 1, to);
    }

    void copyAll(int from, int to) {
        for (int i = from; i < to; ) {
            i = copy(i, to);
        }
    }

    /** Begins a call of a function that users cannot name. */
    void call(Token place, String name) {
        out.add(new Token(Token.Kind.QUOTED, name, place.start(), place.end()));
        add(place, "(");
    }

    /** Adds words and symbols that the user did not write, at the place of one that was. */
    void add(Token place, String... texts) {
        for (String text : texts) {
            boolean word = Character.isLetter(text.charAt(0));
            out.add(new Token(word ? Token.Kind.WORD : Token.Kind.SYMBOL, text, place.start(), place.start()));
        }
    }

    /** The index of the first of some words that stands in no inner parentheses, or {@code to}. */
    int find(int from, int to, Set<String> words) {
        for (int i = from; i < to; i++) {
            if (tokens.get(i).isSymbol("(")) {
                i = closing(i, to);
            } else if (tokens.get(i).kind() == Token.Kind.WORD
                    && words.contains(tokens.get(i).upper())) {
                return i;
            }
        }
        return to;
    }

    /** The index of the first comma that stands in no inner parentheses, or {@code to}. */
    int comma(int from, int to) {
        for (int i = from; i < to; i++) {
            if (tokens.get(i).isSymbol("(")) {
                i = closing(i, to);
            } else if (tokens.get(i).isSymbol(",")) {
                return i;
            }
        }
        return to;
    }

    /** The index of the parenthesis that closes the one at {@code open}, or {@code to}. */
    int closing(int open, int to) {
        int depth = 0;
        for (int i = open; i < to; i++) {
            depth += tokens.get(i).isSymbol("(") ? 1 : tokens.get(i).isSymbol(")") ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        return to;
    }

    /** The token at an index below {@code to}, else an END where that stands. */
    Token at(int i, int to) {
        int offset = tokens.get(to).start();
        return i < to ? tokens.get(i) : new Token(Token.Kind.END, "", offset, offset);
    }
}
