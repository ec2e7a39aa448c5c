package io.barograph.sql;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.error.NearNames;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes a query's tokens as {@link CalciteText}: tells keywords from names by where they stand, makes file names tables
 * wherever a table may stand, and refuses by name what the dialect does not have yet.
 */
final class CalciteTextWriter {
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

    private static final Set<String> CASTS = Set.of("CAST", "TRY_CAST", "SAFE_CAST");

    /** Words that begin a clause only where they stand right. */
    private static final Set<String> CLAUSES = Set.of("GROUP", "ORDER", "LIMIT", "OFFSET", "FETCH");

    private static final Set<String> JOIN_WORDS =
            Set.of("LEFT", "RIGHT", "FULL", "INNER", "CROSS", "NATURAL", "OUTER", "ASOF", "SEMI", "ANTI");

    /** What the parentheses around a token belong to, and the clause that it stands in. */
    private static final class Frame {
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
    private final List<Token> tokens;
    private final int first;
    private final int last;
    private final TokenSpan span;
    private final InfixCasts casts;
    private final OtherDialects others;
    private final StringBuilder line = new StringBuilder();
    private final BitSet keywords = new BitSet();
    private final BitSet forcedKeywords = new BitSet();
    private final Deque<Frame> frames = new ArrayDeque<>();
    private int[] starts = new int[64];
    private int[] origins = new int[64];
    private int pieces;

    private CalciteTextWriter(SourceText source, List<Token> tokens, int first, int last) {
        this.source = source;
        this.tokens = tokens;
        this.first = first;
        this.last = last;
        this.span = new TokenSpan(tokens, first, last);
        this.casts = InfixCasts.find(source, span);
        this.others = new OtherDialects(source, span);
    }

    /** Writes the tokens {@code [first, last)}. */
    static CalciteText write(SourceText source, List<Token> tokens, int first, int last) {
        return new CalciteTextWriter(source, tokens, first, last).run();
    }

    private CalciteText run() {
        frames.push(new Frame("", ""));
        if (first < last && tokens.get(first).isWord("FROM")) {
            emit("SELECT *", first);
        }
        for (int i = first; i < last; ) {
            for (int begun = casts.begunAt(i); begun > 0; begun--) {
                emit("CAST", i);
                open("CAST", "", i);
            }
            i = write(i);
        }
        return new CalciteText(
                source,
                tokens,
                first,
                last,
                line.toString(),
                Arrays.copyOf(starts, pieces),
                Arrays.copyOf(origins, pieces),
                keywords);
    }

    /** Whether a word is a keyword wherever it is not qualified by a dot or introduced by AS. */
    static boolean isReserved(Token token) {
        return token.kind() == Token.Kind.WORD && ALWAYS.contains(token.upper());
    }

    /** Writes a token, with those behind it that belong to it; returns the index of the next. */
    private int write(int i) {
        Token token = tokens.get(i);
        switch (token.kind()) {
            case WORD -> {
                if (isSemiJoin(i, token)) {
                    return semiJoin(i);
                }
                if (at(i + 1).kind() == Token.Kind.STRING && TypeNames.isDecimal(token)) {
                    return decimal(i);
                }
                word(i, token);
            }
            case QUOTED -> emitName(token.text(), i);
            case STRING -> string(i, token);
            case NUMBER -> emit(token.text(), i);
            case SYMBOL -> symbol(i, token);
            case PARAMETER, END -> throw new IllegalStateException(token.kind() + " is no token of a query");
        }
        if (token.isSymbol("::")) {
            int next = type(i + 1);
            close(next - 1);
            return next;
        }
        return token.isWord("AS") && keywords.get(i) && CASTS.contains(frame().function) ? type(i + 1) : i + 1;
    }

    /** Writes the type that a cast names, as one name whatever its words; returns the index behind it. */
    private int type(int i) {
        TypeNames.Written type = TypeNames.read(source, tokens, i);
        emitName(type.name(), i);
        return type.end();
    }

    /** {@code DECIMAL '1.50'}: the text, read as a DECIMAL of as many digits as are written. */
    private int decimal(int i) {
        emit("CAST(", i);
        emit("'" + (i + 1) + "'", i + 1);
        emit("AS", i);
        emitName(TypeNames.decimalOf(source, tokens.get(i + 1)), i);
        emit(")", i);
        return i + 2;
    }

    private void open(String function, String clause, int i) {
        frames.push(new Frame(function, clause));
        emit("(", i);
    }

    private void close(int i) {
        frames.pop();
        emit(")", i);
    }

    private void string(int i, Token token) {
        if (isTablePosition(i) || (at(i - 1).isWord("AS") && keywords.get(i - 1))) {
            emitName(token.text(), i);
            return;
        }
        if (frame().function.equals("EXTRACT") && at(i + 1).isWord("FROM")) {
            emitName(token.text(), i);
            return;
        }
        emit("'" + i + "'", i);
        if (isInterval(i) && !isIntervalUnit(i + 1)) {
            // The literal names its units itself, as in INTERVAL '90 minutes'; Calcite's grammar asks for one behind
            // it.
            emit("SECOND", i);
        }
    }

    private boolean isInterval(int literal) {
        int before = at(literal - 1).isSymbol("-") || at(literal - 1).isSymbol("+") ? literal - 2 : literal - 1;
        return at(before).isWord("INTERVAL") && keywords.get(before);
    }

    private boolean isIntervalUnit(int i) {
        return at(i).kind() == Token.Kind.WORD && CalciteText.INTERVAL_UNITS.contains(at(i).upper());
    }

    /** A string is a table behind FROM, JOIN and TABLE, and behind a comma or parenthesis of a FROM clause. */
    private boolean isTablePosition(int i) {
        Token before = at(i - 1);
        if (before.isWord("TABLE") && keywords.get(i - 1)) {
            return true;
        }
        if (!frame().clause.equals("FROM") || !frame().function.isEmpty()) {
            return false;
        }
        return before.isSymbol(",")
                || before.isSymbol("(")
                || ((before.isWord("FROM") || before.isWord("JOIN")) && keywords.get(i - 1));
    }

    private void symbol(int i, Token token) {
        switch (token.text()) {
            case "(" -> {
                String function = at(i - 1).isName()
                                && (!keywords.get(i - 1) || opensForm(at(i - 1)))
                                && !(at(i - 1).isWord("TABLE") && startsQuery(i + 1))
                        ? at(i - 1).upper()
                        : "";
                boolean goesOn = function.isEmpty()
                        && (frame().clause.equals("FROM") || frame().clause.equals("GROUP"));
                String clause = goesOn ? frame().clause : "";
                open(function, clause, i);
            }
            case ")" -> {
                if (frames.size() == 1) {
                    throw source.error(ErrorCode.SYNTAX_ERROR, token, "unexpected ')': no parenthesis is open here");
                }
                close(i);
            }
            case "," -> {
                // A comma behind a join's condition separates tables.
                frame().clause = isFrom(frame()) ? "FROM" : frame().clause;
                emit(",", i);
            }
            case "==" -> emit("=", i);
            case "::" -> emit("AS", i);
            case ":" ->
                throw source.error(
                        ErrorCode.SYNTAX_ERROR,
                        token,
                        "unexpected ':'; a type stands behind '::', as in column::DOUBLE");
            case "?", "[", "]" ->
                throw source.error(ErrorCode.SYNTAX_ERROR, token, "unexpected '" + token.text() + "'");
            default -> emit(token.text(), i);
        }
    }

    private boolean startsQuery(int i) {
        return at(i).isWord("SELECT") || at(i).isWord("WITH") || at(i).isWord("FROM") || at(i).isSymbol("(");
    }

    private boolean opensForm(Token token) {
        String word = token.upper();
        return CASTS.contains(word)
                || SPECIAL_SYNTAX.containsKey(word)
                || word.equals("TABLE")
                || word.equals("DESCRIPTOR");
    }

    private void word(int i, Token token) {
        String word = token.upper();
        others.refuse(i, frame().clause, frame().function.equals("TABLE") ? "" : frame().function);
        if (!forcedKeywords.get(i) && !isKeyword(i, word)) {
            emitName(token.text(), i);
            return;
        }
        keywords.set(i);
        if (word.equals("TABLE") && at(i + 1).isSymbol("(") && startsQuery(i + 2)) {
            // TUMBLE(TABLE (SELECT …), …): Calcite takes the query alone.
            return;
        }
        enter(i, word);
        // Calcite knows no units below the second: which one it is, is read from the text again.
        emit(CalciteText.SHORT_UNITS.contains(word) && forcedKeywords.get(i) ? "SECOND" : word, i);
    }

    /** Keeps track of the clause, of open CASEs, and of words behind this keyword that can only be keywords. */
    private void enter(int i, String word) {
        Frame frame = frame();
        switch (word) {
            case "SELECT", "WHERE", "HAVING", "ON" -> frame.clause = word;
            case "GROUP", "ORDER" -> {
                frame.clause = word;
                forcedKeywords.set(i + 1);
            }
            case "FROM" -> {
                boolean distinctFrom = at(i - 1).isWord("DISTINCT")
                        && (at(i - 2).isWord("IS") || at(i - 2).isWord("NOT"));
                if (!frame.isSpecial() && !distinctFrom) {
                    frame.clause = "FROM";
                }
            }
            case "PARTITION" -> forcedKeywords.set(i + 1);
            case "JOIN" -> frame.clause = "FROM";
            case "UNION", "INTERSECT", "EXCEPT", "MINUS", "LIMIT", "VALUES" -> frame.clause = "";
            case "CASE" -> frame.openCases++;
            case "END" -> frame.openCases--;
            case "INTERVAL" -> forceIntervalUnits(i + 1);
            case "FETCH" -> {
                for (int j = i + 1; j < last && !at(j - 1).isWord("ONLY"); j++) {
                    forcedKeywords.set(j);
                }
            }
            default -> {}
        }
    }

    private void forceIntervalUnits(int from) {
        int i = at(from).isSymbol("-") || at(from).isSymbol("+") ? from + 1 : from;
        if (!isIntervalUnit(i + 1)) {
            boolean amount = at(i).kind() == Token.Kind.NUMBER
                    || at(i).kind() == Token.Kind.STRING && IntervalText.isNumber(at(i).text());
            if (amount) {
                throw noUnit(at(i + 1));
            }
            return;
        }
        forcedKeywords.set(i + 1);
        if (at(i + 2).isWord("TO") && isIntervalUnit(i + 3)) {
            forcedKeywords.set(i + 2);
            forcedKeywords.set(i + 3);
        }
    }

    private BarographException noUnit(Token token) {
        String meant = token.kind() == Token.Kind.WORD && !isReserved(token)
                ? NearNames.didYouMean(token.upper(), CalciteText.unitNames())
                : "";
        return source.error(
                ErrorCode.SYNTAX_ERROR,
                token,
                meant.isEmpty()
                        ? "an interval needs a unit, as in INTERVAL '15' MINUTE; units are YEAR, QUARTER, MONTH, WEEK, DAY,"
                                + " HOUR, MINUTE, SECOND, MILLISECOND, MICROSECOND, NANOSECOND"
                        : "there is no unit " + token.text() + meant);
    }

    private boolean isKeyword(int i, String word) {
        Token before = at(i - 1);
        Token after = at(i + 1);
        Frame frame = frame();
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
        return switch (word) {
            case "GROUP", "ORDER", "PARTITION" -> after.isWord("BY");
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
            case "NULLS" -> frame.clause.equals("ORDER") && (after.isWord("FIRST") || after.isWord("LAST"));
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

    /** Whether a join may go on here: in FROM, or in the condition of a join there. */
    private static boolean isFrom(Frame frame) {
        return frame.clause.equals("FROM") || frame.clause.equals("ON");
    }

    private boolean isSemiJoin(int i, Token token) {
        return (token.isWord("SEMI") || token.isWord("ANTI"))
                && at(i + 1).isWord("JOIN")
                && isKeyword(i, token.upper());
    }

    /** Calcite's grammar has neither SEMI JOIN nor ANTI JOIN: it gets a JOIN, of which {@link JoinBinder} reads the kind. */
    private int semiJoin(int i) {
        keywords.set(i);
        keywords.set(i + 1);
        frame().clause = "FROM";
        emit("JOIN", i);
        return i + 2;
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
                || at(literal).isName() && isIntervalUnit(literal + 1);
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

    private Frame frame() {
        return frames.element();
    }

    private Token at(int i) {
        return span.at(i);
    }

    private void emitName(String name, int origin) {
        if (name.indexOf('\n') >= 0 || name.indexOf('\r') >= 0) {
            throw source.error(ErrorCode.SYNTAX_ERROR, tokens.get(origin), "a name must not contain a line break");
        }
        emit('"' + name.replace("\"", "\"\"") + '"', origin);
    }

    private void emit(String piece, int origin) {
        if (pieces == starts.length) {
            starts = Arrays.copyOf(starts, pieces * 2);
            origins = Arrays.copyOf(origins, pieces * 2);
        }
        if (line.length() > 0) {
            line.append(' ');
        }
        starts[pieces] = line.length();
        origins[pieces++] = origin;
        line.append(piece);
    }
}
