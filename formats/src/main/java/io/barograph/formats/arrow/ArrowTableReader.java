package io.barograph.formats.arrow;

import io.barograph.core.column.AbsentColumn;
import io.barograph.core.column.Column;
import io.barograph.core.column.Schema;
import io.barograph.core.source.RejectHandler;
import io.barograph.core.source.Split;
import io.barograph.core.source.SplitReader;
import io.barograph.core.source.TableReader;
import io.barograph.formats.store.FileStores;
import io.barograph.formats.store.StoredBytes;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What one worker keeps from split to split of a table: arrays, and dictionaries. */
final class ArrowTableReader implements TableReader {
    final ArrowTable table;
    final Schema schema;
    final int[] columns;
    /** By column of the table, made when first needed. */
    private final @Nullable ColumnDecoder[] decoders;

    private final @Nullable Column[] absent;

    ArrowTableReader(ArrowTable table, int[] columns) {
        this.table = table;
        this.schema = table.description().schema();
        this.columns = columns;
        this.decoders = new @Nullable ColumnDecoder[schema.size()];
        this.absent = new @Nullable Column[schema.size()];
    }

    @Override
    public SplitReader read(Split split, long recordStart, RejectHandler rejects) throws IOException {
        ArrowFile file = table.file(split.lane());
        @Nullable ArrowColumn[] found = table.columns(file, split.lane());
        StoredBytes source = FileStores.open(split.lane().name());
        return new ArrowSplitReader(this, file, found, source, split, rejects);
    }

    ColumnDecoder decoder(int column) {
        ColumnDecoder known = decoders[column];
        if (known == null) {
            known = ColumnDecoder.of(schema.type(column));
            decoders[column] = known;
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
