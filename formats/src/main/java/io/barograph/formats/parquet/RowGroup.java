package io.barograph.formats.parquet;

import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.Statistics;
import org.jspecify.annotations.Nullable;

/**
 * A row group's place in its file.
 *
 * @param number from 0
 * @param firstRow of the file's rows
 * @param start offset from which its rows count as beginning
 * @param end that of the next group
 * @param chunks by leaf
 */
record RowGroup(int number, long firstRow, long rows, long start, long end, Chunk[] chunks) {
    /**
     * One column of the group.
     *
     * @param start offset of its first page
     * @param length bytes of its pages
     * @param statistics null where there are none
     * @param columnIndex place of the pages' statistics, or {@link Range#NONE}
     * @param offsetIndex place of the pages' rows, or {@link Range#NONE}
     */
    record Chunk(
            CompressionCodec codec,
            long start,
            long length,
            @Nullable Statistics statistics,
            Range columnIndex,
            Range offsetIndex) {}

    /** Some bytes of the file. */
    record Range(long start, int length) {
        static final Range NONE = new Range(0, 0);

        boolean isPresent() {
            return length > 0;
        }
    }
}
