package io.barograph.formats.json;

import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.decimal.DecimalText;
import io.barograph.core.decimal.Int128;
import io.barograph.core.text.EpochUnit;
import io.barograph.core.text.TimestampParser;
import io.barograph.core.text.TimestampText;
import io.barograph.core.zone.Zone;
import io.barograph.formats.json.Members.Member;
import io.barograph.formats.text.Clock;
import io.barograph.formats.text.ColumnKind;
import io.barograph.formats.text.Columns;
import io.barograph.formats.text.ShortNumbers;
import io.barograph.formats.text.TextInterner;
import io.barograph.formats.text.TimeOptions;
import io.barograph.formats.text.Values;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Parses one object into a row of {@link Columns}. Used by one thread. */
final class ObjectParser {
    private static final int MALFORMED = JsonScanner.MALFORMED;
    private static final int POINT = '.' ^ '0';
    private static final int SHOWN_BYTES = 60;

    private final Columns columns;
    private final Schema schema;
    private final Members members;
    private final boolean acrossLines;
    private final Clock clock;
    private final TimestampParser days = new TimestampParser();
    private final double[] number = new double[1];
    private final Int128 register = new Int128();
    private final Strings strings = new Strings();

    private int row;
    private long record;
    private int found;
    /** Bounds of a string's text, in the bytes at hand or in {@link Strings#text()}. */
    private int textFrom;

    private int textLength;
    private byte[] textBytes = {};
    private @Nullable String reason;

    /** @param acrossLines whether an object may span lines */
    ObjectParser(Schema schema, List<List<String>> paths, Columns columns, Zone zone, boolean acrossLines) {
        this.columns = columns;
        this.schema = schema;
        this.members = Members.of(schema, paths, columns);
        this.acrossLines = acrossLines;
        this.clock = new Clock(zone);
    }

    /** What was wrong with the object last found malformed. */
    String reason() {
        return reason == null ? "no JSON" : reason;
    }

    /** Parses the object at {@code at} into a row; gives the position behind it, or {@link JsonScanner#MALFORMED}. */
    int parse(byte[] bytes, int at, int intoRow) {
        row = intoRow;
        record++;
        found = 0;
        reason = null;
        if (bytes[at] != '{') {
            return malformed("no object");
        }
        int end = object(bytes, at, members);
        if (end >= 0 && found < columns.kinds.length) {
            setAbsent(members);
        }
        return end;
    }

    private void setAbsent(Members object) {
        for (Member member : object.all()) {
            if (member.column >= 0 && member.record != record) {
                columns.setNull(member.column, row);
            }
            if (member.inner != null) {
                setAbsent(member.inner);
            }
        }
    }

    private int object(byte[] bytes, int opening, Members object) {
        int at = JsonScanner.space(bytes, opening + 1, acrossLines);
        if (bytes[at] == '}') {
            return at + 1;
        }
        Member previous = null;
        Member expected = object.first;
        while (true) {
            Member member = expected;
            int colon = member == null ? MALFORMED : member.behindName(bytes, at);
            if (colon < 0) {
                int quote = bytes[at] == '"' ? JsonScanner.stringEnd(bytes, at + 1) : MALFORMED;
                if (quote < 0) {
                    return MALFORMED;
                }
                member = find(bytes, at + 1, quote, object);
                colon = quote + 1;
                if (previous == null) {
                    object.first = member;
                } else {
                    previous.next = member;
                }
            }
            at = JsonScanner.behindColon(bytes, colon, acrossLines);
            if (at >= 0) {
                at = member == null ? JsonScanner.value(bytes, at, acrossLines) : member(bytes, at, member);
            }
            if (at < 0) {
                return MALFORMED;
            }
            at = JsonScanner.space(bytes, at, acrossLines);
            if (bytes[at] != ',') {
                return bytes[at] == '}' ? at + 1 : MALFORMED;
            }
            at = JsonScanner.space(bytes, at + 1, acrossLines);
            if (member != null) {
                previous = member;
                expected = member.next;
            }
        }
    }

    private @Nullable Member find(byte[] bytes, int from, int quote, Members object) {
        if (!Strings.isEscaped(bytes, from, quote)) {
            return object.find(bytes, from, quote - from);
        }
        int length = strings.unescape(bytes, from, quote);
        return length < 0 ? null : object.find(strings.text(), 0, length);
    }

    private int member(byte[] bytes, int at, Member member) {
        if (member.record == record) {
            return malformed("column '" + member.name + "': it stands there twice");
        }
        member.record = record;
        Members inner = member.inner;
        int column = member.column;
        if (column < 0) {
            if (bytes[at] == '{' && inner != null) {
                return object(bytes, at, inner);
            }
            int end = JsonScanner.value(bytes, at, acrossLines);
            return end < 0 || bytes[at] == 'n' || bytes[at] == 'N'
                    ? end
                    : malformed(member.name, bytes, at, end, "object");
        }
        found++;
        int end = shortValue(bytes, at, member, column);
        if (end >= 0) {
            return end;
        }
        if (bytes[at] == '{' && inner != null && object(bytes, at, inner) < 0) {
            return MALFORMED;
        }
        return value(bytes, at, member, column);
    }

    /** Sensors' values as they are usually written; negative for all others. */
    private int shortValue(byte[] bytes, int at, Member member, int column) {
        int end;
        switch (member.kind) {
            case ColumnKind.DOUBLE -> {
                end = beginsNumber(bytes, at)
                        ? ShortNumbers.decimal(bytes, at, POINT, columns.doubles[column], row)
                        : MALFORMED;
            }
            case ColumnKind.BIGINT -> {
                end = beginsNumber(bytes, at) ? ShortNumbers.integer(bytes, at, columns.longs[column], row) : MALFORMED;
            }
            case ColumnKind.VARCHAR -> {
                end = bytes[at] == '"'
                        ? columns.texts[column].shortText(bytes, at + 1, columns.codes[column], row)
                        : MALFORMED;
                return end < 0 ? MALFORMED : end + 1;
            }
            case ColumnKind.TIMESTAMP -> {
                end = bytes[at] == '"' ? clock.parse(bytes, at + 1, columns.longs[column], row) : MALFORMED;
                return end < 0 || bytes[end] != '"' ? MALFORMED : end + 1;
            }
            default -> {
                return MALFORMED;
            }
        }
        return end >= 0 && JsonScanner.endsScalar(bytes[end]) ? end : MALFORMED;
    }

    /** Whether a digit stands here, behind a sign or not, and no zero before another digit. */
    private static boolean beginsNumber(byte[] bytes, int from) {
        int at = bytes[from] == '-' ? from + 1 : from;
        byte first = bytes[at];
        return first > '0' && first <= '9' || first == '0' && !JsonScanner.isDigit(bytes[at + 1]);
    }

    /** Any value, by the exact rules. */
    private int value(byte[] bytes, int at, Member member, int column) {
        int end = JsonScanner.value(bytes, at, acrossLines);
        if (end < 0) {
            return MALFORMED;
        }
        byte first = bytes[at];
        boolean isText = member.kind == ColumnKind.VARCHAR || member.kind == ColumnKind.UNREAD_TEXT;
        boolean fits = true;
        if (first == 'n' || first == 'N') {
            columns.setNull(column, row);
        } else if (first == '"') {
            fits = string(bytes, at + 1, end - 1)
                    && (isText
                            ? text(member, column, textBytes, textFrom, textLength)
                            : textLength == 0 && setNull(column) || scalar(member, column));
        } else if (isText) {
            fits = text(member, column, bytes, at, end - at);
        } else {
            textBytes = bytes;
            textFrom = at;
            textLength = end - at;
            fits = first != '{' && first != '[' && scalar(member, column);
        }
        if (fits) {
            return end;
        }
        return malformed(
                schema.name(column),
                bytes,
                at,
                end,
                isText
                        ? "text in UTF-8"
                        : schema.type(column) + TimeOptions.hint(member.kind == ColumnKind.TIMESTAMP, bytes, at, end));
    }

    private boolean setNull(int column) {
        columns.setNull(column, row);
        return true;
    }

    /** Finds a string's text; false where it is none. */
    private boolean string(byte[] bytes, int from, int quote) {
        if (!Strings.isEscaped(bytes, from, quote)) {
            textBytes = bytes;
            textFrom = from;
            textLength = quote - from;
            return true;
        }
        textLength = strings.unescape(bytes, from, quote);
        textBytes = strings.text();
        textFrom = 0;
        return textLength >= 0;
    }

    private boolean text(Member member, int column, byte[] bytes, int from, int length) {
        TextInterner texts = columns.texts[column];
        if (member.kind == ColumnKind.UNREAD_TEXT) {
            return texts.isText(bytes, from, length);
        }
        int code = texts.text(bytes, from, length, true);
        if (code < 0) {
            return false;
        }
        columns.codes[column][row] = code;
        if (length > 0 && !hasMarks(bytes, from, length)) {
            texts.remember(bytes, from, length, code);
        }
        return true;
    }

    /** Whether a text is written otherwise than it is: with escapes. */
    private static boolean hasMarks(byte[] bytes, int from, int length) {
        for (int at = from; at < from + length; at++) {
            if (bytes[at] == '"' || bytes[at] == '\\') {
                return true;
            }
        }
        return false;
    }

    /** Puts the text at hand into a column of another type than VARCHAR. */
    private boolean scalar(Member member, int column) {
        byte[] bytes = textBytes;
        int from = textFrom;
        int to = from + textLength;
        return switch (member.kind) {
            case ColumnKind.BIGINT -> Values.bigint(bytes, from, to, columns.longs[column], row);
            case ColumnKind.DOUBLE -> Values.number(bytes, from, to, (byte) '.', columns.doubles[column], row);
            case ColumnKind.TIMESTAMP -> Values.timestamp(bytes, from, to, clock, columns.longs[column], row);
            case ColumnKind.EPOCH -> epoch(bytes, from, to, column);
            case ColumnKind.DATE -> Values.date(bytes, from, to, days, columns.longs[column], row);
            case ColumnKind.DECIMAL -> decimal(bytes, from, to, column);
            case ColumnKind.INTERVAL -> Values.interval(bytes, from, to, columns.longs[column], row);
            default -> Values.bool(bytes, from, to, columns.booleans[column], row);
        };
    }

    private boolean decimal(byte[] bytes, int from, int to, int column) {
        Type type = schema.type(column);
        boolean fits = DecimalText.parse(bytes, from, to, (byte) '.', type.precision(), type.scale(), register);
        columns.highs[column][row] = register.high();
        columns.longs[column][row] = register.low();
        return fits;
    }

    private boolean epoch(byte[] bytes, int from, int to, int column) {
        EpochUnit unit = columns.units[column];
        long value = unit == null ? TimestampText.INVALID : unit.parse(bytes, from, to);
        columns.longs[column][row] = value;
        return value != TimestampText.INVALID;
    }

    private int malformed(String name, byte[] bytes, int from, int end, String wanted) {
        int shown = Math.min(end - from, SHOWN_BYTES);
        String text = new String(bytes, from, shown, StandardCharsets.UTF_8) + (shown < end - from ? "…" : "");
        boolean decimals = wanted.equals(Type.BIGINT.toString())
                && !Shape.isInteger(bytes, from, end)
                && Values.number(bytes, from, end, (byte) '.', number, 0);
        return malformed("column '" + name + "': " + text + (decimals ? " is a DOUBLE, no " : " is no ") + wanted);
    }

    private int malformed(String why) {
        reason = why;
        return MALFORMED;
    }
}
