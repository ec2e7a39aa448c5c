package io.barograph.sql;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rewrites PIVOT and UNPIVOT, before anything else reads the tokens, as a SELECT whose list begins with a call of {@link #MARK}: {@code
 * PIVOT t ON x IN (1, 2 AS two) USING sum(y) GROUP BY z} becomes {@code SELECT "$pivot"("$on"(x, 1, "$as"(2, 'two'))),
 * sum(y) FROM t GROUP BY z}, and {@code t PIVOT (sum(y) FOR x IN (1, 2))} the same in parentheses. {@link PivotBinder} says
 * what that means. {@code UNPIVOT t ON a, b INTO NAME n VALUE v} becomes {@code SELECT "$unpivot"('n', 'v', FALSE), a, b FROM t}, for
 * {@link UnpivotBinder}; TRUE where NULLs are wanted. Each token keeps its place in the user's text.
 */
final class PivotText extends TokenRewriter {
    /** Called with the names of both columns that UNPIVOT makes and whether it keeps NULLs; the columns it takes follow. */
    static final String UNPIVOT = "$unpivot";

    /** Called with one {@link #ON} per axis. */
    static final String MARK = "$pivot";

    /** Called with an axis and its values; without values, with those that there are. */
    static final String ON = "$on";

    /** Called with a value and the text that its columns are named by. */
    static final String NAMED = "$as";

    private static final String USAGE =
            "PIVOT 'file.csv' ON column USING sum(value) GROUP BY key, or FROM 'file.csv' PIVOT (sum(value) FOR column IN"
                    + " ('a', 'b'))";

    private static final String UNPIVOT_USAGE =
            "UNPIVOT 'file.csv' ON a, b INTO NAME metric VALUE value, or FROM 'file.csv' UNPIVOT (value FOR metric IN (a, b))";

    private static final Set<String> ENDS_PIVOT =
            Set.of("ORDER", "LIMIT", "OFFSET", "FETCH", "UNION", "INTERSECT", "EXCEPT", "MINUS");

    private PivotText(SourceText source, List<Token> tokens) {
        super(source, tokens);
    }

    /** The query {@code [first, last)} without PIVOT, an end behind it; null where there is none in it. */
    static @Nullable List<Token> rewrite(SourceText source, List<Token> tokens, int first, int last) {
        if (tokens.subList(first, last).stream().noneMatch(PivotText::begins)) {
            return null;
        }
        return new PivotText(source, tokens).rewritten(first, last);
    }

    private static boolean begins(Token token) {
        return token.isWord("PIVOT") || token.isWord("UNPIVOT");
    }

    @Override
    void level(int from, int to) {
        boolean asks = false;
        int item = -1;
        for (int i = from; i < to; ) {
            Token token = tokens.get(i);
            if (begins(token)) {
                boolean pivot = token.isWord("PIVOT");
                if (!asks && isStatement(i, to)) {
                    if (pivot) {
                        statement(i, to);
                    } else {
                        unpivotStatement(i, to);
                    }
                    return;
                }
                if (item >= 0 && out.size() > item && (at(i + 1, to).isSymbol("(") || !pivot && isNulls(i + 1, to))) {
                    i = pivot ? clause(i, to, item) : unpivotClause(i, to, item);
                    continue;
                }
            }
            i = copy(i, to);
            item = itemBehind(token, item);
            asks |= token.isWord("SELECT") || token.isWord("FROM") || token.isWord("VALUES");
        }
    }

    /** Whether PIVOT begins a query here, and is no name. */
    private boolean isStatement(int i, int to) {
        Token after = at(i + 1, to);
        boolean table = after.isName() || after.kind() == Token.Kind.STRING || after.isSymbol("(");
        return table && (out.isEmpty() || find(i + 1, to, Set.of("ON", "USING", "GROUP", "INTO")) < to);
    }

    private void statement(int pivot, int to) {
        int end = find(pivot + 1, to, ENDS_PIVOT);
        int group = find(pivot + 1, end, Set.of("GROUP"));
        int using = find(pivot + 1, group, Set.of("USING"));
        int on = find(pivot + 1, using, Set.of("ON"));
        if (on == using || on + 1 == using) {
            throw wrong(tokens.get(pivot), "PIVOT needs ON and what its columns are to be made of");
        }
        Token mark = tokens.get(pivot);
        begin(mark);
        for (int from = on + 1; from < using; ) {
            int comma = comma(from, using);
            int in = find(from, comma, Set.of("IN"));
            if (in < comma && at(in + 1, comma).isSymbol("(")) {
                axis(mark, from, in, closing(in + 1, comma));
            } else {
                axis(mark, from, comma, comma);
            }
            from = separated(comma, using);
        }
        if (using + 1 < group) {
            add(mark, ")", ",");
            copyAll(using + 1, group);
        } else {
            add(mark, ")", ",", "count", "(", "*", ")");
        }
        add(mark, "FROM");
        copyAll(pivot + 1, on);
        copyAll(group, to);
    }

    private void unpivotStatement(int unpivot, int to) {
        int end = find(unpivot + 1, to, ENDS_PIVOT);
        int into = find(unpivot + 1, end, Set.of("INTO"));
        int on = find(unpivot + 1, into, Set.of("ON"));
        Token mark = tokens.get(unpivot);
        if (on + 1 >= into) {
            throw wrongUnpivot(mark, "UNPIVOT needs ON and the columns that become rows");
        }
        String name = "name";
        String value = "value";
        boolean withNulls = false;
        if (into < end) {
            boolean named = at(into + 1, end).isWord("NAME")
                    && at(into + 2, end).isName()
                    && at(into + 3, end).isWord("VALUE")
                    && at(into + 4, end).isName();
            withNulls = isNulls(into + 5, end);
            if (!named || into + 5 + (withNulls ? 2 : 0) != end) {
                throw wrongUnpivot(at(into + 1, end), "INTO needs two names");
            }
            name = at(into + 2, end).text();
            value = at(into + 4, end).text();
        }
        unpivoted(mark, name, value, withNulls, on + 1, into);
        add(mark, "FROM");
        copyAll(unpivot + 1, on);
        copyAll(end, to);
    }

    /** Whether INCLUDE NULLS stands here. */
    private boolean isNulls(int i, int to) {
        return at(i, to).isWord("INCLUDE") && at(i + 1, to).isWord("NULLS");
    }

    /** {@code item UNPIVOT [INCLUDE NULLS] (value FOR name IN (a, b))}: the item moves into parentheses. */
    private int unpivotClause(int unpivot, int to, int item) {
        Token mark = tokens.get(unpivot);
        boolean withNulls = isNulls(unpivot + 1, to);
        int open = withNulls ? unpivot + 3 : unpivot + 1;
        int close = at(open, to).isSymbol("(") ? closing(open, to) : open;
        int in = open + 4;
        boolean written = close > in
                && at(open + 1, to).isName()
                && at(open + 2, to).isWord("FOR")
                && at(open + 3, to).isName()
                && at(in, to).isWord("IN")
                && at(in + 1, to).isSymbol("(")
                && closing(in + 1, to) + 1 == close;
        if (!written) {
            throw wrongUnpivot(at(open, to), "UNPIVOT is not complete here");
        }
        List<Token> table = new ArrayList<>(out.subList(item, out.size()));
        out.subList(item, out.size()).clear();
        add(mark, "(");
        unpivoted(mark, at(open + 3, to).text(), at(open + 1, to).text(), withNulls, in + 2, close - 1);
        add(mark, "FROM");
        out.addAll(table);
        add(mark, ")");
        return close + 1;
    }

    /** Writes {@code SELECT "$unpivot"(…), a, "$as"(b, 'name')}. */
    private void unpivoted(Token mark, String name, String value, boolean withNulls, int from, int to) {
        add(mark, "SELECT");
        out.add(new Token(Token.Kind.QUOTED, UNPIVOT, mark.start(), mark.end()));
        add(mark, "(");
        out.add(new Token(Token.Kind.STRING, name, mark.start(), mark.end()));
        add(mark, ",");
        out.add(new Token(Token.Kind.STRING, value, mark.start(), mark.end()));
        add(mark, ",", withNulls ? "TRUE" : "FALSE", ")");
        for (int item = from; item < to; ) {
            int comma = comma(item, to);
            if (comma > item) {
                add(mark, ",");
                named(mark, item, comma);
            }
            item = comma + 1;
        }
    }

    /** {@code item PIVOT (…)}: the item, which is written already, moves into parentheses. */
    private int clause(int pivot, int to, int item) {
        int close = closing(pivot + 1, to);
        Token mark = tokens.get(pivot);
        List<Token> table = new ArrayList<>(out.subList(item, out.size()));
        if (table.stream().anyMatch(token -> token.isWord("ON") || token.isWord("USING"))
                && !table.get(0).isSymbol("(")) {
            throw source.error(
                    ErrorCode.NOT_SUPPORTED,
                    mark,
                    "PIVOT stands behind a table; put the join into parentheses: FROM (SELECT … FROM a JOIN b …) PIVOT (…)");
        }
        out.subList(item, out.size()).clear();
        int aggregates = find(pivot + 2, close, Set.of("FOR"));
        if (aggregates == close || aggregates == pivot + 2) {
            throw wrong(mark, "PIVOT needs aggregates and FOR");
        }
        add(mark, "(");
        begin(mark);
        int at = aggregates + 1;
        while (at < close && !tokens.get(at).isWord("GROUP")) {
            int in = find(at, close, Set.of("IN"));
            if (!at(in + 1, close).isSymbol("(")) {
                throw wrong(at(at, to), "the columns of PIVOT are listed: FOR column IN (value, …)");
            }
            if (at > aggregates + 1) {
                add(mark, ",");
            }
            int listed = closing(in + 1, close);
            axis(mark, at, in, listed);
            at = at(listed + 1, close).isWord("FOR") ? listed + 2 : listed + 1;
        }
        add(mark, ")", ",");
        copyAll(pivot + 2, aggregates);
        add(mark, "FROM");
        out.addAll(table);
        copyAll(at, close);
        add(mark, ")");
        return Math.min(close + 1, to);
    }

    private void begin(Token mark) {
        add(mark, "SELECT");
        call(mark, MARK);
    }

    /** An axis {@code [from, in)} and its values, which end at {@code close}; both are equal where it has none. */
    private void axis(Token mark, int from, int in, int close) {
        if (from >= in) {
            throw wrong(at(from, in), "a column is missing");
        }
        call(mark, ON);
        copyAll(from, in);
        Token first = at(in + 2, close);
        if (first.isWord("SELECT") || first.isWord("FROM") || first.isWord("WITH")) {
            throw source.error(
                    ErrorCode.NOT_SUPPORTED,
                    first,
                    "the values of PIVOT are written one by one, as in IN ('a', 'b'); without IN, PIVOT … ON takes all");
        }
        for (int value = in + 2; value < close; ) {
            int comma = comma(value, close);
            add(mark, ",");
            named(mark, value, comma);
            value = comma + 1;
        }
        add(mark, ")");
    }

    /** Writes an expression or, where a name stands behind it, {@code "$as"(expression, 'name')}. */
    private void named(Token mark, int from, int to) {
        int as = find(from, to, Set.of("AS"));
        if (as == to) {
            copyAll(from, to);
            return;
        }
        Token name = at(as + 1, to);
        out.add(new Token(Token.Kind.QUOTED, NAMED, mark.start(), mark.end()));
        add(mark, "(");
        copyAll(from, as);
        add(mark, ",");
        out.add(new Token(Token.Kind.STRING, name.text(), name.start(), name.end()));
        add(mark, ")");
    }

    /** Writes the comma between two axes; returns the index behind it. */
    private int separated(int comma, int to) {
        if (comma < to) {
            out.add(tokens.get(comma));
        }
        return comma + 1;
    }

    private BarographException wrongUnpivot(Token token, String what) {
        return source.error(ErrorCode.SYNTAX_ERROR, token, what + "; write " + UNPIVOT_USAGE);
    }

    private BarographException wrong(Token token, String what) {
        return source.error(ErrorCode.SYNTAX_ERROR, token, what + "; write " + USAGE);
    }
}
