package io.barograph.formats.json;

import io.barograph.core.column.Schema;
import io.barograph.formats.output.TextRecords;
import io.barograph.formats.record.RecordDecoder;
import io.barograph.formats.record.RecordEncoder;
import io.barograph.formats.record.RecordFormat;
import io.barograph.formats.record.RecordOptions;
import io.barograph.formats.record.RecordSplitter;
import io.barograph.formats.text.TimeOptions;
import java.util.Map;

/** Records that are one JSON object each, over any number of lines. They mean what the same objects in a file would. */
public final class JsonRecordFormat implements RecordFormat {
    @Override
    public String name() {
        return "json";
    }

    @Override
    public Map<String, String> takeOptions(Map<String, String> options) {
        Map<String, String> taken = RecordOptions.take(options, JsonOptions::isOfRecords);
        TimeOptions.zone(taken);
        TimeOptions.checkUnits(taken);
        for (String key : taken.keySet()) {
            if (key.startsWith(JsonOptions.POINTER_OF)) {
                JsonOptions.path(taken, key.substring(JsonOptions.POINTER_OF.length()));
            }
        }
        return taken;
    }

    @Override
    public RecordDecoder newDecoder(Schema schema, Map<String, String> options, int[] columns) {
        TimeOptions.requireColumns(JsonOptions.POINTER_OF, options, schema);
        return new JsonRecordDecoder(schema, options, columns);
    }

    @Override
    public RecordEncoder newEncoder(Schema schema, Map<String, String> options) {
        for (String key : options.keySet()) {
            RecordOptions.refuse(key, options, key.startsWith(JsonOptions.POINTER_OF));
        }
        RecordOptions.refuseUnits(options, schema);
        return TextRecords.json(schema);
    }

    @Override
    public RecordSplitter newSplitter(Map<String, String> options, boolean byLine) {
        return new JsonSplitter(byLine);
    }
}
