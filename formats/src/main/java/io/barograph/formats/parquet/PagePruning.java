package io.barograph.formats.parquet;

import io.barograph.core.source.ColumnComparison;
import io.barograph.formats.parquet.RowGroup.Chunk;
import io.barograph.formats.store.StoredBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.List;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.OffsetIndex;

/** Which rows of a group can satisfy conditions, as far as statistics of row groups and pages tell. */
final class PagePruning {
    private final Footer footer;
    private final StoredBytes file;
    private final List<ColumnComparison> conditions;
    /** The file's columns by the table's; null where the file has none. */
    private final LeafColumn[] leaves;

    PagePruning(Footer footer, StoredBytes file, List<ColumnComparison> conditions, LeafColumn[] leaves) {
        this.footer = footer;
        this.file = file;
        this.conditions = conditions;
        this.leaves = leaves;
    }

    /** Whether the group's statistics leave room for a row that satisfies all conditions. */
    boolean mayHold(RowGroup group) {
        for (ColumnComparison condition : conditions) {
            LeafColumn leaf = leaves[condition.column()];
            if (leaf == null
                    || !Bounds.of(leaf, group.chunks()[leaf.leaf()].statistics(), footer)
                            .mayHold(condition)) {
                return false;
            }
        }
        return true;
    }

    /** The rows of a group that lie in pages with room for such a row. */
    BitSetRows rows(RowGroup group) throws IOException {
        BitSetRows rows = new BitSetRows(group.rows());
        for (ColumnComparison condition : conditions) {
            LeafColumn leaf = leaves[condition.column()];
            Chunk chunk = group.chunks()[leaf.leaf()];
            if (chunk.columnIndex().isPresent() && chunk.offsetIndex().isPresent()) {
                exclude(rows, condition, leaf, chunk, group.rows());
            }
        }
        return rows;
    }

    private void exclude(BitSetRows rows, ColumnComparison condition, LeafColumn leaf, Chunk chunk, long groupRows)
            throws IOException {
        ColumnIndex values = new ColumnIndex();
        OffsetIndex offsets = new OffsetIndex();
        byte[] first = Footer.bytes(file, chunk.columnIndex());
        byte[] second = Footer.bytes(file, chunk.offsetIndex());
        if (Thrift.read(values, first, 0, first.length) < 0 || Thrift.read(offsets, second, 0, second.length) < 0) {
            throw new Damage("the index of its pages ends early");
        }
        int pages = offsets.getPage_locationsSize();
        if (values.getNull_pagesSize() != pages
                || values.getMin_valuesSize() != pages
                || values.getMax_valuesSize() != pages) {
            throw new Damage("the indexes of its pages do not agree");
        }
        for (int page = 0; page < pages; page++) {
            long from = offsets.getPage_locations().get(page).getFirst_row_index();
            long to =
                    page + 1 < pages ? offsets.getPage_locations().get(page + 1).getFirst_row_index() : groupRows;
            if (from < 0 || to < from || to > groupRows) {
                throw new Damage("the index of its pages names rows that it does not have");
            }
            boolean none = values.getNull_pages().get(page)
                    || !Bounds.of(
                                    leaf,
                                    array(values.getMin_values().get(page)),
                                    array(values.getMax_values().get(page)),
                                    footer)
                            .mayHold(condition);
            if (none) {
                rows.exclude(from, to);
            }
        }
    }

    private static byte[] array(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    /** Rows of a group, of which ranges are left out. */
    static final class BitSetRows {
        private final BitSet excluded = new BitSet();
        private final long rows;

        BitSetRows(long rows) {
            this.rows = rows;
        }

        void exclude(long from, long to) {
            // A group of more rows than an int counts is read whole.
            if (to <= Integer.MAX_VALUE) {
                excluded.set((int) from, (int) to);
            }
        }

        /** The first row at or behind this one that is not left out, or the number of rows. */
        long nextIncluded(long row) {
            return row > Integer.MAX_VALUE ? row : Math.min(rows, excluded.nextClearBit((int) row));
        }

        /** The first row at or behind this one that is left out, or the number of rows. */
        long nextExcluded(long row) {
            int next = row > Integer.MAX_VALUE ? -1 : excluded.nextSetBit((int) row);
            return next < 0 ? rows : next;
        }
    }
}
