package io.barograph.formats.json;

import io.barograph.core.column.Schema;
import io.barograph.formats.record.EachRecordDecoder;
import io.barograph.formats.record.Records;
import io.barograph.formats.text.Columns;
import io.barograph.formats.text.Dialect;
import io.barograph.formats.text.TimeOptions;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Records that are one JSON object each. A zero stands behind each of them: no JSON holds one, so that whatever a record
 * leaves open ends there.
 */
final class JsonRecordDecoder extends EachRecordDecoder {
    /** What to say where an object is not alone. */
    static final String NOT_ALONE = "text behind the object";

    private final ObjectParser parser;

    JsonRecordDecoder(Schema schema, Map<String, String> options, int[] projection) {
        super(
                (byte) 0,
                new Columns(
                        schema,
                        projection,
                        Dialect.ofTexts('"', TimeOptions.zone(options)),
                        TimeOptions.declaredUnits(options, schema)));
        this.parser =
                new ObjectParser(schema, JsonOptions.paths(options, schema), columns, TimeOptions.zone(options), true);
    }

    @Override
    protected @Nullable String parse(int record, int row) {
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
}
