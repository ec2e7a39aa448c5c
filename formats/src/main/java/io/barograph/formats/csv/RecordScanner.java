package io.barograph.formats.csv;

import io.barograph.formats.text.Dialect;
import io.barograph.formats.text.Lines;

/** The exact rules of where a record ends: for malformed records, inference and the sequential pass. */
final class RecordScanner {
    /**
     * Longer records are malformed and reading resumes at the line after their start: this bounds memory whatever the
     * file holds.
     */
    static final int MAX_RECORD_BYTES = 1 << 24;
    /** What to say of those. */
    static final String TOO_LONG = "longer than 16 MiB";

    private final FieldScanner field;
    private final int comment;

    /** Fields of the record last scanned. */
    int fields;
    /** Whether it ended in a quoted field without end: then it is the lines up to that of the opening quote. */
    boolean runaway;
    /** Whether it is longer than {@link #MAX_RECORD_BYTES}. */
    boolean tooLong;

    RecordScanner(Dialect dialect) {
        this.field = new FieldScanner(dialect);
        this.comment = dialect.comment();
    }

    /** Whether a line is blank or a comment: no record. */
    boolean isBlankOrComment(byte[] bytes, int start) {
        byte first = bytes[start];
        return first == '\n' || first == '\r' && bytes[start + 1] == '\n' || (first & 0xFF) == comment;
    }

    /**
     * The position behind the record, comment or blank line at {@code start}, or {@link FieldScanner#NEED_MORE}.
     *
     * @param limit end of the text at hand; at the text's end a {@code \n} stands there
     */
    int scan(byte[] bytes, int start, int limit, boolean atEnd) {
        fields = 0;
        runaway = false;
        tooLong = false;
        if (isBlankOrComment(bytes, start)) {
            return Lines.end(bytes, start, limit, atEnd);
        }
        int at = start;
        do {
            int next = field.scan(bytes, at, limit, atEnd);
            if (next == FieldScanner.RUNAWAY) {
                runaway = true;
                return Lines.end(bytes, field.opening, limit, atEnd);
            }
            if (next > start + MAX_RECORD_BYTES || next == FieldScanner.NEED_MORE && limit > start + MAX_RECORD_BYTES) {
                tooLong = true;
                return Lines.end(bytes, start, limit, atEnd);
            }
            if (next == FieldScanner.NEED_MORE) {
                return next;
            }
            fields++;
            at = next;
        } while (!field.last);
        return at;
    }
}
