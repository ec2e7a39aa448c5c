package io.barograph.formats.arrow;

import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.source.Lane;
import io.barograph.core.source.TableDescription;
import io.barograph.core.source.TableReader;
import io.barograph.formats.ColumnUnion;
import io.barograph.formats.store.FileTable;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A table of Arrow files; each is a lane, and its record batches belong to the splits that they begin in. */
final class ArrowTable implements FileTable {
    private final TableDescription description;
    private final List<Lane> lanes;
    private final Map<Integer, ArrowFile> files = new HashMap<>();

    ArrowTable(TableDescription description) throws IOException {
        this.description = description;
        this.lanes = FileTable.lanes(description.paths(), path -> true);
    }

    @Override
    public TableDescription description() {
        return description;
    }

    @Override
    public List<Lane> lanes() {
        return lanes;
    }

    @Override
    public TableReader newReader(int[] columns) {
        return new ArrowTableReader(this, columns);
    }

    @Override
    public String recordUnit() {
        return "row";
    }

    /** No batch is cut: no start is a guess. */
    @Override
    public long[] recordStarts(Lane lane, long[] offsets) {
        return offsets.clone();
    }

    ArrowFile file(Lane lane) throws IOException {
        synchronized (files) {
            ArrowFile known = files.get(lane.index());
            if (known == null) {
                known = ArrowFile.read(lane.name());
                if (known.size() != lane.sizeBytes()) {
                    throw new IOException("it has become another file since the query began");
                }
                files.put(lane.index(), known);
            }
            return known;
        }
    }

    /** A file's columns by the table's; null where it has none of the name. */
    @Nullable
    ArrowColumn[] columns(ArrowFile file, Lane lane) {
        Schema schema = description.schema();
        @Nullable ArrowColumn[] columns = new @Nullable ArrowColumn[schema.size()];
        for (int i = 0; i < columns.length; i++) {
            Field field = schema.field(i);
            ArrowColumn column = file.schema().find(field.name());
            String unreadable = file.schema().unreadable().get(field.name());
            if (unreadable != null) {
                throw ColumnUnion.other(field, unreadable, lane.name());
            }
            if (column != null && column.type() != field.type()) {
                throw ColumnUnion.other(field, column.type().toString(), lane.name());
            }
            columns[i] = column;
        }
        return columns;
    }
}
