package io.barograph.formats.output;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Schema;
import io.barograph.formats.record.RecordEncoder;
import java.util.Arrays;

/** Rows as records of text: what a file's line has, without its end. */
public final class TextRecords implements RecordEncoder {
    private final RowEncoder rows;

    private TextRecords(RowStyle lines, Schema schema) {
        this.rows = new RowEncoder(lines, schema);
    }

    /** As {@link CsvSink} writes rows; NULL in a table of one column is {@code ""}, since an empty record is none. */
    public static TextRecords csv(Schema schema, char delimiter) {
        return new TextRecords(CsvSink.rows(schema, (byte) delimiter), schema);
    }

    /** As {@link JsonSink#lines} writes rows. */
    public static TextRecords json(Schema schema) {
        return new TextRecords(JsonSink.rows(schema, true), schema);
    }

    @Override
    public void bind(Batch batch) {
        rows.bind(batch);
    }

    @Override
    public byte[] encode(int row) {
        int length = rows.encode(row);
        return Arrays.copyOf(rows.bytes(), length - 1);
    }
}
