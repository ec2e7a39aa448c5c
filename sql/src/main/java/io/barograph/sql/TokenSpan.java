package io.barograph.sql;

import java.util.List;

/**
 * The tokens of one query within a text.
 *
 * @param all tokens of the whole text
 * @param first index of the query's first token
 * @param last index behind its last
 */
record TokenSpan(List<Token> all, int first, int last) {
    /** The token at an index of the text, or an END where it is none of the query's. */
    Token at(int i) {
        if (i >= first && i < last) {
            return all.get(i);
        }
        int offset = all.get(Math.min(last, all.size() - 1)).start();
        return new Token(Token.Kind.END, "", offset, offset);
    }

    /** The index of the parenthesis that closes the one at {@code open}; behind the last token where none does. */
    int closing(int open) {
        int depth = 0;
        for (int i = open; i < last; i++) {
            depth += at(i).isSymbol("(") ? 1 : at(i).isSymbol(")") ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        return last;
    }

    /** Whether a value may end with the token: a literal, a name, a closing parenthesis. */
    boolean endsValue(int i) {
        Token token = at(i);
        return switch (token.kind()) {
            case STRING, NUMBER, QUOTED -> true;
            case WORD -> !KeywordRules.isReserved(token) && !token.isWord("BY");
            case SYMBOL -> token.isSymbol(")") || token.isSymbol("*");
            case PARAMETER, END -> false;
        };
    }

    /**
     * The index of the {@code =>} behind an argument's name of one word or more, such as {@code null}, {@code timestamp.unit} or
     * {@code trailing-delimiter}; -1 where no such name begins.
     */
    int behindArgumentName(int start) {
        if (!at(start - 1).isSymbol("(") && !at(start - 1).isSymbol(",")) {
            return -1;
        }
        int i = start + 1;
        while (at(i).start() == at(i - 1).end() && isPartOfName(at(i))) {
            i++;
        }
        return at(i).isSymbol("=>") ? i : -1;
    }

    private static boolean isPartOfName(Token token) {
        return token.kind() == Token.Kind.WORD || token.isSymbol(".") || token.isSymbol("-");
    }
}
