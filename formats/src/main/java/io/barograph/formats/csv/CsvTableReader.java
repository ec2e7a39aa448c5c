package io.barograph.formats.csv;

import io.barograph.core.column.Schema;
import io.barograph.core.source.RejectHandler;
import io.barograph.core.source.Split;
import io.barograph.core.source.SplitReader;
import io.barograph.core.source.TableReader;
import io.barograph.core.text.EpochUnit;
import io.barograph.formats.text.ByteSource;
import io.barograph.formats.text.Columns;
import io.barograph.formats.text.Dialect;
import io.barograph.formats.text.ReadBuffer;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What one worker keeps from split to split of a table. */
final class CsvTableReader implements TableReader {
    final Schema schema;
    final Dialect dialect;
    final Columns columns;
    final FieldParser fields;
    final RowParser rows;
    final RecordScanner records;
    final ReadBuffer buffer = new ReadBuffer();
    /** Whether lines before the header are skipped that nobody said to skip. */
    final boolean hasPreamble;

    private final CsvTable table;

    CsvTableReader(CsvTable table, int[] projection, Dialect dialect, @Nullable EpochUnit[] units) {
        this.table = table;
        this.schema = table.description().schema();
        this.dialect = dialect;
        this.hasPreamble = table.description().options().containsKey(CsvOptions.PREAMBLE);
        this.columns = new Columns(schema, projection, dialect, units);
        this.fields = new FieldParser(columns, schema, dialect);
        this.rows = new RowParser(columns, dialect, fields);
        this.records = new RecordScanner(dialect);
    }

    @Override
    public SplitReader read(Split split, long recordStart, RejectHandler rejects) throws IOException {
        Preamble preamble = table.preamble(split.lane());
        ByteSource source = ByteSource.open(split.lane());
        try {
            return new CsvSplitReader(this, source, split, recordStart, preamble, rejects);
        } catch (IOException | RuntimeException e) {
            source.close();
            throw e;
        }
    }
}
