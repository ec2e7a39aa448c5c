package io.barograph.formats.csv;

import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.decimal.DecimalText;
import io.barograph.core.decimal.Int128;
import io.barograph.core.text.EpochUnit;
import io.barograph.core.text.TimestampParser;
import io.barograph.core.text.TimestampText;
import io.barograph.formats.text.Clock;
import io.barograph.formats.text.ColumnKind;
import io.barograph.formats.text.Columns;
import io.barograph.formats.text.Dialect;
import io.barograph.formats.text.Lines;
import io.barograph.formats.text.NullWords;
import io.barograph.formats.text.ReadBuffer;
import io.barograph.formats.text.TextInterner;
import io.barograph.formats.text.TimeOptions;
import io.barograph.formats.text.Values;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/** Parses any field by the exact rules: what {@link RowParser} does not recognise, and what is wrong with it. */
final class FieldParser {
    /** The field ends the record's being a row; see {@link #reason}. */
    static final int MALFORMED = -3;

    private final Columns columns;
    private final Schema schema;
    private final FieldScanner scanner;
    private final Clock clock;
    private final TimestampParser days = new TimestampParser();
    private final NullWords nulls;
    private final byte decimal;
    /** Null where numbers have no marks between their thousands. */
    private final @Nullable DigitGroups groups;

    private final boolean trailing;
    private final Charset charset;
    private final Int128 register = new Int128();
    private final double[] number = new double[1];
    private byte[] scratch = new byte[256];
    private int innerLines;
    private @Nullable String reason;

    FieldParser(Columns columns, Schema schema, Dialect dialect) {
        this.columns = columns;
        this.schema = schema;
        this.scanner = new FieldScanner(dialect);
        this.clock = new Clock(dialect.zone());
        this.nulls = NullWords.inOthers(dialect.nulls());
        this.decimal = dialect.decimal();
        this.groups = dialect.thousands() < 0 ? null : new DigitGroups((byte) dialect.thousands());
        this.trailing = dialect.trailing();
        this.charset = dialect.charset();
    }

    Clock clock() {
        return clock;
    }

    /** Line ends inside the fields parsed since the last call. */
    int takeInnerLines() {
        int lines = innerLines;
        innerLines = 0;
        return lines;
    }

    /**
     * What was wrong with the record whose field was last found malformed.
     *
     * @param scanned what scanned that record as a whole
     */
    String reason(RecordScanner scanned) {
        if (scanned.runaway) {
            return "a quoted field has no end within 1 MiB";
        }
        if (scanned.tooLong) {
            return RecordScanner.TOO_LONG;
        }
        int wanted = schema.size() + (trailing ? 1 : 0);
        if (scanned.fields != wanted) {
            return scanned.fields + (scanned.fields == 1 ? " field where " : " fields where ") + wanted
                    + " are expected";
        }
        return reason == null ? "" : reason;
    }

    /**
     * Parses the field at {@code start} into a row.
     *
     * @return the position behind it; {@link FieldScanner#NEED_MORE}; or {@link #MALFORMED}
     */
    int parse(ReadBuffer buffer, int start, int column, int row, int width) {
        byte[] bytes = buffer.bytes;
        int next = scanner.scan(bytes, start, buffer.limit, buffer.atEnd);
        if (next == FieldScanner.NEED_MORE) {
            innerLines = 0;
            return next;
        }
        if (next < 0) {
            return malformed("a quoted field without end");
        }
        int end = next;
        boolean last = column == width - 1;
        int from = scanner.from;
        int to = scanner.to;
        boolean quoted = scanner.quoted;
        boolean escaped = scanner.escaped;
        boolean ends = scanner.last;
        if (scanner.junk) {
            return malformed("column '" + schema.name(column) + "': text behind the closing quote");
        }
        if (last && !ends && trailing) {
            // One more delimiter and nothing behind it.
            end = scanner.scan(bytes, next, buffer.limit, buffer.atEnd);
            ends = end > 0 && scanner.last && scanner.to == scanner.from && !scanner.quoted;
            if (end == FieldScanner.NEED_MORE) {
                innerLines = 0;
                return end;
            }
        }
        if (last != ends) {
            return malformed(last ? "more fields than columns" : "fewer fields than columns");
        }
        if (quoted) {
            innerLines += Lines.count(bytes, from, to);
        }
        return value(bytes, from, to, quoted, escaped, column, row) ? end : MALFORMED;
    }

    private boolean value(byte[] bytes, int from, int to, boolean quoted, boolean escaped, int column, int row) {
        int kind = columns.kinds[column];
        if (kind == ColumnKind.VARCHAR || kind == ColumnKind.UNREAD_TEXT) {
            return text(bytes, from, to, quoted, escaped, column, row);
        }
        int begin = from;
        int end = to;
        while (begin < end && isSpace(bytes[begin])) {
            begin++;
        }
        while (end > begin && isSpace(bytes[end - 1])) {
            end--;
        }
        if (begin == end || nulls.contains(bytes, begin, end - begin)) {
            columns.setNull(column, row);
            return true;
        }
        boolean numeric = kind == ColumnKind.BIGINT || kind == ColumnKind.DOUBLE || kind == ColumnKind.DECIMAL;
        boolean fits;
        if (numeric && groups != null) {
            int length = groups.remove(bytes, begin, end);
            fits = length > 0 && typed(groups.bytes, 0, length, kind, column, row);
        } else {
            fits = typed(bytes, begin, end, kind, column, row);
        }
        if (!fits) {
            boolean decimals = kind == ColumnKind.BIGINT
                    && !TypeProbe.isInteger(bytes, begin, end)
                    && Values.number(bytes, begin, end, decimal, number, 0);
            malformed("column '" + schema.name(column) + "': '" + excerpt(bytes, begin, end) + "' is "
                    + (decimals ? "a DOUBLE, no " : "no ") + schema.type(column)
                    + TimeOptions.hint(kind == ColumnKind.TIMESTAMP, bytes, begin, end)
                    + (numeric && groups == null ? groupsHint(bytes, begin, end) : ""));
        }
        return fits;
    }

    /** What to add where a number has marks between its thousands, and nobody said so. */
    private String groupsHint(byte[] bytes, int from, int to) {
        char mark = decimal == ',' ? '.' : ',';
        DigitGroups found = new DigitGroups((byte) mark);
        int length = found.remove(bytes, from, to);
        return length > 0 && found.found() && Values.number(found.bytes, 0, length, decimal, number, 0)
                ? "; the option thousands => '" + mark + "' reads such numbers"
                : "";
    }

    private boolean typed(byte[] bytes, int begin, int end, int kind, int column, int row) {
        return switch (kind) {
            case ColumnKind.BIGINT -> Values.bigint(bytes, begin, end, columns.longs[column], row);
            case ColumnKind.DOUBLE -> Values.number(bytes, begin, end, decimal, columns.doubles[column], row);
            case ColumnKind.TIMESTAMP -> Values.timestamp(bytes, begin, end, clock, columns.longs[column], row);
            case ColumnKind.DECIMAL -> decimal(bytes, begin, end, column, row);
            case ColumnKind.DATE -> Values.date(bytes, begin, end, days, columns.longs[column], row);
            case ColumnKind.EPOCH -> epoch(bytes, begin, end, column, row);
            case ColumnKind.INTERVAL -> Values.interval(bytes, begin, end, columns.longs[column], row);
            default -> Values.bool(bytes, begin, end, columns.booleans[column], row);
        };
    }

    private boolean decimal(byte[] bytes, int from, int to, int column, int row) {
        Type type = schema.type(column);
        boolean fits = DecimalText.parse(bytes, from, to, decimal, type.precision(), type.scale(), register);
        columns.highs[column][row] = register.high();
        columns.longs[column][row] = register.low();
        return fits;
    }

    private boolean epoch(byte[] bytes, int from, int to, int column, int row) {
        EpochUnit unit = columns.units[column];
        long value = unit == null ? TimestampText.INVALID : unit.parse(bytes, from, to);
        columns.longs[column][row] = value;
        return value != TimestampText.INVALID;
    }

    private boolean text(byte[] bytes, int from, int to, boolean quoted, boolean escaped, int column, int row) {
        byte[] source = bytes;
        int begin = from;
        int length = to - from;
        if (escaped) {
            length = unescape(bytes, from, to);
            source = scratch;
            begin = 0;
        }
        TextInterner texts = columns.texts[column];
        if (columns.kinds[column] == ColumnKind.UNREAD_TEXT) {
            return texts.isText(source, begin, length) || notText(column, texts);
        }
        int code = texts.text(source, begin, length, quoted);
        if (!quoted) {
            texts.remember(source, begin, length, code);
        }
        if (code == TextInterner.INVALID) {
            return notText(column, texts);
        }
        if (code == TextInterner.NULL) {
            columns.setNull(column, row);
        } else {
            columns.codes[column][row] = code;
        }
        return true;
    }

    private boolean notText(int column, TextInterner texts) {
        malformed("column '" + schema.name(column) + "': bytes that are no " + texts.charset());
        return false;
    }

    /** Copies a text to the scratch array with every two quotes made one; gives its length. */
    private int unescape(byte[] bytes, int from, int to) {
        if (scratch.length < to - from) {
            scratch = new byte[to - from];
        }
        byte quote = bytes[from - 1];
        int length = 0;
        for (int at = from; at < to; at++) {
            scratch[length++] = bytes[at];
            if (bytes[at] == quote) {
                at++;
            }
        }
        return length;
    }

    private int malformed(String why) {
        innerLines = 0;
        reason = why;
        return MALFORMED;
    }

    private String excerpt(byte[] bytes, int from, int to) {
        int shown = Math.min(to - from, 60);
        String text = new String(bytes, from, shown, charset);
        return shown < to - from ? text + "…" : text;
    }

    private static boolean isSpace(byte value) {
        return value == ' ' || value == '\t';
    }
}
