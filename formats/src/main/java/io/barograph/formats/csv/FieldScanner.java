package io.barograph.formats.csv;

import io.barograph.formats.text.Dialect;

/**
 * The exact rules of where a field ends, one byte at a time; {@link RowParser} takes shorter ways to the same end.
 *
 * <p>A quote opens a quoted field only as the field's first byte (behind spaces, where the dialect trims). Inside, two
 * quotes stand for one, and delimiters and line ends are text. What follows the closing quote up to the next delimiter or
 * line end makes the field malformed. A quoted field over {@link #MAX_QUOTED_BYTES}, or one that the text's end leaves
 * open, is {@link #RUNAWAY}. Lines end with {@code \n} or {@code \r\n}.
 */
final class FieldScanner {
    /** More text is needed to tell. */
    static final int NEED_MORE = -1;
    /** A quoted field has no end in sight. */
    static final int RUNAWAY = -2;

    static final int MAX_QUOTED_BYTES = 1 << 20;

    private final byte delimiter;
    private final int quote;
    private final boolean trim;

    /** The field's text is between these, without its quotes. */
    int from;

    int to;
    /** The first byte: the opening quote where there is one. */
    int opening;

    boolean quoted;
    /** Whether doubled quotes are to be made single. */
    boolean escaped;
    /** Whether text follows the closing quote. */
    boolean junk;
    /** Whether the line ends with the field. */
    boolean last;

    FieldScanner(Dialect dialect) {
        this.delimiter = dialect.delimiter();
        this.quote = dialect.quote();
        this.trim = dialect.trim();
    }

    /**
     * Scans the field that begins at {@code start}.
     *
     * @param limit end of the text at hand; at the text's end a {@code \n} stands there
     * @return the position behind the field's delimiter or line end; or {@link #NEED_MORE} or {@link #RUNAWAY}
     */
    int scan(byte[] bytes, int start, int limit, boolean atEnd) {
        int at = trim ? skipSpaces(bytes, start, limit) : start;
        opening = at;
        quoted = at < limit && (bytes[at] & 0xFF) == quote;
        escaped = false;
        junk = false;
        if (!quoted) {
            return scanPlain(bytes, at, at, limit, atEnd);
        }
        int closing = closingQuote(bytes, at + 1, limit, atEnd);
        if (closing < 0) {
            return closing;
        }
        int behind = trim ? skipSpaces(bytes, closing + 1, limit) : closing + 1;
        int next = scanPlain(bytes, at, behind, limit, atEnd);
        junk = to > behind;
        from = at + 1;
        to = closing;
        return next;
    }

    private int scanPlain(byte[] bytes, int begin, int search, int limit, boolean atEnd) {
        int at = search;
        while (at < limit && bytes[at] != delimiter && bytes[at] != '\n') {
            at++;
        }
        if (at >= limit && !atEnd) {
            return NEED_MORE;
        }
        last = at >= limit || bytes[at] == '\n';
        from = begin;
        to = last && at > search && bytes[at - 1] == '\r' ? at - 1 : at;
        if (trim) {
            while (to > search && bytes[to - 1] == ' ') {
                to--;
            }
        }
        return at + 1;
    }

    private int closingQuote(byte[] bytes, int begin, int limit, boolean atEnd) {
        int end = Math.min(limit, begin + MAX_QUOTED_BYTES + 1);
        int at = begin;
        while (at < end) {
            if (bytes[at] != quote) {
                at++;
            } else if (at + 1 >= limit) {
                return atEnd ? at : NEED_MORE;
            } else if (bytes[at + 1] == quote) {
                escaped = true;
                at += 2;
            } else {
                return at;
            }
        }
        return atEnd || at > begin + MAX_QUOTED_BYTES ? RUNAWAY : NEED_MORE;
    }

    private static int skipSpaces(byte[] bytes, int start, int limit) {
        int at = start;
        while (at < limit && bytes[at] == ' ') {
            at++;
        }
        return at;
    }
}
