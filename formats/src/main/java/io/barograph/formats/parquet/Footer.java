package io.barograph.formats.parquet;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.formats.parquet.RowGroup.Chunk;
import io.barograph.formats.parquet.RowGroup.Range;
import io.barograph.formats.store.FileStores;
import io.barograph.formats.store.StoredBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;

/**
 * What a file's end says of it, checked: every range lies within the file, every row group has every column.
 *
 * @param size of the file in bytes
 * @param rows of the whole file
 * @param orderedTexts whether minimum and maximum of texts are in the order of their bytes
 * @param withoutNaN whether the writer is known to leave statistics out where a column has a NaN
 */
record Footer(
        String path,
        long size,
        FileSchema schema,
        List<RowGroup> groups,
        long rows,
        boolean orderedTexts,
        boolean withoutNaN) {
    /** Who wrote our files. */
    static final String WRITER = "barograph version 1";

    private static final int TAIL_BYTES = 8;
    private static final int FIRST_READ = 1 << 16;

    /** Reads a file's footer. An {@link IOException} says in words why it is none. */
    static Footer read(String path) throws IOException {
        try (StoredBytes file = FileStores.open(path)) {
            return read(path, file);
        } catch (Damage damage) {
            String what = String.valueOf(damage.getMessage());
            throw new IOException(damage.isUnsupported() ? what : "it is no whole Parquet file: " + what, damage);
        }
    }

    private static Footer read(String path, StoredBytes file) throws IOException {
        long size = file.size();
        if (size < TAIL_BYTES + 4) {
            throw new Damage("it has only " + size + " bytes");
        }
        int first = (int) Math.min(size, FIRST_READ);
        byte[] tail = bytes(file, size - first, first);
        String magic = new String(tail, first - 4, 4, StandardCharsets.ISO_8859_1);
        if (magic.equals("PARE")) {
            throw new IOException("it is encrypted; write it without encryption");
        } else if (!magic.equals("PAR1")) {
            if (!new String(bytes(file, 0, 4), StandardCharsets.ISO_8859_1).equals("PAR1")) {
                throw new BarographException(ErrorCode.NOT_SUPPORTED, "'" + path + "' is no Parquet file");
            }
            throw new Damage("it does not end with PAR1; copy or write it again");
        }
        int length = Bytes.intAt(tail, first - TAIL_BYTES);
        if (length < 0 || length > size - TAIL_BYTES - 4) {
            throw new Damage("a footer of " + (length & 0xFFFF_FFFFL) + " bytes is announced in a file of " + size);
        }
        long start = size - TAIL_BYTES - length;
        byte[] footer = tail;
        int at = first - TAIL_BYTES - length;
        if (at < 0) {
            footer = bytes(file, start, length);
            at = 0;
        }
        FileMetaData data = new FileMetaData();
        if (Thrift.read(data, footer, at, at + length) < 0) {
            throw new Damage("its footer ends early");
        }
        if (data.isSetEncryption_algorithm()) {
            throw new IOException("it is encrypted; write it without encryption");
        }
        return of(path, size, start, data);
    }

    private static byte[] bytes(StoredBytes file, long offset, int length) throws IOException {
        byte[] bytes = new byte[length];
        if (file.readAll(offset, bytes, 0, length) < length) {
            throw new Damage("it has become shorter while it was read");
        }
        return bytes;
    }

    /** Reads some bytes that a footer points to. */
    static byte[] bytes(StoredBytes file, Range range) throws IOException {
        return bytes(file, range.start(), range.length());
    }

    private static Footer of(String path, long size, long footerStart, FileMetaData data) {
        FileSchema schema = FileSchema.of(data.getSchema());
        List<RowGroup> groups = new ArrayList<>();
        long rows = 0;
        long start = 0;
        for (org.apache.parquet.format.RowGroup group : data.getRow_groups()) {
            if (group.getNum_rows() < 0 || group.getColumnsSize() != schema.leaves()) {
                throw new Damage("row group " + groups.size() + " has " + group.getColumnsSize() + " columns and "
                        + group.getNum_rows() + " rows, where " + schema.leaves() + " columns are described");
            }
            Chunk[] chunks = new Chunk[schema.leaves()];
            long first = Long.MAX_VALUE;
            long end = start;
            for (int leaf = 0; leaf < chunks.length; leaf++) {
                chunks[leaf] = chunk(group.getColumns().get(leaf), footerStart);
                first = Math.min(first, chunks[leaf].start());
                end = Math.max(end, chunks[leaf].start() + chunks[leaf].length());
            }
            // Row groups in another order than their bytes, as nobody writes them, begin where the one before them
            // ends.
            start = Math.max(start, first == Long.MAX_VALUE ? 0 : Math.min(first, footerStart));
            groups.add(new RowGroup(groups.size(), rows, group.getNum_rows(), start, Math.max(start, end), chunks));
            start = Math.max(start, end);
            if (group.getNum_rows() > Long.MAX_VALUE - rows) {
                throw new Damage("row group " + (groups.size() - 1) + " has " + group.getNum_rows() + " rows");
            }
            rows += group.getNum_rows();
        }
        if (rows != data.getNum_rows()) {
            throw new Damage("its row groups have " + rows + " rows, but " + data.getNum_rows() + " are announced");
        }
        String writer = data.isSetCreated_by() ? data.getCreated_by() : "";
        boolean withoutNaN = writer.startsWith("parquet-mr") || writer.startsWith("barograph ");
        return new Footer(path, size, schema, List.copyOf(groups), rows, data.isSetColumn_orders(), withoutNaN);
    }

    private static Chunk chunk(ColumnChunk column, long footerStart) {
        if (column.isSetFile_path()) {
            throw Damage.unsupported("its columns stand in other files, such as " + column.getFile_path());
        }
        ColumnMetaData meta = column.getMeta_data();
        if (meta == null) {
            throw Damage.unsupported("a column is encrypted or without description");
        }
        long start = meta.getData_page_offset();
        if (meta.isSetDictionary_page_offset() && meta.getDictionary_page_offset() > 0) {
            start = Math.min(start, meta.getDictionary_page_offset());
        }
        long length = meta.getTotal_compressed_size();
        if (start < 0 || length < 0 || length > footerStart - start) {
            throw new Damage("column " + meta.getPath_in_schema() + " lies beyond the file's end");
        }
        return new Chunk(
                meta.getCodec(),
                start,
                length,
                meta.getStatistics(),
                range(column.getColumn_index_offset(), column.getColumn_index_length(), footerStart),
                range(column.getOffset_index_offset(), column.getOffset_index_length(), footerStart));
    }

    private static Range range(long start, int length, long limit) {
        return start > 0 && length > 0 && length <= limit - start ? new Range(start, length) : Range.NONE;
    }
}
