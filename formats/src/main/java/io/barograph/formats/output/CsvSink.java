package io.barograph.formats.output;

import io.barograph.core.column.Schema;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * An answer as CSV (RFC 4180, but lines end with a bare line feed), in UTF-8 without byte order mark.
 *
 * <p>NULL is an empty cell, the empty text {@code ""}; but in an answer of one column NULL is the word {@code NULL}: an
 * empty cell would be an empty line, which readers skip, and {@code ""} would come back as the empty text. Texts are quoted where they hold the delimiter, a quote or a line
 * break, begin with {@code #} or are a word for NULL such as {@code NA}; names also where they read as a value. Doubles are the shortest that read back ({@link io.barograph.core.text.DoubleText}), also
 * {@code NaN}, {@code Infinity} and {@code -Infinity}; timestamps are {@code 2023-01-01 00:00:00} in UTC, intervals
 * {@code 01:30:00}, booleans {@code true} and {@code false}.
 *
 * <p>Writes are large and not buffered here. The stream is flushed at the end, never closed. A failed write is a
 * {@code BarographException} with its {@code IOException} as cause.
 */
public final class CsvSink extends StreamSink {
    private static final Pattern VALUE = Pattern.compile(
            "[-+]?(\\d+[.,]?\\d*|[.,]\\d+)([eE][-+]?\\d+)?|\\d{4}-\\d\\d?-\\d\\d?([ T].*)?|true|false",
            Pattern.CASE_INSENSITIVE);

    private final byte delimiter;
    private final boolean header;

    /** Comma-separated, the columns' names in the first line. */
    public CsvSink(OutputStream out) {
        this(out, ',', true);
    }

    /**
     * @param delimiter an ASCII character, neither quote nor line break
     * @param header whether the first line has the columns' names
     */
    public CsvSink(OutputStream out, char delimiter, boolean header) {
        super(out);
        if (delimiter == '"' || delimiter == '\n' || delimiter == '\r' || delimiter == 0 || delimiter > 126) {
            throw new IllegalArgumentException("no delimiter: " + (int) delimiter);
        }
        this.delimiter = (byte) delimiter;
        this.header = header;
    }

    @Override
    RowStyle style(Schema answer) {
        RowStyle rows = rows(answer, delimiter);
        return header ? rows.withOpening(names(rows, answer)) : rows;
    }

    /** How rows are written, without a header before them. */
    static RowStyle rows(Schema answer, byte delimiter) {
        byte[][] before = new byte[answer.size()][];
        Arrays.fill(before, new byte[] {delimiter});
        if (before.length > 0) {
            before[0] = new byte[0];
        }
        byte[] none = {};
        byte[] lineEnd = {'\n'};
        byte[] absent = before.length == 1 ? RowStyle.ascii("NULL") : none;
        return new RowStyle(none, before, lineEnd, none, absent, RowStyle.Dialect.CSV, delimiter);
    }

    /** Whether a name reads as a number, a time or a truth value: unquoted, as what PIVOT calls columns by, a header would pass for a row. */
    private static boolean isValue(String name) {
        return VALUE.matcher(name).matches();
    }

    private static byte[] names(RowStyle style, Schema answer) {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int i = 0; i < answer.size(); i++) {
            line.writeBytes(style.before()[i]);
            byte[] name = answer.name(i).getBytes(StandardCharsets.UTF_8);
            if (style.isPlain(name, 0, name.length) && !isValue(answer.name(i))) {
                line.writeBytes(name);
            } else {
                byte[] quoted = new byte[RowStyle.MAX_EXPANSION * name.length + 2];
                line.write(quoted, 0, style.escape(name, 0, name.length, quoted, 0));
            }
        }
        line.writeBytes(style.after());
        return line.toByteArray();
    }
}
