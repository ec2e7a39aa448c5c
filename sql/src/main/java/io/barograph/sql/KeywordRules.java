package io.barograph.sql;

import io.barograph.core.error.ErrorCode;
import java.util.BitSet;
import java.util.Map;
import java.util.Set;

/** Tells keywords from names, by where they stand: Calcite reserves hundreds of words that people give their columns. */
final class KeywordRules {
    /** Words that are keywords wherever they are not qualified by a dot or introduced by AS. */
    private static final Set<String> ALWAYS = Set.of(
            "SELECT",
            "FROM",
            "WHERE",
            "HAVING",
            "AND",
            "OR",
            "NOT",
            "NULL",
            "TRUE",
            "FALSE",
            "IN",
            "IS",
            "LIKE",
            "CASE",
            "WHEN",
            "THEN",
            "ELSE",
            "BETWEEN",
            "UNION",
            "INTERSECT",
            "EXCEPT",
            "DISTINCT",
            "AS",
            "EXISTS",
            "ON",
            "USING");

    /** Functions whose arguments have a grammar of their own where one of these words stands between them. */
    private static final Map<String, Set<String>> SPECIAL_SYNTAX = Map.of(
            "EXTRACT", Set.of("FROM"),
            "SUBSTRING", Set.of("FROM", "FOR"),
            "TRIM", Set.of("FROM"),
            "POSITION", Set.of("IN"),
            "OVERLAY", Set.of("PLACING"),
            "FLOOR", Set.of("TO"),
            "CEIL", Set.of("TO"),
            "CEILING", Set.of("TO"));

    /** What a window's parentheses belong to. */
    static final String OVER = "OVER";

    private static final Set<String> CASTS = Set.of("CAST", "TRY_CAST", "SAFE_CAST");

    /** Words that begin a clause only where they stand right. */
    private static final Set<String> CLAUSES = Set.of("GROUP", "ORDER", "LIMIT", "OFFSET", "FETCH");

    private static final Set<String> JOIN_WORDS =
            Set.of("LEFT", "RIGHT", "FULL", "INNER", "CROSS", "NATURAL", "OUTER", "ASOF", "SEMI", "ANTI");

    /** What the parentheses around a token belong to, and the clause that it stands in. */
    static final class Frame {
        /** Upper-case name of the function or special form, or empty. */
        final String function;

        String clause;
        int openCases;

        Frame(String function, String clause) {
            this.function = function;
            this.clause = clause;
        }

        boolean isSpecial() {
            return SPECIAL_SYNTAX.containsKey(function);
        }
    }

    private final SourceText source;
    private final TokenSpan span;
    private final int first;
    private final int last;
    private final BitSet keywords;

    /**
     * @param first the first token
     * @param last behind the last one
     * @param keywords the tokens that were found to be keywords, as they are found
     */
    KeywordRules(SourceText source, TokenSpan span, int first, int last, BitSet keywords) {
        this.source = source;
        this.span = span;
        this.first = first;
        this.last = last;
        this.keywords = keywords;
    }

    /** Whether a word is a keyword wherever it is not qualified by a dot or introduced by AS. */
    static boolean isReserved(Token token) {
        return token.kind() == Token.Kind.WORD && ALWAYS.contains(token.upper());
    }

    /** Whether a word is one of those that cast a value. */
    static boolean isCast(String word) {
        return CASTS.contains(word);
    }

    /** Whether a word may stand before JOIN. */
    static boolean isJoinWord(Token token) {
        return token.kind() == Token.Kind.WORD && JOIN_WORDS.contains(token.upper());
    }

    /** Whether a word begins a form whose parentheses have a grammar of their own. */
    static boolean opensForm(Token token) {
        String word = token.upper();
        return CASTS.contains(word)
                || SPECIAL_SYNTAX.containsKey(word)
                || word.equals("TABLE")
                || word.equals("DESCRIPTOR")
                || word.equals("OVER");
    }

    /**
     * Whether a word is a keyword where it stands.
     *
     * @param word the token's, in upper case
     * @param frame what is open there
     */
    boolean isKeyword(int i, String word, Frame frame) {
        Token before = at(i - 1);
        Token after = at(i + 1);
        if (before.isSymbol(".") || after.isSymbol(".") || (before.isWord("AS") && keywords.get(i - 1))) {
            return false;
        }
        if (ALWAYS.contains(word)) {
            return true;
        }
        if (CASTS.contains(word) || word.equals("DESCRIPTOR")) {
            return after.isSymbol("(");
        }
        if (SPECIAL_SYNTAX.containsKey(word)) {
            return after.isSymbol("(") && hasAtDepth(i + 1, SPECIAL_SYNTAX.get(word));
        }
        if (JOIN_WORDS.contains(word)) {
            return isFrom(frame)
                    && (after.isWord("JOIN") || after.kind() == Token.Kind.WORD && JOIN_WORDS.contains(after.upper()));
        }
        if (frame.function.equals(OVER) && isFrameWord(i, word)) {
            return true;
        }
        return switch (word) {
            case OVER -> isOver(i);
            case "IGNORE", "RESPECT" -> before.isSymbol(")") && after.isWord("NULLS") && isOver(i + 2);
            case "WINDOW" ->
                endsClause(i - 1)
                        && after.isName()
                        && at(i + 2).isWord("AS")
                        && at(i + 3).isSymbol("(");
            case "QUALIFY" ->
                endsClause(i - 1)
                        && after.kind() != Token.Kind.END
                        && !frame.clause.equals("SELECT")
                        && (after.kind() != Token.Kind.SYMBOL || after.isSymbol("(") || after.isSymbol("-"));
            case "WITHIN" ->
                before.isSymbol(")") && after.isWord("GROUP") && at(i + 2).isSymbol("(");
            case "GROUP" -> after.isWord("BY") || before.isWord("WITHIN") && keywords.get(i - 1);
            case "ORDER", "PARTITION" -> after.isWord("BY");
            case "BY" -> false;
            case "ROLLUP", "CUBE" -> after.isSymbol("(") && frame.clause.equals("GROUP");
            case "GROUPING" -> after.isWord("SETS") && frame.clause.equals("GROUP");
            case "SETS" -> before.isWord("GROUPING") && keywords.get(i - 1);
            case "ALL" ->
                before.isWord("UNION")
                        || before.isWord("INTERSECT")
                        || before.isWord("EXCEPT")
                        || before.isWord("SELECT")
                        || before.isWord("LIMIT") && keywords.get(i - 1)
                        || before.isSymbol("(") && after.kind() != Token.Kind.SYMBOL;
            case "LIMIT", "OFFSET" -> isLimit(i, word);
            case "ROW", "ROWS" ->
                before.kind() == Token.Kind.NUMBER && at(i - 2).isWord("OFFSET");
            case "FETCH" -> after.isWord("FIRST") || after.isWord("NEXT");
            case "END" -> frame.openCases > 0;
            case "WITH" -> i == first || before.isSymbol("(");
            case "VALUES" -> after.isSymbol("(");
            case "MINUS" -> after.isWord("SELECT");
            case "ASC", "DESC" -> frame.clause.equals("ORDER") && !before.isSymbol(",") && !before.isWord("BY");
            case "NULLS" ->
                frame.clause.equals("ORDER") && (after.isWord("FIRST") || after.isWord("LAST"))
                        || (before.isWord("IGNORE") || before.isWord("RESPECT")) && keywords.get(i - 1);
            case "FIRST", "LAST" -> before.isWord("NULLS") && keywords.get(i - 1);
            case "ESCAPE" -> after.kind() == Token.Kind.STRING;
            case "ILIKE" -> span.endsValue(i - 1) || before.isWord("NOT");
            case "SIMILAR" -> after.isWord("TO");
            case "TO" -> before.isWord("SIMILAR") || frame.isSpecial();
            case "FOR", "PLACING", "BOTH", "LEADING", "TRAILING" -> frame.isSpecial();
            case "FILTER" -> before.isSymbol(")") && after.isSymbol("(");
            case "JOIN" -> isFrom(frame);
            case "TABLE" ->
                after.isSymbol("(")
                        || after.kind() == Token.Kind.STRING
                        || after.isName() && !(after.kind() == Token.Kind.WORD && ALWAYS.contains(after.upper()));
            case "INTERVAL" -> startsInterval(i + 1);
            case "TIMESTAMP", "DATE", "TIME" -> after.kind() == Token.Kind.STRING;
            case "UNKNOWN" ->
                before.isWord("IS") || before.isWord("NOT") && at(i - 2).isWord("IS");
            default -> false;
        };
    }

    /** Whether a clause may end with a token: a value, or the word that ends one. */
    private boolean endsClause(int i) {
        return span.endsValue(i)
                || at(i).isWord("NULL")
                || at(i).isWord("TRUE")
                || at(i).isWord("FALSE")
                || at(i).isWord("END");
    }

    /** Whether OVER stands here, behind a call: a window follows it, or the name of one. */
    private boolean isOver(int i) {
        boolean behindCall = at(i - 1).isSymbol(")")
                || at(i - 1).isWord("NULLS")
                        && (at(i - 2).isWord("IGNORE") || at(i - 2).isWord("RESPECT"));
        Token after = at(i + 1);
        return at(i).isWord(OVER) && behindCall && (after.isSymbol("(") || after.isName() && !isReserved(after));
    }

    /** Whether a word within a window says which rows its frame has. */
    private boolean isFrameWord(int i, String word) {
        Token before = at(i - 1);
        Token after = at(i + 1);
        return switch (word) {
            case "ROWS", "RANGE", "GROUPS" ->
                after.isWord("BETWEEN")
                        || after.isWord("UNBOUNDED")
                        || after.isWord("CURRENT")
                        || after.kind() == Token.Kind.NUMBER
                        || after.isWord("INTERVAL");
            case "UNBOUNDED" -> after.isWord("PRECEDING") || after.isWord("FOLLOWING");
            case "PRECEDING", "FOLLOWING" -> before.isWord("UNBOUNDED") || span.endsValue(i - 1);
            case "CURRENT" -> after.isWord("ROW");
            case "EXCLUDE" -> isExclusion(i + 1);
            case "NO", "TIES", "GROUP" -> before.isWord("EXCLUDE") && isExclusion(i);
            case "OTHERS" -> before.isWord("NO") && at(i - 2).isWord("EXCLUDE");
            case "ROW" -> before.isWord("CURRENT") && keywords.get(i - 1);
            default -> false;
        };
    }

    private boolean isExclusion(int i) {
        return at(i).isWord("CURRENT") && at(i + 1).isWord("ROW")
                || at(i).isWord("NO") && at(i + 1).isWord("OTHERS")
                || (at(i).isWord("TIES") || at(i).isWord("GROUP")) && at(i + 1).isSymbol(")");
    }

    /** Whether a join may go on here: in FROM, or in the condition of a join there. */
    static boolean isFrom(Frame frame) {
        return frame.clause.equals("FROM") || frame.clause.equals("ON");
    }

    /** {@code LIMIT 10}; the word may be a column's name or an alias as well, but one behind a value says how many rows. */
    private boolean isLimit(int i, String word) {
        Token after = at(i + 1);
        if (after.kind() == Token.Kind.NUMBER || after.isWord("ALL") && word.equals("LIMIT")) {
            return true;
        }
        boolean count = after.kind() == Token.Kind.END
                || after.kind() == Token.Kind.STRING
                || after.isSymbol("-")
                || after.isName() && !isReserved(after) && !CLAUSES.contains(after.upper());
        if (count && span.endsValue(i - 1)) {
            throw source.error(
                    ErrorCode.INVALID_ARGUMENT, after, word + " needs a whole number of rows, such as " + word + " 10");
        }
        return false;
    }

    private boolean startsInterval(int i) {
        int literal = at(i).isSymbol("-") || at(i).isSymbol("+") ? i + 1 : i;
        return at(literal).kind() == Token.Kind.STRING
                || at(literal).kind() == Token.Kind.NUMBER
                || at(literal).isName() && isIntervalUnit(literal + 1)
                || at(literal).isSymbol("(") && isIntervalUnit(span.closing(literal) + 1);
    }

    /** Whether one of the words stands between the parentheses that open at {@code open}, not in inner ones. */
    private boolean hasAtDepth(int open, Set<String> words) {
        int depth = 0;
        for (int i = open; i < last; i++) {
            Token token = at(i);
            if (token.isSymbol("(")) {
                depth++;
            } else if (token.isSymbol(")")) {
                if (--depth == 0) {
                    return false;
                }
            } else if (depth == 1 && i > open + 1 && token.kind() == Token.Kind.WORD && words.contains(token.upper())) {
                return true;
            }
        }
        return false;
    }

    /** Whether a unit of an interval stands here. */
    boolean isIntervalUnit(int i) {
        return at(i).kind() == Token.Kind.WORD && CalciteText.INTERVAL_UNITS.contains(at(i).upper());
    }

    private Token at(int i) {
        return span.at(i);
    }
}
