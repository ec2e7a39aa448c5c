package io.barograph.sql;

import io.barograph.core.error.ErrorCode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/**
 * Refuses statements whose expressions go on and on without a parenthesis or a comma: Calcite's parser takes time by the square of their
 * length, and by their length once more for each LIKE or BETWEEN among them, minutes for a few hundred kilobytes, in which nobody can stop
 * it.
 */
final class ExpressionLength {
    /** Of a statement's expressions together; about a second's work. One of 31,000 tokens costs as much, and one of 400 LIKEs. */
    private static final long MOST_COST = 1_000_000_000L;

    private static final Set<String> CLAUSES = Set.of(
            "SELECT",
            "FROM",
            "WHERE",
            "GROUP",
            "HAVING",
            "QUALIFY",
            "ORDER",
            "LIMIT",
            "UNION",
            "INTERSECT",
            "EXCEPT",
            "JOIN",
            "ON");

    private static final Set<String> PARTS_OF_CASE = Set.of("WHEN", "THEN", "ELSE");

    /** Operators that the parser looks for among all tokens behind them. */
    private static final Set<String> SEARCHING = Set.of("LIKE", "ILIKE", "RLIKE", "SIMILAR", "BETWEEN");

    /** An expression around the one that is read: what it has had so far. */
    private record Outer(boolean isCase, int tokens, int searching) {}

    private final Deque<Outer> around = new ArrayDeque<>();
    private int tokens;
    private int searching;
    /** Of the expressions that have ended. */
    private long ended;

    private ExpressionLength() {}

    /** @param last index behind the last token that is looked at */
    static void check(SourceText source, List<Token> tokens, int first, int last) {
        ExpressionLength length = new ExpressionLength();
        for (int i = first; i < last; i++) {
            Token token = tokens.get(i);
            length.take(token, i > first ? tokens.get(i - 1) : token);
            if (length.ended + length.cost() > MOST_COST) {
                throw source.error(
                        ErrorCode.SYNTAX_ERROR,
                        token,
                        "this expression is too long; say it shorter: x IN (1, 2, …) for x = 1 OR x = 2 …, put its parts"
                                + " into parentheses, or join a table");
            }
        }
    }

    private long cost() {
        return (1L + searching) * tokens * tokens;
    }

    private void take(Token token, Token before) {
        if (token.isSymbol("(") || token.isWord("CASE")) {
            around.push(new Outer(token.isWord("CASE"), tokens + 1, searching));
            tokens = 0;
            searching = 0;
        } else if (token.isSymbol(")")) {
            while (isInCase()) {
                // It has no END: the parser will say so.
                close();
            }
            close();
        } else if (token.isWord("END") && isInCase()) {
            close();
        } else if (token.isSymbol(",") || isAny(PARTS_OF_CASE, token) || startsClause(token, before)) {
            end();
        } else {
            tokens++;
            searching += isAny(SEARCHING, token) ? 1 : 0;
        }
    }

    private void end() {
        ended += cost();
        tokens = 0;
        searching = 0;
    }

    /** Goes on with the expression around the one that ends here, where there is one. */
    private void close() {
        end();
        if (!around.isEmpty()) {
            Outer outer = around.pop();
            tokens = outer.tokens();
            searching = outer.searching();
        }
    }

    private boolean isInCase() {
        return !around.isEmpty() && around.peek().isCase();
    }

    /** In IS DISTINCT FROM and WITHIN GROUP the expression goes on. */
    private static boolean startsClause(Token token, Token before) {
        return isAny(CLAUSES, token) && !before.isWord("DISTINCT") && !before.isWord("WITHIN");
    }

    private static boolean isAny(Set<String> words, Token token) {
        return words.stream().anyMatch(token::isWord);
    }
}
