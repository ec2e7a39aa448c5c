package io.barograph.sql;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.error.NearNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.calcite.sql.parser.SqlParseException;

/** Says what is wrong with a text in a sentence: what was found, what could stand there, what was perhaps meant. */
final class SyntaxErrors {
    /** How a statement can start. */
    static final List<String> STATEMENTS = List.of(
            "SELECT", "WITH", "FROM", "VALUES", "PIVOT", "UNPIVOT", "EXPLAIN", "DESCRIBE", "SUMMARIZE", "CREATE");

    /** What may follow an expression or a table, in the order in which to suggest it; the rest is noise. */
    private static final List<String> WORTH_NAMING = List.of(
            ")", ",", "AS", "FROM", "WHERE", "GROUP", "HAVING", "ORDER", "BY", "LIMIT", "UNION", "AND", "WHEN", "THEN",
            "ELSE", "END", "ON", "(");

    private static final List<String> CLAUSES = List.of(
            "SELECT",
            "FROM",
            "WHERE",
            "GROUP",
            "BY",
            "HAVING",
            "ORDER",
            "LIMIT",
            "OFFSET",
            "UNION",
            "AND",
            "BETWEEN",
            "DISTINCT",
            "GROUP BY",
            "ORDER BY",
            "UNION ALL");

    /** How the clauses of a query follow each other. */
    private static final List<String> ORDER =
            List.of("SELECT", "FROM", "WHERE", "GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET");

    private static final int MOST_NAMED = 5;

    /** What is to be said where a tree is too deep to be walked: they are walked by recursion. */
    static final String TOO_DEEP =
            "this statement is nested too deep, or chains too many conditions; say x IN (1, 2, …) for x = 1 OR x = 2 …,"
                    + " join a table of values, or make views of its parts";

    private SyntaxErrors() {}

    /** Names a token as the user sees it. */
    static String found(SourceText source, Token token) {
        return switch (token.kind()) {
            case END -> "the text ends too early";
            case STRING -> "unexpected text " + source.text(token.start(), token.end());
            case WORD, QUOTED, NUMBER, SYMBOL, PARAMETER ->
                "unexpected '" + source.text(token.start(), token.end()) + "'";
        };
    }

    /** Turns a failure of Calcite's parser into one of ours. */
    static BarographException explain(SqlParseException e, CalciteText text) {
        SourceText source = text.source();
        if (e.getCause() instanceof StackOverflowError) {
            return source.error(ErrorCode.SYNTAX_ERROR, text.tokens().get(text.first()), TOO_DEEP);
        }
        if (e.getPos() == null) {
            return source.error(ErrorCode.SYNTAX_ERROR, text.tokens().get(text.first()), "this query cannot be read");
        }
        int index = offending(e, text);
        Token token = text.tokens().get(index);
        boolean atEnd = index >= text.last();
        if (String.valueOf(e.getMessage()).startsWith("BETWEEN operator has no terminating AND")) {
            return source.error(ErrorCode.SYNTAX_ERROR, token, "BETWEEN needs AND, as in BETWEEN 1 AND 3");
        }
        if (!atEnd && isNegativeFrame(text, index)) {
            return source.error(ErrorCode.INVALID_ARGUMENT, text.tokens().get(index + 1), FrameBinder.NEGATIVE);
        }
        if (e.getExpectedTokenNames().isEmpty() && !atEnd) {
            return source.error(ErrorCode.SYNTAX_ERROR, token, found(source, token) + "; this cannot stand here");
        }
        String what = atEnd ? "the query ends too early" : found(source, token);
        return source.error(
                ErrorCode.SYNTAX_ERROR, token, what + hint(text, index, new TreeSet<>(e.getExpectedTokenNames())));
    }

    /** {@code ROWS -1 PRECEDING}, which the parser reads behind BETWEEN alone. */
    private static boolean isNegativeFrame(CalciteText text, int index) {
        Token unit = text.tokens().get(index);
        boolean frame = unit.isWord("ROWS") || unit.isWord("RANGE") || unit.isWord("GROUPS");
        return frame && index + 1 < text.last() && text.tokens().get(index + 1).isSymbol("-");
    }

    /**
     * The index of the token that does not fit. The parser's place is that of the first token that it looked at, and it may
     * have looked at more than one; at the end of the text its place is the last token's.
     */
    private static int offending(SqlParseException e, CalciteText text) {
        if (String.valueOf(e.getMessage()).lines().findFirst().orElse("").contains("<EOF>")) {
            return text.last();
        }
        int lookedAt = 1;
        if (e.getExpectedTokenSequences() != null) {
            for (int[] sequence : e.getExpectedTokenSequences()) {
                lookedAt = Math.max(lookedAt, sequence.length);
            }
        }
        return text.tokenIndexBehind(e.getPos(), lookedAt - 1);
    }

    private static String hint(CalciteText text, int index, Set<String> expected) {
        Token token = text.tokens().get(index);
        if (expected.contains("\"DESC\"") && NearNames.distance(token.upper(), "DESC") == 1) {
            return "; did you mean DESC?";
        }
        Token before = index > text.first() ? text.tokens().get(index - 1) : token;
        if (token.kind() == Token.Kind.NUMBER && token.text().startsWith(".") && before.isName()) {
            return "; a name with a dot in it stands in double quotes: \"" + before.text() + token.text() + "\"";
        }
        String meant = meantWords(text, index, token, before);
        if (!meant.isEmpty()) {
            return meant;
        }
        if (index >= text.last() && expected.contains("\")\"")) {
            return "; a closing ')' is missing";
        }
        boolean behindComma = before.isSymbol(",");
        if (expected.contains("\"CASE\"")) {
            return behindComma
                    ? "; a value is missing behind the comma"
                    : "; expected a value, such as a column or a number";
        }
        boolean name = expected.contains("<QUOTED_IDENTIFIER>");
        if (name && (expected.contains("\"LATERAL\"") || expected.contains("\"UNNEST\""))) {
            return "; expected a table, such as 'file.csv'";
        }
        boolean open = expected.contains("\")\"") || expected.contains("\"END\"");
        if (!open && text.isKeyword(index) && ORDER.contains(token.upper())) {
            return "; clauses come in this order: SELECT, FROM, WHERE, GROUP BY, HAVING, ORDER BY, LIMIT";
        }
        if (name) {
            return "; expected a name";
        }
        List<String> named = new ArrayList<>();
        for (String candidate : WORTH_NAMING) {
            if (expected.contains('"' + candidate + '"') && named.size() < MOST_NAMED) {
                named.add(Character.isLetter(candidate.charAt(0)) ? candidate : "'" + candidate + "'");
            }
        }
        return named.isEmpty() ? "" : "; expected " + String.join(", ", named);
    }

    /** What was written a little otherwise than it has to be, or empty. */
    private static String meantWords(CalciteText text, int index, Token token, Token before) {
        if (token.isWord("NULL") && before.isWord("NOT")) {
            return "; did you mean IS NOT NULL?";
        }
        if (before.isWord("FROM") && !text.isKeyword(index - 1)) {
            return "; a name is missing behind AS";
        }
        if (token.isWord("SELECT") && before.isSymbol("(")) {
            return "; did you mean WITH name AS (SELECT …)?";
        }
        if (token.isWord("WHERE") && before.isWord("FILTER")) {
            return "; write FILTER (WHERE …)";
        }
        if (before.kind() == Token.Kind.NUMBER && CalciteText.INTERVAL_UNITS.contains(token.upper())) {
            return "; did you mean INTERVAL '" + before.text() + "' " + token.upper() + "?";
        }
        if (before.isWord("IS")) {
            return "; expected NULL, NOT NULL, TRUE, FALSE or DISTINCT FROM";
        }
        if ((before.isWord("GROUP") || before.isWord("ORDER")) && !text.isKeyword(index - 1) && token.isName()) {
            return "; did you mean " + before.upper() + " BY?";
        }
        return misspeltKeyword(text, index);
    }

    /** Of {@code SELECT a FORM 'x'}: the token before the offending one looks like a keyword, or that one itself does. */
    private static String misspeltKeyword(CalciteText text, int index) {
        for (int i = index; i >= Math.max(index - 1, text.first()); i--) {
            Token token = text.tokens().get(i);
            if (token.kind() != Token.Kind.WORD
                    || text.isKeyword(i)
                    || token.text().length() < 4) {
                continue;
            }
            for (String keyword : CLAUSES) {
                if (keyword.length() >= 4 && NearNames.distance(token.upper(), keyword) == 1) {
                    return "; did you mean " + keyword + (i == index ? "?" : " instead of " + token.text() + "?");
                }
            }
        }
        return "";
    }
}
