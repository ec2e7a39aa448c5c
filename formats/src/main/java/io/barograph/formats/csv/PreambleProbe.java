package io.barograph.formats.csv;

import io.barograph.formats.text.Clock;
import io.barograph.formats.text.Dialect;
import io.barograph.formats.text.Lines;
import io.barograph.formats.text.NullWords;
import io.barograph.formats.text.Sample;

/**
 * Looks for lines before the header that loggers write: their name, serial number and settings. They have fewer fields than the
 * header and nearly all records behind it. In doubt there are none: a file of one column, or short records at a file's beginning,
 * must not lose a line.
 */
final class PreambleProbe {
    private static final int COUNTED_RECORDS = 1000;
    /** Loggers write a page of settings, no more. */
    private static final int MOST_RECORDS = 64;

    private static final int FEWEST_RECORDS = 3;
    /** So many of a hundred records behind the header must have as many fields. */
    private static final int ALIKE = 98;
    /** So many of a hundred records must have a number, time or truth value in one column at least. */
    private static final int TYPED = 90;

    private final Dialect dialect;
    private final SampleRecords first;
    private final SampleRecords records;
    private final SampleRecords behind;
    private final byte[] head;
    private final int start;

    /** @param start where records may begin */
    PreambleProbe(Sample sample, int start, Dialect dialect) {
        this.dialect = dialect;
        this.head = sample.head();
        this.start = start;
        this.first = new SampleRecords(head, start, sample.whole(), dialect);
        this.records = new SampleRecords(head, start, sample.whole(), dialect);
        this.behind = new SampleRecords(head, start, sample.whole(), dialect);
    }

    /** How many fields the header has, which {@link #lines} are before; 0 where there are none. */
    int width() {
        int width = DialectProbe.modalWidth(first);
        int shorter = 0;
        boolean nearlyWide = false;
        boolean more = records.advance() && behind.advance();
        while (more && records.size < width) {
            if (shorter == MOST_RECORDS || isRow(records)) {
                return 0;
            }
            nearlyWide = shorter++ == 0 && records.size == width - 1 && width > 2;
            more = records.advance() && behind.advance();
        }
        // A single line with one field fewer is a header that leaves the first column without a name.
        boolean any = shorter > 1 || shorter == 1 && !nearlyWide;
        return any && more && records.size == width && isHeader(width) ? width : 0;
    }

    /** Whether a short record has nothing but numbers, times and truth values: a row, of a table that had fewer columns. */
    private boolean isRow(SampleRecords record) {
        for (int f = 0; f < record.size; f++) {
            TypeProbe probe =
                    new TypeProbe(NullWords.inOthers(dialect.nulls()), new Clock(dialect.zone()), dialect.thousands());
            probe.add(record.bytes(), record.from(f), record.to(f));
            if (!probe.anyTyped()) {
                return false;
            }
        }
        return record.size > 1;
    }

    /** Lines before the header, once its {@link #width} is known. */
    int lines() {
        return Lines.count(head, start, records.start);
    }

    private boolean isHeader(int width) {
        for (int f = 0; f < width - 1; f++) {
            if (records.isEmpty(f)) {
                return false;
            }
        }
        NullWords nulls = NullWords.inOthers(dialect.nulls());
        Clock clock = new Clock(dialect.zone());
        if (!new HeaderProbe(records, nulls, clock, dialect.thousands()).isHeader()) {
            return false;
        }
        int[] typed = new int[width];
        int alike = 0;
        int total = 0;
        while (total < COUNTED_RECORDS && behind.advance()) {
            total++;
            alike += behind.size == width ? 1 : 0;
            for (int f = 0; f < width && behind.size == width; f++) {
                TypeProbe probe = new TypeProbe(nulls, clock, dialect.thousands());
                probe.add(behind.bytes(), behind.from(f), behind.to(f));
                typed[f] += probe.anyTyped() ? 1 : 0;
            }
        }
        int most = 0;
        for (int count : typed) {
            most = Math.max(most, count);
        }
        return total >= FEWEST_RECORDS && 100L * alike >= (long) ALIKE * total && 100L * most >= (long) TYPED * total;
    }
}
