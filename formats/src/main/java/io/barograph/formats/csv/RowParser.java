package io.barograph.formats.csv;

import io.barograph.core.column.Batch;
import io.barograph.core.text.EpochUnit;
import io.barograph.core.text.TimestampText;

/**
 * The loop that turns bytes into columns.
 *
 * <p>Each field is tried the short way first: words of eight bytes, exact for the shapes that sensors write. What it does
 * not recognise — NULL words, exponents, spaces, quotes, errors — goes to {@link FieldParser}, which gives the same results
 * for every shape. Whatever the short way accepts ends with the delimiter or line end that the column must end with, so a
 * wrong number of fields is never accepted.
 */
final class RowParser {
    /** The batch is full, or {@code stop} is reached. */
    static final int DONE = 0;
    /** The record at {@link #position} goes on behind the text at hand. */
    static final int NEED_MORE = 1;
    /** The record at {@link #position} is malformed. */
    static final int MALFORMED = 2;

    /** No end: what the short ways give for a field that is not theirs. */
    static final int UNUSUAL = -1;

    /** In place of a column's kind: there is no short way. */
    private static final int NO_SHORT_WAY = -1;

    private final Columns columns;
    private final int[] kinds;
    /** What stands behind each column's field, mostly. */
    private final byte[] terminators;

    private final FieldParser fields;
    private final Clock clock;
    private final byte delimiter;
    private final byte comment;
    private final byte decimal;
    private final boolean trim;
    private final boolean trailing;

    /** Where the next record begins. */
    int position;
    /** Rows in the batch. */
    int rows;
    /** Lines consumed, since the start. */
    long lines;
    /** Line ends inside the fields of the record at hand. */
    private int innerLines;

    RowParser(Columns columns, Dialect dialect, FieldParser fields) {
        this.columns = columns;
        this.kinds = columns.kinds.clone();
        this.terminators = new byte[kinds.length];
        this.fields = fields;
        this.clock = fields.clock();
        this.delimiter = dialect.delimiter();
        // A line end is no comment: where there is none, nothing else needs to be asked.
        this.comment = dialect.comment() < 0 ? (byte) '\n' : (byte) dialect.comment();
        this.decimal = dialect.decimal();
        this.trim = dialect.trim();
        this.trailing = dialect.trailing();
        for (int c = 0; c < kinds.length; c++) {
            terminators[c] = c == kinds.length - 1 ? (byte) '\n' : delimiter;
            if (mayRunAcross(kinds[c])) {
                kinds[c] = NO_SHORT_WAY;
            }
        }
    }

    /** Whether the short way for a kind might take a delimiter for a part of the field, or a space for a part of a text. */
    private boolean mayRunAcross(int kind) {
        boolean inNumbers = delimiter == decimal || "-0123456789".indexOf(delimiter) >= 0;
        return switch (kind) {
            case ColumnKind.BIGINT, ColumnKind.DOUBLE, ColumnKind.EPOCH -> inNumbers;
            case ColumnKind.TIMESTAMP -> inNumbers || " T:.Z".indexOf(delimiter) >= 0;
            case ColumnKind.BOOLEAN -> Character.isLetter(delimiter);
            default -> trim;
        };
    }

    /**
     * Parses the records that begin before {@code stop}, behind which is a line end, until the batch is full.
     *
     * @return {@link #DONE}, {@link #NEED_MORE} or {@link #MALFORMED}
     */
    int parse(ReadBuffer buffer, int stop) {
        byte[] bytes = buffer.bytes;
        int[] kinds = this.kinds;
        byte[] terminators = this.terminators;
        double[][] doubles = columns.doubles;
        long[][] longs = columns.longs;
        int at = position;
        int row = rows;
        while (at < stop && row < Batch.CAPACITY) {
            byte head = bytes[at];
            if (head == '\n' || head == '\r' && bytes[at + 1] == '\n' || head == comment) {
                at = RecordScanner.lineEnd(bytes, at, buffer.limit, true);
                lines++;
                continue;
            }
            int next = at;
            for (int c = 0; c < kinds.length; c++) {
                int end = switch (kinds[c]) {
                    case ColumnKind.DOUBLE -> ShortNumbers.decimal(bytes, next, decimal, doubles[c], row);
                    case ColumnKind.BIGINT -> ShortNumbers.integer(bytes, next, longs[c], row);
                    case ColumnKind.TIMESTAMP -> clock.parse(bytes, next, longs[c], row);
                    case ColumnKind.VARCHAR -> text(bytes, next, c, row);
                    default -> rare(bytes, next, c, row);
                };
                if (end >= 0 && bytes[end] == terminators[c]) {
                    next = end + 1;
                } else {
                    next = otherEnd(buffer, next, end, c, row);
                    if (next < 0) {
                        break;
                    }
                }
            }
            if (next < 0) {
                innerLines = 0;
                position = at;
                rows = row;
                return next == FieldScanner.NEED_MORE ? NEED_MORE : MALFORMED;
            }
            lines += 1 + innerLines;
            innerLines = 0;
            at = next;
            row++;
        }
        position = at;
        rows = row;
        return DONE;
    }

    private int text(byte[] bytes, int start, int column, int row) {
        int[] codes = columns.codes[column];
        int end = columns.texts[column].shortText(bytes, start, codes, row);
        if (codes[row] < 0) {
            codes[row] = 0;
            if (behind(bytes, end, column == kinds.length - 1) < 0) {
                return UNUSUAL;
            }
            columns.setNull(column, row);
        }
        return end;
    }

    /** The short ways of kinds that are not worth the hot loop's room. */
    private int rare(byte[] bytes, int start, int column, int row) {
        return switch (kinds[column]) {
            case ColumnKind.UNREAD_TEXT -> columns.texts[column].skip(bytes, start);
            case ColumnKind.EPOCH -> epoch(bytes, start, column, row);
            case ColumnKind.BOOLEAN -> bool(bytes, start, columns.booleans[column], row);
            default -> UNUSUAL;
        };
    }

    private int epoch(byte[] bytes, int start, int column, int row) {
        EpochUnit unit = columns.units[column];
        long[] values = columns.longs[column];
        int end = ShortNumbers.integer(bytes, start, values, row);
        if (end < 0 || unit == null) {
            return UNUSUAL;
        }
        values[row] = unit.toTimestamp(values[row]);
        return values[row] == TimestampText.INVALID ? UNUSUAL : end;
    }

    private static int bool(byte[] bytes, int start, boolean[] values, int row) {
        if (Values.bool(bytes, start, start + 4, values, row)) {
            return start + 4;
        }
        return Values.bool(bytes, start, start + 5, values, row) ? start + 5 : UNUSUAL;
    }

    /**
     * Goes on behind a field of which the short way knows no end, or one that is not the usual.
     *
     * @return the next field's start, or as {@link FieldParser#parse}
     */
    private int otherEnd(ReadBuffer buffer, int start, int end, int column, int row) {
        boolean last = column == kinds.length - 1;
        int next = end < 0 ? UNUSUAL : behind(buffer.bytes, end, last);
        if (next < 0 && !trim) {
            next = behind(buffer.bytes, start, last);
            if (next >= 0) {
                columns.setNull(column, row);
            }
        }
        if (next >= 0) {
            return next;
        }
        next = fields.parse(buffer, start, column, row, kinds.length, trailing);
        if (next >= 0) {
            int broken = fields.takeInnerLines();
            if (broken > 0 && !last && !buffer.hasLineEnd(next)) {
                // Behind a line break in quotes the record need not end in the text at hand.
                return FieldScanner.NEED_MORE;
            }
            innerLines += broken;
        }
        return next;
    }

    /** The position behind a column's field that ends at {@code end}, or {@link #UNUSUAL} where none ends there. */
    private int behind(byte[] bytes, int end, boolean last) {
        if (!last) {
            return bytes[end] == delimiter ? end + 1 : UNUSUAL;
        }
        int at = trailing && bytes[end] == delimiter ? end + 1 : end;
        if (bytes[at] == '\r') {
            at++;
        }
        return bytes[at] == '\n' ? at + 1 : UNUSUAL;
    }
}
