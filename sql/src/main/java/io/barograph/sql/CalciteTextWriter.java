package io.barograph.sql;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.error.NearNames;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;

/**
 * Writes a query's tokens as {@link CalciteText}: {@link KeywordRules} tells keywords from names; makes file names tables
 * wherever a table may stand, and refuses by name what the dialect does not have yet.
 */
final class CalciteTextWriter {
    private final SourceText source;
    private final List<Token> tokens;
    private final int first;
    private final int last;
    private final TokenSpan span;
    private final InfixCasts casts;
    private final OtherDialects others;
    private final StringBuilder line = new StringBuilder();
    private final BitSet keywords = new BitSet();
    private final KeywordRules rules;
    private final BitSet forcedKeywords = new BitSet();
    /** Where the ON of a join may stand whose condition has begun before. */
    private final BitSet secondConditions = new BitSet();

    private final Deque<KeywordRules.Frame> frames = new ArrayDeque<>();
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
        this.rules = new KeywordRules(source, span, first, last, keywords);
    }

    /** Writes the tokens {@code [first, last)}. */
    static CalciteText write(SourceText source, List<Token> tokens, int first, int last) {
        return new CalciteTextWriter(source, tokens, first, last).run();
    }

    private CalciteText run() {
        frames.push(new KeywordRules.Frame("", ""));
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

    /** Writes a token, with those behind it that belong to it; returns the index of the next. */
    private int write(int i) {
        Token token = tokens.get(i);
        switch (token.kind()) {
            case WORD -> {
                int assigned = span.behindArgumentName(i);
                if (assigned >= 0) {
                    emitName(source.text(token.start(), at(assigned - 1).end()), i);
                    return assigned;
                }
                if (isSemiJoin(i, token)) {
                    return semiJoin(i);
                }
                if (token.isWord("ASOF") && rules.isKeyword(i, token.upper(), frame())) {
                    return asOfJoin(i);
                }
                if (token.isWord("MATCH_CONDITION")
                        && at(i + 1).isSymbol("(")
                        && frame().clause.equals("FROM")) {
                    return matchCondition(i);
                }
                if (isNullsWithin(i, token)) {
                    return nullsWithin(i);
                }
                if (at(i + 1).kind() == Token.Kind.STRING && TypeNames.isDecimal(token)) {
                    return decimal(i);
                }
                word(i, token);
            }
            case QUOTED -> emitName(token.text(), i);
            case STRING -> string(i, token);
            case NUMBER ->
                // Of an interval too, which Calcite takes as a text only: INTERVAL 15 MINUTE.
                emit(isInterval(i) && rules.isIntervalUnit(i + 1) ? "'" + i + "'" : token.text(), i);
            case SYMBOL -> symbol(i, token);
            case PARAMETER, END -> throw new IllegalStateException(token.kind() + " is no token of a query");
        }
        if (token.isSymbol("::")) {
            int next = type(i + 1);
            close(next - 1);
            return next;
        }
        return token.isWord("AS") && keywords.get(i) && KeywordRules.isCast(frame().function) ? type(i + 1) : i + 1;
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
        frames.push(new KeywordRules.Frame(function, clause));
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
        if (isInterval(i) && !rules.isIntervalUnit(i + 1)) {
            // The literal names its units itself, as in INTERVAL '90 minutes'; Calcite's grammar asks for one behind
            // it.
            emit("SECOND", i);
        }
    }

    private boolean isInterval(int literal) {
        int before = at(literal - 1).isSymbol("-") || at(literal - 1).isSymbol("+") ? literal - 2 : literal - 1;
        return at(before).isWord("INTERVAL") && keywords.get(before);
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
                                && (!keywords.get(i - 1) || KeywordRules.opensForm(at(i - 1)))
                                && !(at(i - 1).isWord("TABLE") && startsQuery(i + 1))
                        ? at(i - 1).upper()
                        : frame().clause.equals("WINDOW") ? KeywordRules.OVER : "";
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
                frame().clause = KeywordRules.isFrom(frame()) ? "FROM" : frame().clause;
                emit(",", i);
            }
            case "==" -> emit("=", i);
            case "::" -> emit("AS", i);
            case ":" ->
                throw source.error(
                        ErrorCode.SYNTAX_ERROR,
                        token,
                        "unexpected ':'; a type stands behind '::', as in column::DOUBLE");
            case "[" ->
                throw source.error(
                        ErrorCode.SYNTAX_ERROR,
                        token,
                        "unexpected '['; there are no lists: values to look for stand in parentheses, as in x IN (1, 2)");
            case "?", "]" -> throw source.error(ErrorCode.SYNTAX_ERROR, token, "unexpected '" + token.text() + "'");
            default -> {
                BarographException outside = Tokenizer.outsideOfPattern(source, token);
                if (outside != null) {
                    throw outside;
                }
                emit(token.text(), i);
            }
        }
    }

    private boolean startsQuery(int i) {
        return at(i).isWord("SELECT") || at(i).isWord("WITH") || at(i).isWord("FROM") || at(i).isSymbol("(");
    }

    /** Whether what stands in the parentheses are no arguments. */
    private static boolean isOfOwnGrammar(String function) {
        return function.equals("TABLE") || function.equals(KeywordRules.OVER);
    }

    private void word(int i, Token token) {
        String word = token.upper();
        others.refuse(i, frame().clause, isOfOwnGrammar(frame().function) ? "" : frame().function);
        if (!forcedKeywords.get(i) && !rules.isKeyword(i, word, frame())) {
            emitName(token.text(), i);
            return;
        }
        keywords.set(i);
        if (word.equals("GROUP") && at(i - 1).isWord("WITHIN")) {
            emit(word, i);
            return;
        }
        if (word.equals("ORDER") && frame().clause.isEmpty() && OtherDialects.isOrdered(frame().function)) {
            // Calcite's grammar has the order of an aggregate behind its arguments only.
            emit(") WITHIN GROUP (", i);
        }
        if (word.equals("TABLE") && at(i + 1).isSymbol("(") && startsQuery(i + 2)) {
            // TUMBLE(TABLE (SELECT …), …): Calcite takes the query alone.
            return;
        }
        enter(i, word);
        if (word.equals("ON") && secondConditions.get(i)) {
            emit("AND", i);
            return;
        }
        if (word.equals("GROUPS") && frame().function.equals(KeywordRules.OVER)) {
            // FrameBinder reads the word of the user's text.
            emit("RANGE", i);
            return;
        }
        // Calcite knows no units below the second: which one it is, is read from the text again.
        emit(CalciteText.SHORT_UNITS.contains(word) && forcedKeywords.get(i) ? "SECOND" : word, i);
    }

    /** Keeps track of the clause, of open CASEs, and of words behind this keyword that can only be keywords. */
    private void enter(int i, String word) {
        KeywordRules.Frame frame = frame();
        switch (word) {
            case "SELECT", "WHERE", "HAVING", "ON", "QUALIFY", "WINDOW" -> frame.clause = word;
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
        if (at(i).isSymbol("(")) {
            forcedKeywords.set(span.closing(i) + 1);
            return;
        }
        if (!rules.isIntervalUnit(i + 1)) {
            boolean amount = at(i).kind() == Token.Kind.NUMBER
                    || at(i).kind() == Token.Kind.STRING && IntervalText.isNumber(at(i).text());
            if (amount) {
                throw noUnit(at(i + 1));
            }
            return;
        }
        forcedKeywords.set(i + 1);
        if (at(i + 2).isWord("TO") && rules.isIntervalUnit(i + 3)) {
            forcedKeywords.set(i + 2);
            forcedKeywords.set(i + 3);
        }
    }

    private BarographException noUnit(Token token) {
        String meant = token.kind() == Token.Kind.WORD && !KeywordRules.isReserved(token)
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

    private boolean isSemiJoin(int i, Token token) {
        return (token.isWord("SEMI") || token.isWord("ANTI"))
                && at(i + 1).isWord("JOIN")
                && rules.isKeyword(i, token.upper(), frame());
    }

    /** Calcite's grammar has neither SEMI JOIN nor ANTI JOIN: it gets a JOIN, of which {@link JoinBinder} reads the kind. */
    private int semiJoin(int i) {
        keywords.set(i);
        keywords.set(i + 1);
        frame().clause = "FROM";
        emit("JOIN", i);
        return i + 2;
    }

    /** Calcite's as-of join is another's: it gets the JOIN without ASOF, and {@link JoinBinder} reads the word. */
    private int asOfJoin(int i) {
        keywords.set(i);
        frame().clause = "FROM";
        return i + 1;
    }

    /** Whether this is how {@code lag(x IGNORE NULLS) OVER} ends. */
    private boolean isNullsWithin(int i, Token token) {
        return (token.isWord("IGNORE") || token.isWord("RESPECT"))
                && at(i + 1).isWord("NULLS")
                && at(i + 2).isSymbol(")")
                && at(i + 3).isWord(KeywordRules.OVER);
    }

    /** Calcite's grammar has the words behind the parentheses only. */
    private int nullsWithin(int i) {
        close(i + 2);
        emit(at(i).upper(), i);
        emit(at(i + 1).upper(), i + 1);
        return i + 3;
    }

    /** {@code MATCH_CONDITION (…) ON …}: to us one condition like the others. */
    private int matchCondition(int i) {
        keywords.set(i);
        emit("ON", i);
        frame().clause = "ON";
        secondConditions.set(span.closing(i + 1) + 1);
        return i + 1;
    }

    private KeywordRules.Frame frame() {
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
