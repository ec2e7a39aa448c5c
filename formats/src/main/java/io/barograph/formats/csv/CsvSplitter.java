package io.barograph.formats.csv;

import io.barograph.formats.record.RecordSplitter;
import io.barograph.formats.text.Dialect;

/** Cuts CSV into records: lines, and more than one where line breaks stand in quotes, as in files. Blank lines are none. */
final class CsvSplitter implements RecordSplitter {
    private final RecordScanner scanner;

    CsvSplitter(Dialect dialect) {
        this.scanner = new RecordScanner(dialect);
    }

    @Override
    public int split(byte[] bytes, int from, int to, boolean atEnd, Target target) {
        if (atEnd) {
            bytes[to] = '\n';
        }
        int start = from;
        while (start < to) {
            int next = scanner.scan(bytes, start, to, atEnd);
            if (next == FieldScanner.NEED_MORE) {
                return start;
            }
            int end = next - 1;
            if (end > start && bytes[end - 1] == '\r') {
                end--;
            }
            if (end > start) {
                target.record(bytes, start, end - start);
            }
            start = next;
        }
        return to;
    }
}
