package io.barograph.formats.csv;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Schema;
import io.barograph.core.text.EpochUnit;
import io.barograph.formats.record.RecordDecoder;
import io.barograph.formats.record.Records;
import io.barograph.formats.text.Columns;
import io.barograph.formats.text.Dialect;
import io.barograph.formats.text.ReadBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Records that are one CSV line each. They lie in memory as the lines of a file would, so that the parser of files reads
 * them in one go; what it read counts where every row began with a record and took one line. From the first record of which
 * that is not so, each is read by itself: a quote left open, a comment or a line break then has no way to its neighbours.
 */
final class CsvRecordDecoder implements RecordDecoder {
    private static final String SEVERAL = "more than one line";

    private final Records records = new Records((byte) '\n');
    private final int[] recordOf = new int[Batch.CAPACITY];
    private final ReadBuffer buffer = new ReadBuffer();
    private final Dialect dialect;
    private final Columns columns;
    private final FieldParser fields;
    private final RowParser rows;
    private final RecordScanner scanner;

    CsvRecordDecoder(Schema schema, int[] projection, Dialect dialect, @Nullable EpochUnit[] units) {
        this.dialect = dialect;
        this.columns = new Columns(schema, projection, dialect, units);
        this.fields = new FieldParser(columns, schema, dialect);
        this.rows = new RowParser(columns, dialect, fields);
        this.scanner = new RecordScanner(dialect);
    }

    @Override
    public void add(byte[] bytes, int offset, int length) {
        boolean ended = length > 0 && bytes[offset + length - 1] == '\n';
        records.add(bytes, offset, ended ? length - 1 : length);
    }

    @Override
    public int size() {
        return records.open();
    }

    @Override
    public Batch decode(Rejects rejects) {
        records.close();
        columns.startBatch();
        rows.begin();
        int next = records.areWhole() ? together() : 0;
        for (int record = next; record < records.size(); record++) {
            String wrong = alone(record);
            if (wrong != null) {
                rejects.reject(record, wrong, text(record));
            }
        }
        return columns.batch(rows.rows);
    }

    /** Reads records up to the first that is not a row of one line; gives that. */
    private int together() {
        buffer.show(records.bytes(), records.start(records.size()));
        rows.parse(buffer, buffer.limit);
        int read = rows.rows;
        boolean exact = rows.lines == read && rows.position == records.start(read);
        for (int row = 0; row < read && exact; row++) {
            exact = rows.origins.offset(row) == records.start(row);
            recordOf[row] = row;
        }
        if (!exact) {
            clearFrom(0);
            return 0;
        }
        if (read < records.size()) {
            clearFrom(read);
        }
        return read;
    }

    /** Reads one record, and says what is wrong with it. */
    private @Nullable String alone(int record) {
        if (records.isTooLong(record)) {
            return RecordScanner.TOO_LONG;
        }
        int start = records.start(record);
        int end = records.end(record);
        int row = rows.rows;
        buffer.show(records.bytes(), end);
        rows.position = start;
        long lines = rows.lines;
        int status = rows.parse(buffer, end);
        boolean isRow = status == RowParser.DONE
                && rows.rows == row + 1
                && rows.position == end + 1
                && rows.origins.offset(row) == start;
        if (isRow && rows.lines == lines + 1) {
            recordOf[row] = record;
            return null;
        }
        // More lines than one are right only where line breaks stand in quotes.
        int behind = scanner.scan(records.bytes(), start, end, true);
        if (isRow && behind == end + 1) {
            recordOf[row] = record;
            return null;
        }
        clearFrom(row);
        if (behind <= end && !scanner.runaway) {
            return SEVERAL;
        }
        return scanner.isBlankOrComment(records.bytes(), start) ? Records.EMPTY : fields.reason(scanner);
    }

    /** Forgets rows that are none after all, and the one that the parser was at. */
    private void clearFrom(int row) {
        for (int r = row; r <= Math.min(rows.rows, Batch.CAPACITY - 1); r++) {
            columns.clearRow(r);
        }
        rows.rows = row;
    }

    @Override
    public int recordOf(int row) {
        return recordOf[row];
    }

    @Override
    public String text(int record) {
        return records.text(record, dialect.charset());
    }
}
