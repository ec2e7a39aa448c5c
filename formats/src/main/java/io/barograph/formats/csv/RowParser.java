package io.barograph.formats.csv;

import io.barograph.core.column.Batch;
import io.barograph.core.text.EpochUnit;
import io.barograph.core.text.TimestampText;
import io.barograph.formats.text.Clock;
import io.barograph.formats.text.ColumnKind;
import io.barograph.formats.text.Columns;
import io.barograph.formats.text.Dialect;
import io.barograph.formats.text.Lines;
import io.barograph.formats.text.ReadBuffer;
import io.barograph.formats.text.RowOrigins;
import io.barograph.formats.text.ShortNumbers;
import io.barograph.formats.text.Values;
import org.jspecify.annotations.Nullable;

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

    private final Columns columns;
    /** Null where the table has no columns: its sample had no records. */
    private final @Nullable ColumnFields first;

    private final int width;
    private final FieldParser fields;
    private final Clock clock;
    private final byte delimiter;
    private final byte comment;
    /** The decimal mark as {@link ShortNumbers#decimal} takes it. */
    private final int mark;

    private final boolean trim;
    private final boolean trailing;

    /** Of the rows in the batch. */
    final RowOrigins origins = new RowOrigins();
    /** Where the next record begins. */
    int position;
    /** Rows in the batch. */
    int rows;
    /** Lines consumed, since the start. */
    long lines;
    /** Line ends inside the fields of one record, not in {@link #lines} yet. */
    private int innerLines;
    /** The row of that record. */
    private int innerRow;

    RowParser(Columns columns, Dialect dialect, FieldParser fields) {
        this.columns = columns;
        this.first = columns.kinds.length == 0 ? null : ColumnFields.first(columns, dialect);
        this.width = columns.kinds.length;
        this.fields = fields;
        this.clock = fields.clock();
        this.delimiter = dialect.delimiter();
        // A line end is no comment: where there is none, nothing else needs to be asked.
        this.comment = dialect.comment() < 0 ? (byte) '\n' : (byte) dialect.comment();
        this.mark = dialect.decimal() ^ '0';
        this.trim = dialect.trim();
        this.trailing = dialect.trailing();
    }

    /** Forgets the text read before: another split begins. */
    void begin() {
        position = 0;
        rows = 0;
        lines = 0;
        innerLines = 0;
        fields.takeInnerLines();
    }

    /**
     * Parses the records that begin before {@code stop}, behind which is a line end, until the batch is full.
     *
     * @return {@link #DONE}, {@link #NEED_MORE} or {@link #MALFORMED}
     */
    int parse(ReadBuffer buffer, int stop) {
        byte[] bytes = buffer.bytes;
        int at = position;
        int row = rows;
        int next = at;
        while (at < stop && row < Batch.CAPACITY) {
            byte head = bytes[at];
            if (head <= '\r' && isBlank(bytes, at) || head == comment) {
                at = Lines.end(bytes, at, buffer.limit, true);
                lines++;
                continue;
            }
            next = at;
            origins.set(row, buffer.base + at, lines + row - rows + innerLines);
            ColumnFields column = first;
            if (column == null) {
                next = FieldParser.MALFORMED;
                break;
            }
            do {
                int end = switch (column.kind) {
                    case ColumnKind.DOUBLE -> ShortNumbers.decimal(bytes, next, mark, column.doubles, row);
                    case ColumnKind.BIGINT -> ShortNumbers.integer(bytes, next, column.longs, row);
                    case ColumnKind.TIMESTAMP -> clock.parse(bytes, next, column.longs, row);
                    case ColumnKind.VARCHAR -> column.texts.shortText(bytes, next, column.codes, row);
                    default -> rare(bytes, next, column, row);
                };
                if (end >= 0 && bytes[end] == column.terminator) {
                    next = end + 1;
                } else {
                    next = otherEnd(buffer, next, end, column, row);
                    if (next < 0) {
                        break;
                    }
                }
                column = column.next;
            } while (column != null);
            if (next < 0) {
                break;
            }
            at = next;
            row++;
        }
        lines += row - rows + innerLinesBefore(row);
        position = at;
        rows = row;
        return next >= 0 ? DONE : next == FieldScanner.NEED_MORE ? NEED_MORE : MALFORMED;
    }

    private static boolean isBlank(byte[] bytes, int at) {
        return bytes[at] == '\n' || bytes[at] == '\r' && bytes[at + 1] == '\n';
    }

    /** Line ends inside the fields of the last record that had some, unless that is the one at {@code row}, which failed. */
    private int innerLinesBefore(int row) {
        int inner = innerRow < row ? innerLines : 0;
        innerLines = 0;
        return inner;
    }

    /** The short ways of kinds that are not worth the hot loop's room. */
    private int rare(byte[] bytes, int start, ColumnFields column, int row) {
        return switch (column.kind) {
            case ColumnKind.UNREAD_TEXT -> columns.texts[column.index].skip(bytes, start);
            case ColumnKind.EPOCH -> epoch(bytes, start, column.index, row);
            case ColumnKind.BOOLEAN -> bool(bytes, start, columns.booleans[column.index], row);
            default -> ShortNumbers.UNUSUAL;
        };
    }

    private int epoch(byte[] bytes, int start, int column, int row) {
        EpochUnit unit = columns.units[column];
        long[] values = columns.longs[column];
        int end = ShortNumbers.integer(bytes, start, values, row);
        if (end < 0 || unit == null) {
            return ShortNumbers.UNUSUAL;
        }
        values[row] = unit.toTimestamp(values[row]);
        return values[row] == TimestampText.INVALID ? ShortNumbers.UNUSUAL : end;
    }

    private static int bool(byte[] bytes, int start, boolean[] values, int row) {
        if (Values.bool(bytes, start, start + 4, values, row)) {
            return start + 4;
        }
        return Values.bool(bytes, start, start + 5, values, row) ? start + 5 : ShortNumbers.UNUSUAL;
    }

    /**
     * Goes on behind a field of which the short way knows no end, or one that is not the usual.
     *
     * @return the next field's start, or as {@link FieldParser#parse}
     */
    private int otherEnd(ReadBuffer buffer, int start, int end, ColumnFields column, int row) {
        boolean last = column.next == null;
        int next = end < 0 ? ShortNumbers.UNUSUAL : behind(buffer.bytes, end, last);
        if (next < 0 && !trim) {
            next = behind(buffer.bytes, start, last);
            if (next >= 0) {
                columns.setNull(column.index, row);
            }
        }
        if (next >= 0) {
            return next;
        }
        next = fields.parse(buffer, start, column.index, row, width);
        int broken = next < 0 ? 0 : fields.takeInnerLines();
        if (broken > 0) {
            if (!last && !buffer.hasLineEnd(next)) {
                // Behind a line break in quotes the record need not end in the text at hand.
                return FieldScanner.NEED_MORE;
            }
            if (innerRow != row) {
                lines += innerLinesBefore(row);
                innerRow = row;
            }
            innerLines += broken;
        }
        return next;
    }

    /** The position behind a column's field that ends at {@code end}, or {@link ShortNumbers#UNUSUAL} where none ends there. */
    private int behind(byte[] bytes, int end, boolean last) {
        if (!last) {
            return bytes[end] == delimiter ? end + 1 : ShortNumbers.UNUSUAL;
        }
        int at = trailing && bytes[end] == delimiter ? end + 1 : end;
        if (bytes[at] == '\r') {
            at++;
        }
        return bytes[at] == '\n' ? at + 1 : ShortNumbers.UNUSUAL;
    }
}
