package io.barograph.sql;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * One query as it is given to Calcite's parser: a single line in which every name is quoted, every string literal is the
 * number of its token, and nothing but Calcite's keywords is left bare. So words that Calcite reserves can be names, any
 * character may stand in a literal, and every place in the line leads back to a token of the user's text.
 */
final class CalciteText {
    /** What may stand behind an interval's literal. */
    static final Set<String> INTERVAL_UNITS = Set.of(
            "YEAR",
            "YEARS",
            "QUARTER",
            "QUARTERS",
            "MONTH",
            "MONTHS",
            "WEEK",
            "WEEKS",
            "DAY",
            "DAYS",
            "HOUR",
            "HOURS",
            "MINUTE",
            "MINUTES",
            "SECOND",
            "SECONDS",
            "MILLISECOND",
            "MILLISECONDS",
            "MICROSECOND",
            "MICROSECONDS",
            "NANOSECOND",
            "NANOSECONDS");

    /** Those of them that Calcite does not know. */
    static final Set<String> SHORT_UNITS =
            Set.of("MILLISECOND", "MILLISECONDS", "MICROSECOND", "MICROSECONDS", "NANOSECOND", "NANOSECONDS");

    private final SourceText source;
    private final List<Token> tokens;
    private final int first;
    private final int last;
    private final String line;
    private final int[] starts;
    private final int[] origins;
    private final BitSet keywords;

    /**
     * @param tokens of the whole text
     * @param first index of the query's first token
     * @param last index behind its last token
     * @param line what Calcite parses
     * @param starts ascending offsets of pieces of the line
     * @param origins index of the token that each piece comes from
     * @param keywords indexes of the tokens that were left bare
     */
    CalciteText(
            SourceText source,
            List<Token> tokens,
            int first,
            int last,
            String line,
            int[] starts,
            int[] origins,
            BitSet keywords) {
        this.source = source;
        this.tokens = tokens;
        this.first = first;
        this.last = last;
        this.line = line;
        this.starts = starts;
        this.origins = origins;
        this.keywords = keywords;
    }

    /** The units in the singular, to propose. */
    static List<String> unitNames() {
        return INTERVAL_UNITS.stream().filter(name -> !name.endsWith("S")).toList();
    }

    SourceText source() {
        return source;
    }

    List<Token> tokens() {
        return tokens;
    }

    int first() {
        return first;
    }

    int last() {
        return last;
    }

    String line() {
        return line;
    }

    /** The token behind a place in the line; the one after the last where the place is the line's end. */
    Token tokenAt(SqlParserPos position) {
        return tokens.get(tokenIndexAt(position));
    }

    int tokenIndexAt(SqlParserPos position) {
        return tokenIndexBehind(position, 0);
    }

    /** The index of the token so many pieces behind the one at a place in the line. */
    int tokenIndexBehind(SqlParserPos position, int pieces) {
        int offset = position.getColumnNum() - 1;
        if (offset >= line.length()) {
            return last;
        }
        int found = Arrays.binarySearch(starts, offset);
        int piece = (found >= 0 ? found : Math.max(-found - 2, 0)) + pieces;
        return piece < origins.length ? origins[piece] : last;
    }

    /** The text of the string literal whose place was taken by a number. */
    String string(String placeholder) {
        return tokens.get(Integer.parseInt(placeholder)).text();
    }

    /** The token whose place was taken by a number. */
    Token stringToken(String placeholder) {
        return tokens.get(Integer.parseInt(placeholder));
    }

    /** The unit behind an interval's literal, or empty where the literal names its units itself. */
    String unit(String placeholder) {
        int behind = Integer.parseInt(placeholder) + 1;
        String word = tokens.get(behind).upper();
        return keywords.get(behind) && INTERVAL_UNITS.contains(word) ? word : "";
    }

    boolean isKeyword(int index) {
        return keywords.get(index);
    }

    /** Whether a FROM is that of {@code IS [NOT] DISTINCT FROM}. */
    private boolean isDistinctFrom(int index) {
        return index >= first + 2
                && tokens.get(index - 1).isWord("DISTINCT")
                && (tokens.get(index - 2).isWord("IS") || tokens.get(index - 2).isWord("NOT"));
    }

    /** Whether the token ends a SELECT list at the depth at which it stands. */
    boolean endsSelectList(int index) {
        if (!keywords.get(index)) {
            return false;
        }
        return switch (tokens.get(index).upper()) {
            case "FROM" -> !isDistinctFrom(index);
            case "UNION", "INTERSECT", "EXCEPT", "MINUS", "ORDER", "LIMIT", "OFFSET", "WHERE", "FETCH" -> true;
            default -> false;
        };
    }
}
