package io.barograph.sql;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rewrites what may stand behind a star of a SELECT list: {@code * EXCLUDE (a, b) REPLACE (x + 1 AS c)} becomes the items {@code *,
 * "$exclude"(a, b), "$replace"(x + 1, c)}, of which {@link SelectItem} takes the star's columns. Each token keeps its place in the
 * user's text.
 */
final class StarText extends TokenRewriter {
    /** Called with the names of the columns that the star before does not stand for. */
    static final String EXCLUDE = "$exclude";

    /** Called with expressions, each with the name of the column of the star before in whose place it stands behind it. */
    static final String REPLACE = "$replace";

    private static final Set<String> AS = Set.of("AS");

    private boolean found;

    private StarText(SourceText source, List<Token> tokens) {
        super(source, tokens);
    }

    /** The query {@code [first, last)} in the parser's words, an end behind it; null where it is in these already. */
    static @Nullable List<Token> rewrite(SourceText source, List<Token> tokens, int first, int last) {
        StarText text = new StarText(source, tokens);
        List<Token> rewritten = text.rewritten(first, last);
        return text.found ? rewritten : null;
    }

    @Override
    void level(int from, int to) {
        for (int i = from; i < to; ) {
            boolean star = i > from && tokens.get(i).isSymbol("*") && beginsItem(tokens.get(i - 1));
            i = copy(i, to);
            while (star && isExclusion(i, to)) {
                i = at(i, to).isWord("REPLACE") ? replacements(i, to) : exclusions(i, to);
                found = true;
            }
        }
    }

    /** Whether a star behind a token stands for columns. */
    private static boolean beginsItem(Token before) {
        return before.isWord("SELECT")
                || before.isWord("ALL")
                || before.isWord("DISTINCT")
                || before.isSymbol(",")
                || before.isSymbol(".");
    }

    private boolean isExclusion(int i, int to) {
        Token word = at(i, to);
        Token next = at(i + 1, to);
        boolean opens = next.isSymbol("(");
        if (word.isWord("EXCEPT")) {
            // Behind SELECT * without FROM it could be the set operation only, over a query.
            return opens
                    && at(i + 2, to).isName()
                    && !at(i + 2, to).isWord("SELECT")
                    && !at(i + 2, to).isWord("WITH");
        }
        return word.isWord("REPLACE") && opens || word.isWord("EXCLUDE") && (opens || next.isName());
    }

    private int exclusions(int i, int to) {
        Token place = tokens.get(i);
        add(place, ",");
        call(place, EXCLUDE);
        boolean opens = tokens.get(i + 1).isSymbol("(");
        int close = opens ? closing(i + 1, to) : i + 2;
        if (opens && close == i + 2) {
            throw missing(tokens.get(close), place);
        }
        copyAll(opens ? i + 2 : i + 1, close);
        add(place, ")");
        return Math.min(opens ? close + 1 : close, to);
    }

    private int replacements(int i, int to) {
        Token place = tokens.get(i);
        add(place, ",");
        call(place, REPLACE);
        int close = closing(i + 1, to);
        for (int at = i + 2; at <= close; ) {
            int end = comma(at, close);
            int as = find(at, end, AS);
            if (as == at || as + 2 != end || !at(as + 1, to).isName()) {
                throw missing(at(Math.min(as, end), to), place);
            }
            copyAll(at, as);
            add(place, ",");
            copyAll(as + 1, end);
            if (end < close) {
                add(place, ",");
            }
            at = end + 1;
        }
        add(place, ")");
        return Math.min(close + 1, to);
    }

    private BarographException missing(Token at, Token word) {
        return source.error(
                ErrorCode.SYNTAX_ERROR,
                at,
                word.isWord("REPLACE")
                        ? "REPLACE takes expressions with the names of columns, as in * REPLACE (x / 10 AS x)"
                        : word.upper() + " takes names of columns, as in * " + word.upper() + " (a, b)");
    }
}
