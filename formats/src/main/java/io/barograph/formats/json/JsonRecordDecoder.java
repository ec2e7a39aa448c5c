package io.barograph.formats.json;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Schema;
import io.barograph.core.zone.Zone;
import io.barograph.formats.record.RecordDecoder;
import io.barograph.formats.record.Records;
import io.barograph.formats.text.Columns;
import io.barograph.formats.text.Dialect;
import io.barograph.formats.text.TimeOptions;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Records that are one JSON object each. A zero stands behind each of them: no JSON holds one, so that whatever a record
 * leaves open ends there.
 */
final class JsonRecordDecoder implements RecordDecoder {
    /** What to say where an object is not alone. */
    static final String NOT_ALONE = "text behind the object";

    private final Records records = new Records((byte) 0);
    private final int[] recordOf = new int[Batch.CAPACITY];
    private final Columns columns;
    private final ObjectParser parser;

    JsonRecordDecoder(Schema schema, Map<String, String> options, int[] projection) {
        Zone zone = TimeOptions.zone(options);
        this.columns =
                new Columns(schema, projection, Dialect.ofTexts('"', zone), TimeOptions.declaredUnits(options, schema));
        this.parser = new ObjectParser(schema, JsonOptions.paths(options, schema), columns, zone, true);
    }

    @Override
    public void add(byte[] bytes, int offset, int length) {
        records.add(bytes, offset, length);
    }

    @Override
    public int size() {
        return records.open();
    }

    @Override
    public Batch decode(Rejects rejects) {
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

    private @Nullable String parse(int record, int row) {
        if (records.isTooLong(record)) {
            return Records.TOO_LONG;
        }
        byte[] bytes = records.bytes();
        int at = records.start(record);
        int end = records.end(record);
        if (bytes[at] != '{') {
            at = Separators.skip(bytes, at, end, false);
            if (at == end) {
                return Records.EMPTY;
            }
        }
        int behind = parser.parse(bytes, at, row);
        if (behind < 0) {
            return parser.reason();
        }
        return JsonScanner.space(bytes, behind, true) == end ? null : NOT_ALONE;
    }

    @Override
    public int recordOf(int row) {
        return recordOf[row];
    }

    @Override
    public String text(int record) {
        return records.text(record, StandardCharsets.UTF_8);
    }
}
