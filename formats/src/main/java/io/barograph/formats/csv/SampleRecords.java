package io.barograph.formats.csv;

import io.barograph.formats.text.Dialect;
import io.barograph.formats.text.Sample;
import java.nio.charset.Charset;

/** Goes through the records of a piece of text, field by field, for inference. */
final class SampleRecords {
    private final byte[] bytes;
    private final int limit;
    private final boolean atEnd;
    private final FieldScanner scanner;
    private final RecordScanner records;
    private int next;
    private int[] bounds = new int[64];
    /** Fields of the record at hand. */
    int size;
    /** Where the record at hand begins. */
    int start;

    SampleRecords(byte[] bytes, int start, boolean atEnd, Dialect dialect) {
        this.bytes = bytes;
        this.limit = Sample.length(bytes);
        this.atEnd = atEnd;
        this.scanner = new FieldScanner(dialect);
        this.records = new RecordScanner(dialect);
        this.next = start;
    }

    /** Moves to the next complete, well-formed record; false at the end. */
    boolean advance() {
        while (next < limit) {
            start = next;
            int end = records.scan(bytes, start, limit, atEnd);
            if (end == FieldScanner.NEED_MORE) {
                return false;
            }
            next = end;
            if (!records.isBlankOrComment(bytes, start) && !records.runaway && split()) {
                return true;
            }
        }
        return false;
    }

    /** Splits the line at hand; false where it is malformed. */
    private boolean split() {
        size = 0;
        int at = start;
        boolean wellFormed = true;
        do {
            at = scanner.scan(bytes, at, limit, true);
            if (4 * size == bounds.length) {
                bounds = java.util.Arrays.copyOf(bounds, 2 * bounds.length);
            }
            bounds[4 * size] = scanner.from;
            bounds[4 * size + 1] = scanner.to;
            bounds[4 * size + 2] = scanner.quoted ? 1 : 0;
            bounds[4 * size + 3] = scanner.opening;
            size++;
            wellFormed &= !scanner.junk;
        } while (!scanner.last);
        return wellFormed;
    }

    int from(int field) {
        return bounds[4 * field];
    }

    int to(int field) {
        return bounds[4 * field + 1];
    }

    boolean quoted(int field) {
        return bounds[4 * field + 2] != 0;
    }

    byte[] bytes() {
        return bytes;
    }

    boolean isEmpty(int field) {
        return from(field) == to(field) && !quoted(field);
    }

    /** A field's text, as a column's name. */
    String text(int field, Charset charset) {
        String text = new String(bytes, from(field), to(field) - from(field), charset);
        if (quoted(field)) {
            String quote = String.valueOf((char) bytes[from(field) - 1]);
            text = text.replace(quote + quote, quote);
        }
        return text.strip();
    }
}
