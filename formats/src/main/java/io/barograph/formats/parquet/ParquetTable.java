package io.barograph.formats.parquet;

import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.source.ColumnComparison;
import io.barograph.core.source.Lane;
import io.barograph.core.source.TableDescription;
import io.barograph.core.source.TableReader;
import io.barograph.formats.ColumnUnion;
import io.barograph.formats.store.FileTable;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A table of Parquet files; each is a lane. */
final class ParquetTable implements FileTable {
    /** Footers kept: a lane's splits are read by few workers at about the same time. */
    private static final int MAX_FOOTERS = 64;

    private final TableDescription description;
    private final Footers read;
    private final List<Lane> lanes;
    private final Map<Integer, Footer> footers = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Footer> eldest) {
            return size() > MAX_FOOTERS;
        }
    };

    /** @param read footers that planning may have read already */
    ParquetTable(TableDescription description, Footers read) throws IOException {
        this.description = description;
        this.read = read;
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
        return newReader(columns, List.of());
    }

    @Override
    public TableReader newReader(int[] columns, List<ColumnComparison> conditions) {
        return new ParquetTableReader(this, columns, conditions);
    }

    @Override
    public String recordUnit() {
        return "row";
    }

    /** Splits hold whole rows wherever they are cut: no start is a guess. */
    @Override
    public long[] recordStarts(Lane lane, long[] offsets) {
        return offsets.clone();
    }

    Footer footer(Lane lane) throws IOException {
        synchronized (footers) {
            Footer known = footers.get(lane.index());
            if (known == null) {
                known = read.read(lane.name());
                if (known.size() != lane.sizeBytes()) {
                    throw new IOException("it has become another file since the query began");
                }
                footers.put(lane.index(), known);
            }
            return known;
        }
    }

    /** A file's columns by the table's; null where it has none of the name. */
    @Nullable
    LeafColumn[] leaves(Footer footer) {
        Schema schema = description.schema();
        @Nullable LeafColumn[] leaves = new @Nullable LeafColumn[schema.size()];
        for (int i = 0; i < leaves.length; i++) {
            Field field = schema.field(i);
            LeafColumn leaf = footer.schema().find(field.name());
            String unreadable = footer.schema().unreadable().get(field.name());
            if (unreadable != null) {
                throw ColumnUnion.other(field, unreadable, footer.path());
            } else if (leaf != null && leaf.type() != field.type()) {
                throw ColumnUnion.other(field, leaf.type().toString(), footer.path());
            }
            leaves[i] = leaf;
        }
        return leaves;
    }
}
