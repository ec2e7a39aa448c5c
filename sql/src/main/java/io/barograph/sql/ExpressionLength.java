package io.barograph.sql;

import io.barograph.core.error.ErrorCode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/**
 * Refuses expressions that go on and on without a parenthesis or a comma: Calcite's parser takes time by the square of their length,
 * minutes for a megabyte, in which nobody can stop it.
 */
final class ExpressionLength {
    /** Tokens of one expression; those of a second's work are some three times as many. */
    static final int MOST_TOKENS = 20_000;

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
            "ON",
            "WHEN",
            "THEN",
            "ELSE");

    private ExpressionLength() {}

    /** @param last index behind the last token that is looked at */
    static void check(SourceText source, List<Token> tokens, int first, int last) {
        Deque<Integer> around = new ArrayDeque<>();
        int length = 0;
        for (int i = first; i < last; i++) {
            Token token = tokens.get(i);
            if (token.isSymbol("(")) {
                around.push(length + 1);
                length = 0;
            } else if (token.isSymbol(")")) {
                length = around.isEmpty() ? 0 : around.pop();
            } else if (token.isSymbol(",") || CLAUSES.stream().anyMatch(token::isWord)) {
                length = 0;
            } else {
                length++;
            }
            if (length > MOST_TOKENS) {
                throw source.error(
                        ErrorCode.SYNTAX_ERROR,
                        token,
                        "this expression has more than " + MOST_TOKENS
                                + " words and signs; say it shorter: x IN (1, 2, …) for x = 1 OR x = 2 …, or join a table");
            }
        }
    }
}
