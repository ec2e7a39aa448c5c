package io.barograph.sql;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Rewrites MATCH_RECOGNIZE, before anything else reads the tokens, as a SELECT in parentheses whose list is a call of {@link #MARK}:
 *
 * <pre>t MATCH_RECOGNIZE (PARTITION BY k ORDER BY ts MEASURES A.x AS y PATTERN (A B+) DEFINE B AS B.x > 1)
 * (SELECT "$match"("$partition"(k), "$order"("$by"(ts, '')), "$measures"("$as"(A.x, 'y')),
 *     "$pattern"('A B+'), "$define"("$as"(B.x > 1, 'B'))) FROM t)</pre>
 *
 * {@link MatchBinder} says what that means.
 */
final class MatchText extends TokenRewriter {
    static final String MARK = "$match";

    /** Called with an expression and the words behind it in ORDER BY. */
    static final String BY = "$by";

    /** Called with an expression and the name that it has. */
    static final String NAMED = "$as";

    /** Called with what FINAL or RUNNING stand before. */
    static final String FINAL = "$final";

    static final String RUNNING = "$running";

    private static final String WORD = "MATCH_RECOGNIZE";

    private static final String USAGE =
            "MATCH_RECOGNIZE (PARTITION BY key ORDER BY time MEASURES A.x AS y PATTERN (A B+)"
                    + " DEFINE B AS B.x > A.x)";

    /** The clauses, in their order. */
    enum Clause {
        PARTITION("PARTITION BY"),
        ORDER("ORDER BY"),
        MEASURES("MEASURES"),
        ROWS("ONE ROW PER MATCH"),
        AFTER("AFTER MATCH"),
        PATTERN("PATTERN"),
        WITHIN("WITHIN INTERVAL"),
        SUBSET("SUBSET"),
        DEFINE("DEFINE");

        private final String words;

        Clause(String words) {
            this.words = words;
        }

        /** The name of the call that the clause becomes. */
        String mark() {
            return "$" + name().toLowerCase(Locale.ROOT);
        }
    }

    private MatchText(SourceText source, List<Token> tokens) {
        super(source, tokens);
    }

    /** The query {@code [first, last)} without MATCH_RECOGNIZE, an end behind it; null where there is none in it. */
    static @Nullable List<Token> rewrite(SourceText source, List<Token> tokens, int first, int last) {
        if (tokens.subList(first, last).stream().noneMatch(token -> token.isWord(WORD))) {
            return null;
        }
        return new MatchText(source, tokens).rewritten(first, last);
    }

    @Override
    void level(int from, int to) {
        int item = -1;
        for (int i = from; i < to; ) {
            Token token = tokens.get(i);
            if (token.isWord(WORD)
                    && item >= 0
                    && out.size() > item
                    && at(i + 1, to).isSymbol("(")) {
                i = clause(i, to, item);
                continue;
            }
            i = copy(i, to);
            item = itemBehind(token, item);
        }
    }

    /** {@code item MATCH_RECOGNIZE (…)}: the item, which is written already, moves into parentheses. */
    private int clause(int word, int to, int item) {
        int close = closing(word + 1, to);
        if (close == to) {
            throw source.error(ErrorCode.SYNTAX_ERROR, tokens.get(word + 1), "this parenthesis is not closed");
        }
        Token place = tokens.get(word);
        List<Token> table = List.copyOf(out.subList(item, out.size()));
        out.subList(item, out.size()).clear();
        add(place, "(", "SELECT");
        call(place, MARK);
        clauses(word + 2, close, place);
        add(place, ")", "FROM");
        out.addAll(table);
        add(place, ")");
        return close + 1;
    }

    private void clauses(int from, int close, Token place) {
        Clause last = null;
        for (int i = from; i < close; ) {
            Clause clause = clauseAt(i, close);
            if (clause == null) {
                throw wrong(tokens.get(i), "a clause of MATCH_RECOGNIZE begins here, such as " + words(last));
            } else if (last != null && clause.compareTo(last) <= 0) {
                throw wrong(
                        tokens.get(i),
                        clause == last
                                ? clause.words + " stands twice"
                                : clause.words + " stands before " + last.words + " in MATCH_RECOGNIZE");
            }
            if (last != null) {
                add(place, ",");
            }
            last = clause;
            int end = i + 1;
            while (end < close && clauseAt(end, close) == null) {
                end = tokens.get(end).isSymbol("(") ? closing(end, close) + 1 : end + 1;
            }
            call(tokens.get(i), clause.mark());
            content(clause, i, Math.min(end, close));
            add(place, ")");
            i = end;
        }
    }

    private static String words(@Nullable Clause last) {
        return Arrays.stream(Clause.values())
                .filter(clause -> last == null || clause.compareTo(last) > 0)
                .map(clause -> clause.words)
                .collect(Collectors.joining(", "));
    }

    /** The clause that begins at a token, or null. */
    private @Nullable Clause clauseAt(int i, int to) {
        Token word = tokens.get(i);
        Token before = tokens.get(i - 1);
        Token after = at(i + 1, to);
        if (word.kind() != Token.Kind.WORD || before.isSymbol(".") || before.isWord("AS") || after.isSymbol(".")) {
            return null;
        }
        return switch (word.upper()) {
            case "PARTITION" -> after.isWord("BY") ? Clause.PARTITION : null;
            case "ORDER" -> after.isWord("BY") ? Clause.ORDER : null;
            case "MEASURES" -> after.isSymbol(",") || after.isSymbol(")") ? null : Clause.MEASURES;
            case "ONE" -> after.isWord("ROW") ? Clause.ROWS : null;
            case "ALL" -> after.isWord("ROWS") ? Clause.ROWS : null;
            case "AFTER" -> after.isWord("MATCH") ? Clause.AFTER : null;
            case "PATTERN" -> after.isSymbol("(") ? Clause.PATTERN : null;
            case "WITHIN" -> after.isWord("INTERVAL") ? Clause.WITHIN : null;
            case "SUBSET" -> after.isName() && at(i + 2, to).isSymbol("=") ? Clause.SUBSET : null;
            case "DEFINE" -> after.isName() && at(i + 2, to).isWord("AS") ? Clause.DEFINE : null;
            default -> null;
        };
    }

    private void content(Clause clause, int from, int to) {
        switch (clause) {
            case PARTITION -> expression(from + 2, to);
            case ORDER -> list(from + 2, to, this::ordered);
            case MEASURES ->
                list(from + 1, to, (at, end) -> {
                    int as = find(at, end, Set.of("AS"));
                    if (as + 2 != end || !tokens.get(as + 1).isName()) {
                        throw wrong(at(Math.min(as + 1, end), to), "a measure has a name, as in LAST(A.x) AS last_x");
                    }
                    named(at, as, tokens.get(as + 1));
                });
            case ROWS, AFTER -> words(from, to);
            case PATTERN -> {
                int close = closing(from + 1, to);
                if (close + 1 < to) {
                    throw wrong(tokens.get(close + 1), "this is no part of MATCH_RECOGNIZE");
                } else if (close == from + 2) {
                    throw wrong(tokens.get(close), "the pattern is empty");
                }
                words(from + 2, close);
            }
            case WITHIN -> expression(from + 1, to);
            case SUBSET ->
                list(from + 1, to, (at, end) -> {
                    if (!at(at + 1, end).isSymbol("=")
                            || !at(at + 2, end).isSymbol("(")
                            || closing(at + 2, end) + 1 != end) {
                        throw wrong(tokens.get(at), "write SUBSET U = (A, B)");
                    }
                    call(tokens.get(at), NAMED);
                    name(tokens.get(at));
                    for (int i = at + 3; i < end - 1; i++) {
                        if (tokens.get(i).isName()) {
                            add(tokens.get(at), ",");
                            name(tokens.get(i));
                        }
                    }
                    add(tokens.get(at), ")");
                });
            case DEFINE ->
                list(from + 1, to, (at, end) -> {
                    if (!tokens.get(at).isName() || !at(at + 1, end).isWord("AS") || at + 2 >= end) {
                        throw wrong(tokens.get(at), "a variable is defined as in DEFINE A AS A.x > 1");
                    }
                    named(at + 2, end, tokens.get(at));
                });
        }
    }

    private interface Part {
        void write(int from, int to);
    }

    private void list(int from, int to, Part part) {
        for (int i = from; i <= to; ) {
            int end = comma(i, to);
            if (end == i) {
                throw wrong(at(i, tokens.size() - 1), "something is missing here");
            }
            part.write(i, end);
            if (end < to) {
                out.add(tokens.get(end));
            }
            i = end + 1;
        }
    }

    private void ordered(int from, int to) {
        int end = to;
        while (end > from + 1 && isDirection(tokens.get(end - 1))) {
            end--;
        }
        call(tokens.get(from), BY);
        expression(from, end);
        add(tokens.get(from), ",");
        words(end, to);
        add(tokens.get(from), ")");
    }

    private static boolean isDirection(Token token) {
        return token.isWord("ASC")
                || token.isWord("DESC")
                || token.isWord("NULLS")
                || token.isWord("FIRST")
                || token.isWord("LAST");
    }

    private void named(int from, int to, Token name) {
        call(tokens.get(from), NAMED);
        expression(from, to);
        add(name, ",");
        name(name);
        add(name, ")");
    }

    private void name(Token name) {
        out.add(new Token(Token.Kind.STRING, name.text(), name.start(), name.end()));
    }

    /** The user's words as one text. */
    private void words(int from, int to) {
        int start = tokens.get(from).start();
        int end = from < to ? tokens.get(to - 1).end() : start;
        out.add(new Token(Token.Kind.STRING, source.text(start, end), start, end));
    }

    /** Copies tokens; FINAL and RUNNING become calls. */
    private void expression(int from, int to) {
        for (int i = from; i < to; i++) {
            Token token = tokens.get(i);
            boolean isFinal = token.isWord("FINAL");
            if ((isFinal || token.isWord("RUNNING"))
                    && at(i + 1, to).isName()
                    && at(i + 2, to).isSymbol("(")) {
                int close = closing(i + 2, to);
                call(token, isFinal ? FINAL : RUNNING);
                expression(i + 1, Math.min(close + 1, to));
                add(token, ")");
                i = close;
            } else {
                out.add(token);
            }
        }
    }

    private BarographException wrong(Token token, String what) {
        return source.error(ErrorCode.SYNTAX_ERROR, token, what + "; write " + USAGE);
    }
}
