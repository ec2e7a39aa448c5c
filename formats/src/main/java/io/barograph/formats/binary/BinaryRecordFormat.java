package io.barograph.formats.binary;

import io.barograph.core.column.Schema;
import io.barograph.formats.record.RecordDecoder;
import io.barograph.formats.record.RecordEncoder;
import io.barograph.formats.record.RecordFormat;
import io.barograph.formats.record.RecordSplitter;
import java.util.Map;

/** Records in a compact binary layout of ours. It has no options: equal rows are equal bytes. */
public final class BinaryRecordFormat implements RecordFormat {
    @Override
    public String name() {
        return "binary";
    }

    @Override
    public Map<String, String> takeOptions(Map<String, String> options) {
        return Map.of();
    }

    @Override
    public RecordDecoder newDecoder(Schema schema, Map<String, String> options, int[] columns) {
        return new BinaryRecordDecoder(schema, columns);
    }

    @Override
    public RecordEncoder newEncoder(Schema schema, Map<String, String> options) {
        return new BinaryRecordEncoder(schema);
    }

    @Override
    public RecordSplitter newSplitter(Map<String, String> options, boolean byLine) {
        return new BinarySplitter();
    }
}
