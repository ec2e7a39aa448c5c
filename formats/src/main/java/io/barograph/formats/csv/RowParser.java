package io.barograph.formats.csv;

import io.barograph.core.column.Batch;

/**
 * The loop that turns bytes into columns.
 *
 * <p>Each field is tried the short way first: words of eight bytes, exact for the shapes that sensors write. What it does
 * not recognise — NULL words, exponents, spaces, escaped quotes, errors — goes to {@link FieldParser}, which gives the same
 * results for every shape. Whatever the short way accepts ends with the delimiter or line end that the column must end with,
 * so a wrong number of fields is never accepted.
 */
final class RowParser {
    /** The batch is full, or {@code stop} is reached. */
    static final int DONE = 0;
    /** The record at {@link #position} goes on behind the text at hand. */
    static final int NEED_MORE = 1;
    /** The record at {@link #position} is malformed. */
    static final int MALFORMED = 2;

    private static final double[] POW10 = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
    };
    private static final int UNUSUAL = -1;
    private static final long NEW_LINES = Swar.pattern('\n');

    private final Columns columns;
    /** The columns' kinds, but {@link ColumnKind#UNREAD_TEXT} where a short way might run across a delimiter. */
    private final int[] kinds;

    private final FieldParser fields;
    private final Clock clock;
    private final int width;
    private final byte delimiter;
    private final byte quote;
    private final byte comment;
    private final byte decimal;
    private final boolean trim;
    private final boolean trailing;
    private final boolean utc;
    private final long delimiters;

    /** Where the next record begins. */
    int position;
    /** Rows in the batch. */
    int rows;
    /** Lines consumed, since the start. */
    long lines;

    RowParser(Columns columns, Dialect dialect, FieldParser fields) {
        this.columns = columns;
        this.kinds = columns.kinds.clone();
        this.fields = fields;
        this.clock = fields.clock();
        this.width = columns.kinds.length;
        this.delimiter = dialect.delimiter();
        // A line end is no quote and no comment: where there is none, nothing else needs to be asked.
        this.quote = dialect.quote() < 0 ? (byte) '\n' : (byte) dialect.quote();
        this.comment = dialect.comment() < 0 ? (byte) '\n' : (byte) dialect.comment();
        this.decimal = dialect.decimal();
        this.trim = dialect.trim();
        this.trailing = dialect.trailing();
        this.utc = clock.isUtc();
        this.delimiters = Swar.pattern(delimiter);
        boolean inNumbers = delimiter == decimal || "-0123456789".indexOf(delimiter) >= 0;
        boolean inTimes = inNumbers || " T:.Z".indexOf(delimiter) >= 0;
        for (int c = 0; c < kinds.length; c++) {
            boolean number = kinds[c] == ColumnKind.BIGINT || kinds[c] == ColumnKind.DOUBLE;
            if (inNumbers && number || inTimes && kinds[c] == ColumnKind.TIMESTAMP) {
                kinds[c] = ColumnKind.UNREAD_TEXT;
            }
        }
    }

    /**
     * Parses the records that begin before {@code stop}, behind which is a line end, until the batch is full.
     *
     * @return {@link #DONE}, {@link #NEED_MORE} or {@link #MALFORMED}
     */
    int parse(ReadBuffer buffer, int stop) {
        byte[] bytes = buffer.bytes;
        int[] kinds = this.kinds;
        double[][] doubles = columns.doubles;
        long[][] longs = columns.longs;
        int last = width - 1;
        int at = position;
        int row = rows;
        long line = lines;
        int status = DONE;
        records:
        while (at < stop && row < Batch.CAPACITY) {
            byte head = bytes[at];
            if (head == '\n' || head == '\r' && bytes[at + 1] == '\n' || head == comment) {
                at = RecordScanner.lineEnd(bytes, at, buffer.limit, true);
                line++;
                continue;
            }
            int next = at;
            int inner = 0;
            for (int c = 0; c <= last; c++) {
                int start = next;
                int end = switch (kinds[c]) {
                    case ColumnKind.DOUBLE -> number(bytes, start, doubles[c], row);
                    case ColumnKind.BIGINT -> integer(bytes, start, longs[c], row);
                    case ColumnKind.TIMESTAMP -> timestamp(bytes, start, longs[c], row);
                    case ColumnKind.VARCHAR -> text(bytes, start, c, row);
                    default -> UNUSUAL;
                };
                if (end >= 0) {
                    byte terminator = bytes[end];
                    if (c < last) {
                        if (terminator == delimiter) {
                            next = end + 1;
                            continue;
                        }
                    } else if (terminator == '\n') {
                        next = end + 1;
                        continue;
                    } else if (terminator == '\r' && bytes[end + 1] == '\n') {
                        next = end + 2;
                        continue;
                    }
                }
                next = fields.parse(buffer, start, c, row, width, trailing);
                if (next < 0) {
                    status = next == FieldScanner.NEED_MORE ? NEED_MORE : MALFORMED;
                    break records;
                }
                int broken = fields.takeInnerLines();
                if (broken > 0 && c < last && !buffer.hasLineEnd(next)) {
                    // Behind a line break in quotes the record need not end in the text at hand.
                    status = NEED_MORE;
                    break records;
                }
                inner += broken;
            }
            line += inner + 1;
            at = next;
            row++;
        }
        position = at;
        rows = row;
        lines = line;
        return status;
    }

    /** Parses {@code [-]digits[.digits]} of up to 15 digits; gives the end, or {@link #UNUSUAL}. */
    private int number(byte[] bytes, int start, double[] values, int row) {
        int at = start;
        long word = Swar.word(bytes, at);
        boolean negative = (word & 0xFF) == '-';
        if (negative) {
            word = Swar.word(bytes, ++at);
        }
        long marks = Swar.nonDigits(word);
        int whole = Swar.first(marks);
        // Eight digits and more, or none.
        if ((whole & 7) == 0) {
            return UNUSUAL;
        }
        long mantissa;
        int fraction;
        if ((byte) (word >>> 8 * whole) != decimal) {
            mantissa = Swar.digits(word, whole);
            fraction = 0;
            at += whole;
        } else {
            // Both parts without the point between them: below it, and above it one byte lower.
            long below = (1L << 8 * whole) - 1;
            long digits = word & below | word >>> 8 & ~below;
            long others = marks & marks - 1;
            if (others != 0) {
                int end = Swar.first(others);
                fraction = end - whole - 1;
                mantissa = Swar.digits(digits, end - 1);
                at += end;
            } else {
                long rest = Swar.word(bytes, at + 8);
                int more = Swar.first(Swar.nonDigits(rest));
                if (more == 8) {
                    return UNUSUAL;
                }
                fraction = 7 - whole + more;
                mantissa = Swar.digits(digits, 7) * Swar.POW10[more] + Swar.digits(rest, more);
                at += 8 + more;
            }
            if (fraction == 0) {
                return UNUSUAL;
            }
        }
        // Both operands are exact, so the quotient is the number rounded once (Clinger 1990).
        double value = mantissa / POW10[fraction];
        values[row] = negative ? -value : value;
        return at;
    }

    /** Parses {@code [-]digits} of up to 18 digits; gives the end, or {@link #UNUSUAL}. */
    private static int integer(byte[] bytes, int start, long[] values, int row) {
        int negative = bytes[start] == '-' ? 1 : 0;
        int at = start + negative;
        long word = Swar.word(bytes, at);
        int count = Swar.first(Swar.nonDigits(word));
        if (count == 0) {
            return UNUSUAL;
        }
        long value;
        if (count < 8) {
            value = Swar.digits(word, count);
        } else {
            value = Swar.digits(word);
            word = Swar.word(bytes, at + 8);
            count = Swar.first(Swar.nonDigits(word));
            at += 8;
            if (count == 8) {
                value = value * 100_000_000 + Swar.digits(word);
                word = Swar.word(bytes, at + 8);
                count = Swar.first(Swar.nonDigits(word));
                at += 8;
                if (count > 2) {
                    return UNUSUAL;
                }
            }
            value = value * Swar.POW10[count] + Swar.digits(word, count);
        }
        values[row] = negative == 0 ? value : -value;
        return at + count;
    }

    /** Parses {@code YYYY-MM-DD HH:MM:SS[.digits][Z]} of up to nine digits; gives the end, or {@link #UNUSUAL}. */
    private int timestamp(byte[] bytes, int start, long[] values, int row) {
        long minute = clock.minute(bytes, start);
        if (minute == Clock.UNUSUAL) {
            return UNUSUAL;
        }
        int tens = bytes[start + 17] - '0';
        int ones = bytes[start + 18] - '0';
        // One comparison for each: negative differences are large when unsigned.
        if (bytes[start + 16] != ':' || (tens | 5 - tens | ones | 9 - ones) < 0) {
            return UNUSUAL;
        }
        long nanos = (tens * 10 + ones) * 1_000_000_000L;
        int at = start + 19;
        if (bytes[at] == '.') {
            long word = Swar.word(bytes, at + 1);
            int count = Swar.first(Swar.nonDigits(word));
            if (count == 0) {
                return UNUSUAL;
            }
            if (count < 8) {
                nanos += Swar.digits(word, count) * Swar.POW10[9 - count];
            } else {
                nanos += Swar.digits(word) * 10;
                int ninth = bytes[at + 9] - '0';
                if ((ninth | 9 - ninth) >= 0) {
                    nanos += ninth;
                    count = 9;
                }
            }
            at += 1 + count;
        }
        if (utc && bytes[at] == 'Z') {
            at++;
        }
        values[row] = minute + nanos;
        return at;
    }

    /** Takes an unquoted text of up to 15 bytes; gives the end, or {@link #UNUSUAL}. */
    private int text(byte[] bytes, int start, int column, int row) {
        if (bytes[start] == quote || trim) {
            return UNUSUAL;
        }
        long low = Swar.word(bytes, start);
        long high = 0;
        long marks = Swar.matches(low, delimiters) | Swar.matches(low, NEW_LINES);
        int length = Swar.first(marks);
        if (length == 8) {
            high = Swar.word(bytes, start + 8);
            marks = Swar.matches(high, delimiters) | Swar.matches(high, NEW_LINES);
            length = 8 + Swar.first(marks);
            if (length == 16) {
                return UNUSUAL;
            }
        }
        if (length == 0) {
            columns.setNull(column, row);
            return start;
        }
        if (column == width - 1 && bytes[start + length - 1] == '\r') {
            return UNUSUAL;
        }
        if (length <= 8) {
            low = low << 8 * (8 - length) >>> 8 * (8 - length);
            high = 0;
        } else {
            high = high << 8 * (16 - length) >>> 8 * (16 - length);
        }
        int code = columns.texts[column].shortText(low, high, bytes, start, length);
        if (code < 0) {
            if (code == TextInterner.INVALID) {
                return UNUSUAL;
            }
            columns.setNull(column, row);
            return start + length;
        }
        columns.codes[column][row] = code;
        return start + length;
    }
}
