package io.barograph.formats.record;

import io.barograph.core.column.Batch;
import io.barograph.formats.text.Columns;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A decoder of a format whose records are parsed each by itself. */
public abstract class EachRecordDecoder implements RecordDecoder {
    /** The records that were added. */
    protected final Records records;

    /** What {@link #parse} fills. */
    protected final Columns columns;

    private final int[] recordOf = new int[Batch.CAPACITY];

    /** @param behind stands behind each record: a byte at which none goes on */
    protected EachRecordDecoder(byte behind, Columns columns) {
        this.records = new Records(behind);
        this.columns = columns;
    }

    /** Fills a row of the columns from a record; gives what is wrong with it, or null where nothing is. */
    protected abstract @Nullable String parse(int record, int row);

    @Override
    public final void add(byte[] bytes, int offset, int length) {
        records.add(bytes, offset, length);
    }

    @Override
    public final int size() {
        return records.open();
    }

    @Override
    public final Batch decode(Rejects rejects) {
        records.close();
        columns.startBatch();
        int rows = 0;
        for (int record = 0; record < records.size(); record++) {
            String wrong = parse(record, rows);
            if (wrong == null) {
                recordOf[rows++] = record;
            } else {
                columns.clearRow(rows);
                rejects.reject(record, wrong, text(record));
            }
        }
        return columns.batch(rows);
    }

    @Override
    public final int recordOf(int row) {
        return recordOf[row];
    }

    @Override
    public final String text(int record) {
        return records.text(record, StandardCharsets.UTF_8);
    }
}
