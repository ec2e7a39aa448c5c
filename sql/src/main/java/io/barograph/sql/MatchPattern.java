package io.barograph.sql;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.match.MatchOperator;
import io.barograph.core.match.RowPattern;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the pattern of MATCH_RECOGNIZE: variables one behind the other, alternatives, parentheses, and behind each of them how often
 * it stands there. Variables are numbered in the order in which they come.
 */
final class MatchPattern {
    private static final int MOST_DEPTH = 100;

    private final SourceText source;
    private final List<Token> tokens;
    private final List<String> variables = new ArrayList<>();
    private int at;
    private int depth;

    private MatchPattern(SourceText source, Token written) {
        this.source = source;
        this.tokens = new ArrayList<>(Tokenizer.within(source, written));
        tokens.add(new Token(Token.Kind.END, "", written.end(), written.end()));
    }

    /**
     * A pattern and its variables.
     *
     * @param variables their names, by number
     */
    record Read(RowPattern pattern, List<String> variables) {}

    /** @param written the pattern as the user wrote it */
    static Read read(SourceText source, Token written) {
        MatchPattern parser = new MatchPattern(source, written);
        RowPattern pattern = parser.alternatives();
        if (parser.peek().kind() != Token.Kind.END) {
            throw parser.wrong();
        }
        return new Read(pattern, parser.variables);
    }

    private RowPattern alternatives() {
        List<RowPattern> parts = new ArrayList<>(List.of(sequence()));
        while (peek().isSymbol("|")) {
            at++;
            parts.add(sequence());
        }
        return parts.size() == 1 ? parts.get(0) : new RowPattern.Choice(parts);
    }

    private RowPattern sequence() {
        List<RowPattern> parts = new ArrayList<>();
        do {
            parts.add(repeated(part()));
        } while (peek().isName() || peek().isSymbol("("));
        return parts.size() == 1 ? parts.get(0) : new RowPattern.Sequence(parts);
    }

    private RowPattern part() {
        Token token = peek();
        if (token.isSymbol("(")) {
            at++;
            if (++depth > MOST_DEPTH) {
                throw source.error(
                        ErrorCode.INVALID_ARGUMENT,
                        token,
                        "more than " + MOST_DEPTH + " parentheses are open in the pattern");
            }
            RowPattern inner = alternatives();
            if (!peek().isSymbol(")")) {
                throw wrong();
            }
            at++;
            depth--;
            return inner;
        } else if (!token.isName()) {
            throw wrong();
        } else if (token.isWord("PERMUTE") && tokens.get(at + 1).isSymbol("(")) {
            throw source.error(
                    ErrorCode.NOT_SUPPORTED, token, "PERMUTE is not supported; write the orders, as in (A B | B A)");
        }
        at++;
        return new RowPattern.Variable(number(token));
    }

    private int number(Token name) {
        for (int i = 0; i < variables.size(); i++) {
            if (variables.get(i).equalsIgnoreCase(name.text())) {
                return i;
            }
        }
        if (variables.size() == MatchOperator.MOST_VARIABLES) {
            throw source.error(
                    ErrorCode.INVALID_ARGUMENT,
                    name,
                    "a pattern has at most " + MatchOperator.MOST_VARIABLES + " variables");
        }
        variables.add(name.text());
        return variables.size() - 1;
    }

    private RowPattern repeated(RowPattern part) {
        Token token = peek();
        int least;
        int most;
        if (token.isSymbol("*")) {
            least = 0;
            most = RowPattern.UNBOUNDED;
        } else if (token.isSymbol("+")) {
            least = 1;
            most = RowPattern.UNBOUNDED;
        } else if (token.isSymbol("?")) {
            least = 0;
            most = 1;
        } else if (token.isSymbol("{")) {
            at++;
            boolean begins = peek().kind() == Token.Kind.NUMBER;
            least = begins ? times() : 0;
            if (begins && peek().isSymbol("}")) {
                most = least;
            } else if (!peek().isSymbol(",")) {
                throw wrong();
            } else {
                at++;
                most = peek().kind() == Token.Kind.NUMBER ? times() : RowPattern.UNBOUNDED;
            }
            if (!peek().isSymbol("}")) {
                throw wrong();
            } else if (most == 0 || most != RowPattern.UNBOUNDED && most < least) {
                throw source.error(
                        ErrorCode.INVALID_ARGUMENT,
                        token,
                        "a part stands there once at least, and as often at most as at least");
            }
        } else {
            return part;
        }
        at++;
        boolean reluctant = peek().isSymbol("?");
        at += reluctant ? 1 : 0;
        return new RowPattern.Repeat(part, least, most, reluctant);
    }

    private int times() {
        Token number = tokens.get(at++);
        if (number.text().length() > 6 || !number.text().chars().allMatch(Character::isDigit)) {
            throw source.error(
                    ErrorCode.INVALID_ARGUMENT,
                    number,
                    "a part is repeated a whole number of times, below one million");
        }
        return Integer.parseInt(number.text());
    }

    private Token peek() {
        return tokens.get(at);
    }

    private BarographException wrong() {
        Token token = peek();
        if (token.isSymbol("^") || token.isSymbol("$")) {
            return source.error(
                    ErrorCode.NOT_SUPPORTED,
                    token,
                    "'" + token.text() + "' is not supported: a pattern is found anywhere among a key's rows");
        } else if (token.isSymbol("-")) {
            return source.error(
                    ErrorCode.NOT_SUPPORTED,
                    token,
                    "{- … -} is not supported; leave rows out by CLASSIFIER() around the query");
        }
        return source.error(
                ErrorCode.SYNTAX_ERROR,
                token,
                (token.kind() == Token.Kind.END ? "the pattern ends too early" : "unexpected '" + token.text() + "'")
                        + "; a pattern is made of variables, as in (A B+ (C | D){2,3})");
    }
}
