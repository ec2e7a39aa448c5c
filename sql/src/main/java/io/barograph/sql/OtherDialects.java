package io.barograph.sql;

import io.barograph.core.aggregate.Aggregates;
import io.barograph.core.error.ErrorCode;
import java.util.Set;

/** Refuses, by its name and with a way out, what other dialects write and this one does not have. */
final class OtherDialects {
    private static final Set<String> COMPARISONS = Set.of("=", "<>", "!=", "<", "<=", ">", ">=");

    private final SourceText source;
    private final TokenSpan tokens;

    OtherDialects(SourceText source, TokenSpan tokens) {
        this.source = source;
        this.tokens = tokens;
    }

    /**
     * Throws NOT_SUPPORTED where a construct begins with a word.
     *
     * @param i the word's index
     * @param clause the clause that it stands in, or empty
     * @param function whose parentheses it stands in, or empty
     */
    void refuse(int i, String clause, String function) {
        Token before = tokens.at(i - 1);
        Token after = tokens.at(i + 1);
        if (before.isSymbol(".") || after.isSymbol(".") || before.isWord("AS")) {
            return;
        }
        boolean opens = after.isSymbol("(");
        String word = tokens.at(i).upper();
        String construct = switch (word) {
            case "TABLESAMPLE" -> clause.equals("FROM") && (opens || after.isName()) ? word : "";
            case "LATERAL" -> clause.equals("FROM") && opens ? word : "";
            case "ALL", "ANY", "SOME" -> opens && COMPARISONS.contains(before.text()) ? word + " (SELECT …)" : "";
            case "RECURSIVE" -> before.isWord("WITH") ? "WITH RECURSIVE" : "";
            case "TOP" ->
                before.isWord("SELECT") && after.kind() == Token.Kind.NUMBER ? "SELECT TOP " + after.text() : "";
            case "AT" -> after.isWord("TIME") && tokens.at(i + 2).isWord("ZONE") ? "AT TIME ZONE" : "";
            case "RENAME" -> opens && isStar(i - 1) ? "* RENAME" : "";
            case "USING" -> after.isWord("SAMPLE") ? "USING SAMPLE" : "";
            case "ORDER" ->
                after.isWord("BY") && !function.isEmpty() && clause.isEmpty() && !isOrdered(function)
                        ? CallErrors.wayOut(function).isEmpty() ? "ORDER BY among arguments" : function
                        : "";
            default -> "";
        };
        if (!construct.isEmpty()) {
            throw source.error(
                    ErrorCode.NOT_SUPPORTED, tokens.at(i), construct + " is not supported yet" + wayOut(construct, i));
        }
    }

    /** Whether a function takes ORDER BY among its arguments. */
    static boolean isOrdered(String function) {
        return Aggregates.find(function).isPresent();
    }

    private boolean isStar(int i) {
        Token before = tokens.at(i - 1);
        return tokens.at(i).isSymbol("*") && (before.isWord("SELECT") || before.isSymbol(",") || before.isSymbol("."));
    }

    private String wayOut(String construct, int i) {
        return switch (construct) {
            case "AT TIME ZONE" -> "; write from_utc_timestamp(time, 'Asia/Seoul') for what its clocks show";
            case "ALL (SELECT …)", "ANY (SELECT …)", "SOME (SELECT …)" -> "; write " + quantified(construct, i);
            case "* RENAME" -> "; write * EXCLUDE (a), a AS b";
            case "TABLESAMPLE", "USING SAMPLE" -> "; choose rows by what they hold, as in WHERE id % 10 = 0";
            case "LATERAL" -> "; name the outer columns in a sub-query of the SELECT list or of WHERE, or write a JOIN";
            case "WITH RECURSIVE" -> "; write a step for each level with UNION ALL, or for a grid of times RESAMPLE";
            case "ORDER BY among arguments" -> "; it orders what aggregates such as string_agg and first go by";
            default ->
                construct.startsWith("SELECT TOP")
                        ? "; end the query with LIMIT " + tokens.at(i + 1).text()
                        : CallErrors.wayOut(construct);
        };
    }

    /** What holds for as many rows of WHERE, NULLs included, as a comparison with ANY or ALL of a sub-query's values. */
    private String quantified(String construct, int i) {
        String comparison = tokens.at(i - 1).text();
        boolean all = construct.startsWith("ALL");
        if (!all && comparison.equals("=")) {
            return "IN (SELECT …)";
        } else if (all && (comparison.equals("<>") || comparison.equals("!="))) {
            return "NOT IN (SELECT …)";
        }
        return all
                ? "NOT EXISTS (SELECT 1 FROM … WHERE (a " + comparison + " x) IS NOT TRUE)"
                : "EXISTS (SELECT 1 FROM … WHERE a " + comparison + " x)";
    }
}
