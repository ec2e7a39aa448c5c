package io.barograph.formats.parquet;

import io.barograph.core.column.Dictionary;
import io.barograph.core.column.Type;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;
import org.apache.parquet.format.BoundaryOrder;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageLocation;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Statistics;
import org.jspecify.annotations.Nullable;

/**
 * Turns one column of a row group into pages: codes of a dictionary where values repeat, differences for other integers,
 * plain values for the rest. Used once.
 */
final class ChunkWriter {
    /** Rows of a page: what a reader can leave out. */
    static final int PAGE_ROWS = 20_480;

    private static final int MAX_DICTIONARY_BYTES = 1 << 20;
    private static final int MAX_TEXTS = 1 << 16;

    private final ColumnRows column;
    private final Storage storage;
    private final CompressionCodec codecName;
    private final Codec codec;
    private final ByteTarget out = new ByteTarget();
    private final ByteTarget page = new ByteTarget();
    private final IntegerEncodings integers = new IntegerEncodings();
    private final CRC32 crc = new CRC32();
    private final Set<Encoding> encodings = EnumSet.of(Encoding.RLE);
    private final List<PageLocation> locations = new ArrayList<>();
    private final ColumnIndex index =
            new ColumnIndex(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), BoundaryOrder.UNORDERED);
    private boolean indexed = true;
    private long uncompressed;
    private int dictionaryBytes;
    private int dictionaryEntries;

    private ChunkWriter(ColumnRows column, CompressionCodec codecName, Codec codec) {
        this.column = column;
        this.storage = Storage.of(column.type);
        this.codecName = codecName;
        this.codec = codec;
        index.setNull_counts(new ArrayList<>());
    }

    /**
     * A finished chunk; its offsets count from its first byte.
     *
     * @param dictionaryBytes of the dictionary page, which comes first; 0 where there is none
     */
    record Chunk(
            byte[] bytes,
            int length,
            int dictionaryBytes,
            long uncompressed,
            long values,
            List<Encoding> encodings,
            CompressionCodec codec,
            Statistics statistics,
            @Nullable ColumnIndex columnIndex,
            OffsetIndex offsetIndex) {}

    static Chunk write(ColumnRows column, CompressionCodec codec) {
        try (Codec own = Codec.of(codec)) {
            return new ChunkWriter(column, codec, own).write();
        }
    }

    private Chunk write() {
        int[] codes = codes();
        ValueRange whole = new ValueRange(column);
        ValueRange range = new ValueRange(column);
        int value = 0;
        for (int row = 0; row < column.rows; row += PAGE_ROWS) {
            int rows = Math.min(PAGE_ROWS, column.rows - row);
            int to = value + present(row, rows);
            range.clear();
            range.add(column, value, to);
            whole.add(column, value, to);
            writePage(row, rows, value, to, codes, range);
            value = to;
        }
        Statistics statistics = new Statistics().setNull_count(column.rows - column.count);
        byte[] least = whole.least();
        byte[] most = whole.most();
        if (least != null && most != null) {
            statistics.setMin_value(least);
            statistics.setMax_value(most);
        }
        return new Chunk(
                out.bytes(),
                out.length(),
                dictionaryBytes,
                uncompressed,
                column.rows,
                List.copyOf(encodings),
                codecName,
                statistics,
                indexed ? index : null,
                new OffsetIndex(locations));
    }

    private int present(int row, int rows) {
        int count = 0;
        for (int done = 0; done < rows; done += 64) {
            count += Long.bitCount(Bitmap.get(column.present, row + done, Math.min(64, rows - done)));
        }
        return count;
    }

    /** The values' codes where a dictionary pays, which is then written; else null. */
    private int @Nullable [] codes() {
        if (column.type == Type.VARCHAR) {
            return textCodes();
        } else if (column.type == Type.BOOLEAN || column.type == Type.TIMESTAMP || storage.width() > Long.BYTES) {
            return null;
        }
        int[] codes = new int[column.count];
        NumberCodes numbers = new NumberCodes();
        if (!numbers.number(column.values, column.count, codes)) {
            return null;
        }
        for (int i = 0; i < numbers.size(); i++) {
            putPlain(numbers.entries()[i]);
        }
        writeDictionary(numbers.size());
        return codes;
    }

    private int @Nullable [] textCodes() {
        Dictionary texts = column.texts;
        long bytes = 0;
        for (int i = 0; i < texts.size(); i++) {
            bytes += texts.length(i);
        }
        if (texts.size() > MAX_TEXTS || bytes > MAX_DICTIONARY_BYTES || texts.size() > column.count >> 1) {
            return null;
        }
        int[] codes = new int[column.count];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = (int) column.values[i];
        }
        for (int i = 0; i < texts.size(); i++) {
            putText(i);
        }
        writeDictionary(texts.size());
        return codes;
    }

    private void writeDictionary(int entries) {
        PageHeader header = new PageHeader(PageType.DICTIONARY_PAGE, 0, 0);
        header.setDictionary_page_header(new DictionaryPageHeader(entries, Encoding.PLAIN));
        encodings.add(Encoding.PLAIN);
        finishPage(header);
        dictionaryBytes = out.length();
        dictionaryEntries = entries;
    }

    private void writePage(int row, int rows, int from, int to, int @Nullable [] codes, ValueRange range) {
        putLevels(row, rows, to - from);
        Encoding encoding = putValues(from, to, codes);
        encodings.add(encoding);
        long start = out.length();
        PageHeader header = new PageHeader(PageType.DATA_PAGE, 0, 0);
        header.setData_page_header(new DataPageHeader(rows, encoding, Encoding.RLE, Encoding.RLE));
        finishPage(header);
        locations.add(new PageLocation(start, (int) (out.length() - start), row));
        byte[] least = range.least();
        byte[] most = range.most();
        boolean none = !range.any();
        indexed &= none || least != null && most != null;
        index.addToNull_pages(none);
        index.addToMin_values(ByteBuffer.wrap(least == null ? new byte[0] : least));
        index.addToMax_values(ByteBuffer.wrap(most == null ? new byte[0] : most));
        index.addToNull_counts(rows - (to - from));
    }

    private void putLevels(int row, int rows, int values) {
        int start = page.reserve(Integer.BYTES);
        if (values == rows || values == 0) {
            page.putVarint((long) rows << 1);
            page.put(values == 0 ? 0 : 1);
        } else {
            page.putVarint((long) (rows + 7) / 8 << 1 | 1);
            for (int done = 0; done < rows; done += 8) {
                page.put((int) Bitmap.get(column.present, row + done, Math.min(8, rows - done)));
            }
        }
        Bytes.putInt(page.bytes(), start, page.length() - start - Integer.BYTES);
    }

    private Encoding putValues(int from, int to, int @Nullable [] codes) {
        if (codes != null) {
            int width = IntegerEncodings.width(Math.max(0, dictionaryEntries - 1));
            page.put(width);
            integers.hybrid(page, codes, from, to, width);
            return Encoding.RLE_DICTIONARY;
        } else if (column.type.isLong()) {
            integers.delta(page, column.values, from, to);
            return Encoding.DELTA_BINARY_PACKED;
        } else if (column.type == Type.BOOLEAN) {
            page.putPacked(column.values, from, to - from, 1);
        } else if (column.type == Type.VARCHAR) {
            for (int i = from; i < to; i++) {
                putText((int) column.values[i]);
            }
        } else if (storage.width() > Long.BYTES) {
            for (int i = from; i < to; i++) {
                putBigEndian(column.high[i], column.values[i]);
            }
        } else {
            for (int i = from; i < to; i++) {
                putPlain(column.values[i]);
            }
        }
        return Encoding.PLAIN;
    }

    private void putPlain(long value) {
        int at = page.reserve(storage.width());
        // The upper half of a narrow value is overwritten by the next one, or not written out.
        Bytes.putLong(page.bytes(), at, value);
    }

    private void putText(int code) {
        Dictionary texts = column.texts;
        page.putInt(texts.length(code));
        page.put(texts.bytes(), texts.offset(code), texts.length(code));
    }

    private void putBigEndian(long high, long low) {
        int at = page.reserve(2 * Long.BYTES);
        Bytes.putLong(page.bytes(), at, Long.reverseBytes(high));
        Bytes.putLong(page.bytes(), at + Long.BYTES, Long.reverseBytes(low));
    }

    /** Compresses the page at hand and appends it with its header. */
    private void finishPage(PageHeader header) {
        byte[] body = codec.compress(page.bytes(), page.length());
        crc.reset();
        crc.update(body);
        header.setUncompressed_page_size(page.length());
        header.setCompressed_page_size(body.length);
        header.setCrc((int) crc.getValue());
        byte[] description = Thrift.write(header);
        uncompressed += description.length + (long) page.length();
        out.put(description, 0, description.length);
        out.put(body, 0, body.length);
        page.clear();
    }
}
