package io.barograph.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** SQL text that may still be in the making, cut into pieces for the eye: what is quoted, a comment, a keyword, and so on. */
final class SqlSpans {
    /** What a piece is. */
    enum Kind {
        KEYWORD,
        FUNCTION,
        /** A name, of a column or whatever. */
        NAME,
        NUMBER,
        /** In single quotes. */
        TEXT,
        /** In double quotes or backquotes. */
        QUOTED,
        COMMENT,
        SYMBOL
    }

    /**
     * A piece of the text.
     *
     * @param closed whether a quote or comment has its end
     */
    record Span(Kind kind, int start, int end, boolean closed) {
        String of(String text) {
            return text.substring(start, end);
        }
    }

    static final Set<String> KEYWORDS = Set.of(
            "SELECT",
            "FROM",
            "WHERE",
            "GROUP",
            "BY",
            "HAVING",
            "ORDER",
            "LIMIT",
            "OFFSET",
            "AS",
            "AND",
            "OR",
            "NOT",
            "NULL",
            "TRUE",
            "FALSE",
            "IN",
            "IS",
            "LIKE",
            "ILIKE",
            "BETWEEN",
            "CASE",
            "WHEN",
            "THEN",
            "ELSE",
            "END",
            "DISTINCT",
            "UNION",
            "ALL",
            "INTERSECT",
            "EXCEPT",
            "WITH",
            "VALUES",
            "JOIN",
            "LEFT",
            "RIGHT",
            "FULL",
            "INNER",
            "CROSS",
            "SEMI",
            "ANTI",
            "ON",
            "USING",
            "EXISTS",
            "CAST",
            "INTERVAL",
            "TIMESTAMP",
            "DATE",
            "TABLE",
            "DESCRIPTOR",
            "TUMBLE",
            "HOP",
            "CUMULATE",
            "SESSION",
            "MATCH_RECOGNIZE",
            "MEASURES",
            "PATTERN",
            "WITHIN",
            "SUBSET",
            "DEFINE",
            "ROLLUP",
            "CUBE",
            "GROUPING",
            "SETS",
            "ASC",
            "DESC",
            "NULLS",
            "FIRST",
            "LAST",
            "EXPLAIN",
            "ANALYZE",
            "DESCRIBE",
            "SUMMARIZE",
            "CREATE",
            "VIEW",
            "INSERT",
            "INTO",
            "COPY",
            "TO",
            "DROP",
            "SHOW",
            "TABLES",
            "SET",
            "PIVOT",
            "UNPIVOT",
            "FILTER",
            "WATERMARK",
            "FOR",
            "PARTITIONED",
            "IF",
            "REPLACE",
            "TEMPORARY",
            "BIGINT",
            "DOUBLE",
            "VARCHAR",
            "BOOLEAN",
            "DECIMAL");

    private final String text;
    private final List<Span> spans = new ArrayList<>();
    private int at;

    private SqlSpans(String text) {
        this.text = text;
    }

    /** The pieces in their order; blanks between them belong to none. */
    static List<Span> of(String text) {
        SqlSpans scan = new SqlSpans(text);
        while (scan.at < text.length()) {
            scan.next();
        }
        return scan.spans;
    }

    /** Whether the text is a whole input: a command with a dot, or ended by a semicolon that is no part of anything. */
    static boolean isComplete(String text) {
        if (text.isBlank() || DotCommands.isCommand(text)) {
            return true;
        }
        List<Span> spans = of(text);
        for (int i = spans.size() - 1; i >= 0; i--) {
            Span span = spans.get(i);
            if (span.kind() != Kind.COMMENT || !span.closed()) {
                return span.kind() == Kind.SYMBOL && span.of(text).equals(";");
            }
        }
        return true;
    }

    private void next() {
        char c = text.charAt(at);
        int start = at;
        if (Character.isWhitespace(c)) {
            at++;
        } else if (c == '\'') {
            quoted(Kind.TEXT, c);
        } else if (c == '"' || c == '`') {
            quoted(Kind.QUOTED, c);
        } else if (text.startsWith("--", at)) {
            int end = text.indexOf('\n', at);
            at = end < 0 ? text.length() : end;
            add(Kind.COMMENT, start, true);
        } else if (text.startsWith("/*", at)) {
            int end = text.indexOf("*/", at + 2);
            at = end < 0 ? text.length() : end + 2;
            add(Kind.COMMENT, start, end >= 0);
        } else if (Character.isUnicodeIdentifierStart(c) || c == '_') {
            word(start);
        } else if (c >= '0' && c <= '9') {
            while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '.')) {
                at++;
            }
            add(Kind.NUMBER, start, true);
        } else {
            at++;
            add(Kind.SYMBOL, start, true);
        }
    }

    private void word(int start) {
        while (at < text.length() && (Character.isUnicodeIdentifierPart(text.charAt(at)) || text.charAt(at) == '$')) {
            at++;
        }
        boolean opens = at < text.length() && text.charAt(at) == '(';
        boolean keyword = KEYWORDS.contains(text.substring(start, at).toUpperCase(Locale.ROOT));
        add(keyword ? Kind.KEYWORD : opens ? Kind.FUNCTION : Kind.NAME, start, true);
    }

    private void quoted(Kind kind, char quote) {
        int start = at++;
        while (true) {
            int end = text.indexOf(quote, at);
            if (end < 0) {
                at = text.length();
                add(kind, start, false);
                return;
            }
            at = end + 1;
            if (at >= text.length() || text.charAt(at) != quote) {
                add(kind, start, true);
                return;
            }
            at++;
        }
    }

    private void add(Kind kind, int start, boolean closed) {
        spans.add(new Span(kind, start, at, closed));
    }
}
