package io.barograph.formats.output;

import io.barograph.core.column.Schema;
import io.barograph.formats.UniqueNames;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * An answer as JSON (RFC 8259), in UTF-8: one array of objects, or one object a line (JSON Lines, NDJSON). An object has a
 * member per column, in order; of columns with the same name the later ones are called {@code name_1}, {@code name_2}.
 *
 * <p>NULL is {@code null}. BIGINT and DOUBLE are numbers, integers with all their digits (JavaScript itself keeps 53
 * bits), doubles the shortest that read back; {@code "NaN"}, {@code "Infinity"} and {@code "-Infinity"} are strings, since
 * JSON has no such numbers. Timestamps are strings as {@code "2023-01-01T00:00:00Z"}, intervals as {@code "01:30:00"}.
 *
 * <p>The stream is treated as {@link CsvSink} does.
 */
public final class JsonSink extends StreamSink {
    private static final byte[] NONE = {};

    private final boolean lines;
    private boolean started;

    private JsonSink(OutputStream out, boolean lines) {
        super(out);
        this.lines = lines;
    }

    /** One array with an object per row. */
    public static JsonSink array(OutputStream out) {
        return new JsonSink(out, false);
    }

    /** One object per line. */
    public static JsonSink lines(OutputStream out) {
        return new JsonSink(out, true);
    }

    /** Appends rows; the first row of an array has no comma before it. */
    @Override
    public void write(byte[] bytes, int length) {
        int skipped = started || lines || length == 0 ? 0 : 1;
        started |= length > 0;
        send(bytes, skipped, length - skipped);
    }

    @Override
    RowStyle style(Schema answer) {
        return rows(answer, lines);
    }

    /** How rows are written, as an array's elements or one a line. */
    static RowStyle rows(Schema answer, boolean lines) {
        String rowStart = lines ? "{" : ",\n{";
        byte[][] before = new byte[answer.size()][];
        UniqueNames unique = new UniqueNames();
        for (int i = 0; i < before.length; i++) {
            before[i] = member(i == 0 ? rowStart : ",", unique.take(answer.name(i)));
        }
        // A row of no columns, such as the key of a table of one row, is an object too.
        String rowEnd = (before.length == 0 ? rowStart : "") + (lines ? "}\n" : "}");
        return new RowStyle(
                lines ? NONE : RowStyle.ascii("["),
                before,
                RowStyle.ascii(rowEnd),
                lines ? NONE : RowStyle.ascii("\n]\n"),
                RowStyle.ascii("null"),
                RowStyle.Dialect.JSON,
                (byte) ',');
    }

    private static byte[] member(String start, String name) {
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        byte[] escaped = new byte[RowStyle.MAX_EXPANSION * utf8.length];
        RowStyle json = new RowStyle(NONE, new byte[0][], NONE, NONE, NONE, RowStyle.Dialect.JSON, (byte) ',');
        ByteArrayOutputStream member = new ByteArrayOutputStream();
        member.writeBytes(RowStyle.ascii(start + "\""));
        member.write(escaped, 0, json.escape(utf8, 0, utf8.length, escaped, 0));
        member.writeBytes(RowStyle.ascii("\":"));
        return member.toByteArray();
    }
}
