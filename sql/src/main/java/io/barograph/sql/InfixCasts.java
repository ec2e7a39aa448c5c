package io.barograph.sql;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;

/**
 * Finds where the values begin that {@code value::type} converts. As in PostgreSQL, {@code ::} binds tighter than every
 * operator: its value is a literal, a name, a call, a CASE, something in parentheses, or another {@code value::type}.
 */
final class InfixCasts {
    private final SourceText source;
    private final TokenSpan tokens;

    /** How many casts have a value that begins at a token. */
    private final int[] begun;

    private InfixCasts(SourceText source, TokenSpan tokens) {
        this.source = source;
        this.tokens = tokens;
        this.begun = new int[tokens.last() - tokens.first()];
    }

    static InfixCasts find(SourceText source, TokenSpan tokens) {
        InfixCasts casts = new InfixCasts(source, tokens);
        int start = tokens.first();
        int end = tokens.first();
        for (int i = tokens.first(); i < tokens.last(); i++) {
            if (tokens.at(i).isSymbol("::")) {
                // The value of a second :: is the whole of the first.
                start = i == end && i > tokens.first() ? start : casts.start(i, i - 1);
                end = TypeNames.read(source, tokens.all(), i + 1).end();
                casts.begun[start - tokens.first()]++;
            }
        }
        return casts;
    }

    /** How many casts have a value that begins at a token. */
    int begunAt(int token) {
        return begun[token - tokens.first()];
    }

    /** The first token of the value whose last one is given. */
    private int start(int cast, int last) {
        Token token = tokens.at(last);
        return switch (token.kind()) {
            case STRING, NUMBER -> prefixed(last);
            case WORD, QUOTED -> name(cast, last);
            case SYMBOL -> {
                if (!token.isSymbol(")")) {
                    throw noValue(cast);
                }
                yield parenthesized(cast, last);
            }
            case PARAMETER, END -> throw noValue(cast);
        };
    }

    private int parenthesized(int cast, int last) {
        int open = last;
        for (int depth = 0; open >= tokens.first(); open--) {
            depth += tokens.at(open).isSymbol(")") ? 1 : tokens.at(open).isSymbol("(") ? -1 : 0;
            if (depth == 0) {
                break;
            }
        }
        if (open < tokens.first()) {
            throw noValue(cast);
        }
        Token before = tokens.at(open - 1);
        if (before.isWord("FILTER") && tokens.at(open - 2).isSymbol(")")) {
            return start(cast, open - 2);
        }
        boolean call = before.isName() && !before.isWord("BY") && !KeywordRules.isReserved(before);
        return call ? open - 1 : open;
    }

    private int name(int cast, int last) {
        Token token = tokens.at(last);
        if (token.isWord("END")) {
            int start = startOfCase(last);
            if (start >= 0) {
                return start;
            }
        }
        if (token.kind() == Token.Kind.WORD && CalciteText.INTERVAL_UNITS.contains(token.upper())) {
            int start = prefixed(last - 1);
            if (tokens.at(start).isWord("INTERVAL")) {
                return start;
            }
        }
        if (KeywordRules.isReserved(token)
                && !token.isWord("NULL")
                && !token.isWord("TRUE")
                && !token.isWord("FALSE")) {
            throw noValue(cast);
        }
        int start = last;
        while (tokens.at(start - 1).isSymbol(".") && tokens.at(start - 2).isName()) {
            start -= 2;
        }
        return start;
    }

    /** The CASE that an END closes, or -1 where it closes none and is a name. */
    private int startOfCase(int end) {
        int open = 0;
        int depth = 0;
        for (int i = end; i >= tokens.first() && depth >= 0; i--) {
            Token token = tokens.at(i);
            depth += token.isSymbol(")") ? 1 : token.isSymbol("(") ? -1 : 0;
            if (depth == 0) {
                open += token.isWord("END") ? 1 : token.isWord("CASE") ? -1 : 0;
                if (open == 0) {
                    return i;
                }
            }
        }
        return -1;
    }

    /** A literal's first token: itself, or the word of {@code TIMESTAMP '…'} or {@code INTERVAL -'…'}. */
    private int prefixed(int literal) {
        Token before = tokens.at(literal - 1);
        if (tokens.at(literal).kind() == Token.Kind.STRING
                && (before.isWord("TIMESTAMP") || before.isWord("DATE") || TypeNames.isDecimal(before))) {
            return literal - 1;
        }
        int word = before.isSymbol("-") || before.isSymbol("+") ? literal - 2 : literal - 1;
        return tokens.at(word).isWord("INTERVAL") ? word : literal;
    }

    private BarographException noValue(int cast) {
        return source.error(
                ErrorCode.SYNTAX_ERROR, tokens.at(cast), "a value is missing before '::', as in column::DOUBLE");
    }
}
