package io.barograph.formats.parquet;

import io.barograph.core.column.AbsentColumn;
import io.barograph.core.column.Column;
import io.barograph.core.column.Schema;
import io.barograph.core.source.ColumnComparison;
import io.barograph.core.source.RejectHandler;
import io.barograph.core.source.Split;
import io.barograph.core.source.SplitReader;
import io.barograph.core.source.TableReader;
import io.barograph.formats.store.FileStores;
import io.barograph.formats.store.StoredBytes;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one worker keeps from split to split of a table: buffers, and dictionaries. */
final class ParquetTableReader implements TableReader {
    final ParquetTable table;
    final Schema schema;
    final int[] columns;
    final List<ColumnComparison> conditions;
    /** By column of the table, made when first needed. */
    private final @Nullable ColumnReader[] readers;

    private final @Nullable Column[] absent;

    ParquetTableReader(ParquetTable table, int[] columns, List<ColumnComparison> conditions) {
        this.table = table;
        this.schema = table.description().schema();
        this.columns = columns;
        this.conditions = List.copyOf(conditions);
        this.readers = new @Nullable ColumnReader[schema.size()];
        this.absent = new @Nullable Column[schema.size()];
    }

    @Override
    public SplitReader read(Split split, long recordStart, RejectHandler rejects) throws IOException {
        Footer footer = table.footer(split.lane());
        StoredBytes file = FileStores.open(footer.path());
        try {
            return new ParquetSplitReader(this, footer, file, split, rejects);
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    ColumnReader reader(int column, StoredBytes file) {
        ColumnReader known = readers[column];
        if (known == null) {
            known = ColumnReader.of(schema.field(column), file);
            readers[column] = known;
        }
        return known;
    }

    /** A column that a file does not have: NULL in every row. */
    Column absent(int column) {
        Column known = absent[column];
        if (known == null) {
            known = AbsentColumn.of(schema.type(column));
            absent[column] = known;
        }
        return known;
    }
}
