package io.barograph.formats.output;

import io.barograph.formats.text.NullWords;
import java.nio.charset.StandardCharsets;

/**
 * How one format writes a row: what stands around values, and how text is made safe.
 *
 * @param opening before the first row
 * @param before before each column's value, one per column
 * @param after behind a row's last value
 * @param closing behind the last row
 * @param absent for NULL
 * @param dialect the rules for text, times and numbers that are none
 * @param delimiter between the values of a CSV row
 */
record RowStyle(
        byte[] opening, byte[][] before, byte[] after, byte[] closing, byte[] absent, Dialect dialect, byte delimiter) {
    /** Texts that readers of CSV take for NULL, ours among them. */
    private static final NullWords NULL_WORDS = NullWords.inText(null);

    private static final byte[] HEX = ascii("0123456789abcdef");

    /** The most bytes that {@link #escape} makes of one. */
    static final int MAX_EXPANSION = 6;

    enum Dialect {
        /** RFC 4180: quoted where needed, quotes doubled. */
        CSV,
        /** RFC 8259. */
        JSON
    }

    /** This style with something else before the first row. */
    RowStyle withOpening(byte[] other) {
        return new RowStyle(other, before, after, closing, absent, dialect, delimiter);
    }

    /** Whether a text can stand in this format as it is (in JSON, between quotes). */
    boolean isPlain(byte[] utf8, int from, int to) {
        if (dialect == Dialect.JSON) {
            for (int i = from; i < to; i++) {
                byte b = utf8[i];
                if (b >= 0 && b < ' ' || b == '"' || b == '\\') {
                    return false;
                }
            }
            return true;
        }
        if (from == to || utf8[from] == '#' || NULL_WORDS.contains(utf8, from, to - from)) {
            return false; // unquoted it would be NULL, and many readers skip lines that begin with #
        }
        for (int i = from; i < to; i++) {
            byte b = utf8[i];
            if (b == delimiter || b == '"' || b == '\n' || b == '\r') {
                return false;
            }
        }
        return true;
    }

    /**
     * Writes a text that is not plain, in CSV with its quotes, in JSON without, and returns the position behind it. There
     * must be room for {@link #MAX_EXPANSION} times its length and two quotes.
     */
    int escape(byte[] utf8, int from, int to, byte[] out, int at) {
        int next = at;
        if (dialect == Dialect.CSV) {
            out[next++] = '"';
            for (int i = from; i < to; i++) {
                if (utf8[i] == '"') {
                    out[next++] = '"';
                }
                out[next++] = utf8[i];
            }
            out[next++] = '"';
            return next;
        }
        for (int i = from; i < to; i++) {
            byte b = utf8[i];
            if (b < 0 || b >= ' ' && b != '"' && b != '\\') {
                out[next++] = b;
                continue;
            }
            out[next++] = '\\';
            int letter = "\b\t\n\f\r\"\\".indexOf(b);
            if (letter >= 0) {
                out[next++] = (byte) "btnfr\"\\".charAt(letter);
            } else {
                out[next++] = 'u';
                out[next++] = '0';
                out[next++] = '0';
                out[next++] = HEX[b >> 4];
                out[next++] = HEX[b & 15];
            }
        }
        return next;
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
