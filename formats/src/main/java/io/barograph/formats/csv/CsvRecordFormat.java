package io.barograph.formats.csv;

import io.barograph.core.column.Schema;
import io.barograph.formats.output.TextRecords;
import io.barograph.formats.record.RecordDecoder;
import io.barograph.formats.record.RecordEncoder;
import io.barograph.formats.record.RecordFormat;
import io.barograph.formats.record.RecordOptions;
import io.barograph.formats.record.RecordSplitter;
import io.barograph.formats.text.Dialect;
import io.barograph.formats.text.TimeOptions;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Records that are one CSV line each, without header. They mean what the same lines of a file would. */
public final class CsvRecordFormat implements RecordFormat {
    @Override
    public String name() {
        return "csv";
    }

    @Override
    public Map<String, String> takeOptions(Map<String, String> options) {
        Map<String, String> taken = RecordOptions.take(options, CsvOptions::isOfRecords);
        CsvOptions.recordDialect(taken);
        TimeOptions.checkUnits(taken);
        return taken;
    }

    @Override
    public RecordDecoder newDecoder(Schema schema, Map<String, String> options, int[] columns) {
        return new CsvRecordDecoder(
                schema, columns, CsvOptions.recordDialect(options), TimeOptions.declaredUnits(options, schema));
    }

    @Override
    public RecordEncoder newEncoder(Schema schema, Map<String, String> options) {
        Dialect dialect = CsvOptions.recordDialect(options);
        RecordOptions.refuse(CsvOptions.QUOTE, options, dialect.quote() != '"');
        RecordOptions.refuse(CsvOptions.DECIMAL, options, dialect.decimal() != '.');
        RecordOptions.refuse(CsvOptions.THOUSANDS, options, dialect.thousands() >= 0);
        RecordOptions.refuse(CsvOptions.NULL, options, dialect.nulls() != null);
        RecordOptions.refuse(CsvOptions.TRIM, options, dialect.trim());
        RecordOptions.refuse(CsvOptions.TRAILING, options, dialect.trailing());
        RecordOptions.refuse(CsvOptions.ENCODING, options, !dialect.charset().equals(StandardCharsets.UTF_8));
        RecordOptions.refuse(
                TimeOptions.ZONE,
                options,
                !dialect.zone().isFixed() || dialect.zone().offsetAt(0) != 0);
        RecordOptions.refuseUnits(options, schema);
        return TextRecords.csv(schema, (char) dialect.delimiter());
    }

    @Override
    public RecordSplitter newSplitter(Map<String, String> options, boolean byLine) {
        return new CsvSplitter(CsvOptions.recordDialect(options));
    }
}
