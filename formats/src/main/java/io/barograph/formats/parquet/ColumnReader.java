package io.barograph.formats.parquet;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.Field;
import io.barograph.core.column.Validity;
import io.barograph.formats.parquet.RowGroup.Chunk;
import io.barograph.formats.store.StoredBytes;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.jspecify.annotations.Nullable;

/**
 * Reads one column of a table, chunk after chunk of any of its files, into arrays of its own. What kinds of columns differ
 * in, the decoding of values, is the subclasses'. Used by one thread.
 */
abstract sealed class ColumnReader permits LongReader, DoubleReader, BooleanReader, TextReader, DecimalReader {
    final Field field;
    private final CRC32 crc = new CRC32();
    private final Definitions definitions = new Definitions();
    private final PageStream pages;
    private @Nullable Codec codec;
    private byte[] page = {};
    private boolean optional;
    /** Rows of the chunk not yet read, and of the page at hand. */
    private long rowsInChunk;

    private int rowsInPage;

    private final long[] present = new long[Bitmap.words(Batch.CAPACITY) + 1];

    ColumnReader(Field field, StoredBytes file) {
        this.field = field;
        this.pages = new PageStream(file);
    }

    static ColumnReader of(Field field, StoredBytes file) {
        return switch (field.type().kind()) {
            case BIGINT, TIMESTAMP, INTERVAL, DATE -> new LongReader(field, file);
            case DOUBLE -> new DoubleReader(field, file);
            case BOOLEAN -> new BooleanReader(field, file);
            case VARCHAR -> new TextReader(field, file);
            case DECIMAL -> new DecimalReader(field, file);
        };
    }

    /** Starts with a chunk of a file's column. */
    final void begin(StoredBytes file, Chunk chunk, LeafColumn leaf, long rows, Codecs codecs) {
        pages.begin(file, chunk.start(), chunk.length());
        codec = codecs.get(chunk.codec());
        optional = leaf.optional();
        rowsInChunk = rows;
        rowsInPage = 0;
        beginChunk(leaf);
    }

    /** Where the page at hand, or the next one, stands in the file. */
    final long position() {
        return pages.position();
    }

    /** The next rows, at most {@link Batch#CAPACITY}; valid until the next call. */
    final Column read(int rows) throws IOException {
        startBatch();
        Arrays.fill(present, 0);
        int done = 0;
        int nulls = 0;
        while (done < rows) {
            if (rowsInPage == 0) {
                loadPage(0);
            }
            int take = Math.min(rows - done, rowsInPage);
            int count = definitions.read(present, done, take);
            if (count > 0) {
                decode(done, count);
                if (count < take) {
                    spread(done, take, count);
                }
            }
            nulls += take - count;
            rowsInPage -= take;
            rowsInChunk -= take;
            done += take;
        }
        return column(nulls == 0 ? Validity.ALL : Validity.of(Arrays.copyOf(present, Bitmap.words(rows))), rows);
    }

    /** Leaves out the next rows; whole pages are not even decompressed. */
    final void skip(long rows) throws IOException {
        long left = rows;
        while (left > 0) {
            if (rowsInPage == 0) {
                int skipped = loadPage(left);
                left -= skipped;
                if (skipped > 0) {
                    continue;
                }
            }
            int take = (int) Math.min(left, rowsInPage);
            skipValues(definitions.skip(take));
            rowsInPage -= take;
            rowsInChunk -= take;
            left -= take;
        }
    }

    /** Moves values that were decoded one behind the other to the rows that have one, from the last to the first. */
    private void spread(int from, int rows, int count) {
        int source = from + count;
        for (int row = from + rows - 1; row >= from && source <= row; row--) {
            if (Bitmap.isSet(present, row)) {
                move(--source, row);
            }
        }
    }

    /**
     * Goes to the next page with rows.
     *
     * @param skippable a data page of no more rows is stepped over
     * @return rows stepped over; 0 where a page is at hand
     */
    private int loadPage(long skippable) throws IOException {
        while (true) {
            PageHeader header = pages.next();
            if (header == null) {
                throw new Damage(rowsInChunk + " rows are missing");
            }
            int size = header.getCompressed_page_size();
            if (header.getType() == PageType.DICTIONARY_PAGE && header.isSetDictionary_page_header()) {
                dictionary(header, header.getDictionary_page_header());
            } else if (header.getType() == PageType.DATA_PAGE && header.isSetData_page_header()) {
                int rows = rows(header.getData_page_header().getNum_values());
                if (rows > 0 && rows <= skippable) {
                    pages.skip(size);
                    rowsInChunk -= rows;
                    return rows;
                }
                first(header, header.getData_page_header(), rows);
            } else if (header.getType() == PageType.DATA_PAGE_V2 && header.isSetData_page_header_v2()) {
                int rows = rows(header.getData_page_header_v2().getNum_values());
                if (rows > 0 && rows <= skippable) {
                    pages.skip(size);
                    rowsInChunk -= rows;
                    return rows;
                }
                second(header, header.getData_page_header_v2(), rows);
            } else {
                pages.skip(size);
            }
            if (rowsInPage > 0) {
                return 0;
            }
        }
    }

    private int rows(int values) {
        if (values < 0 || values > rowsInChunk) {
            throw new Damage("a page of " + values + " rows where " + rowsInChunk + " are left");
        }
        return values;
    }

    private void dictionary(PageHeader header, DictionaryPageHeader description) throws IOException {
        int count = description.getNum_values();
        int length = header.getUncompressed_page_size();
        // A BOOLEAN could have a dictionary of fewer bytes, but nobody writes one.
        if (count < 0 || count > length) {
            throw new Damage("a dictionary of " + count + " values in " + length + " bytes");
        }
        byte[] bytes = body(header, 0, true);
        beginDictionary(bytes, length, count);
    }

    private void first(PageHeader header, DataPageHeader description, int rows) throws IOException {
        byte[] bytes = body(header, 0, true);
        int length = header.getUncompressed_page_size();
        int from = 0;
        if (optional) {
            if (description.getDefinition_level_encoding() != Encoding.RLE) {
                throw Damage.unsupported(
                        "levels encoded as " + description.getDefinition_level_encoding() + " are not read");
            }
            Bytes.check(0, 4, length);
            int levels = Bytes.intAt(bytes, 0);
            Bytes.check(4, levels, length);
            from = 4 + levels;
            definitions.begin(bytes, 4, from, rows);
        } else {
            definitions.beginAll(rows);
        }
        rowsInPage = rows;
        beginPage(description.getEncoding(), bytes, from, length, definitions.presentInPage());
    }

    private void second(PageHeader header, DataPageHeaderV2 description, int rows) throws IOException {
        int repetition = description.getRepetition_levels_byte_length();
        int levels = description.getDefinition_levels_byte_length();
        Bytes.check(0, (long) repetition + levels, header.getCompressed_page_size());
        Bytes.check(0, (long) repetition + levels, header.getUncompressed_page_size());
        if (repetition < 0 || levels < 0) {
            throw new Damage("levels of less than no bytes");
        }
        boolean compressed = !description.isSetIs_compressed() || description.isIs_compressed();
        byte[] bytes = body(header, repetition + levels, compressed);
        if (optional && levels > 0) {
            definitions.begin(bytes, repetition, repetition + levels, rows);
        } else {
            definitions.beginAll(rows);
        }
        rowsInPage = rows;
        beginPage(
                description.getEncoding(),
                bytes,
                repetition + levels,
                header.getUncompressed_page_size(),
                definitions.presentInPage());
    }

    /**
     * A page's body, decompressed, with {@link Bytes#SLACK} behind it.
     *
     * @param plain bytes at its start that are not compressed
     * @param valuesCompressed whether those behind are
     */
    private byte[] body(PageHeader header, int plain, boolean valuesCompressed) throws IOException {
        int size = header.getCompressed_page_size();
        int length = header.getUncompressed_page_size();
        int from = pages.take(size);
        byte[] stored = pages.bytes();
        if (header.isSetCrc()) {
            crc.reset();
            crc.update(stored, from, size);
            if ((int) crc.getValue() != header.getCrc()) {
                throw new Damage("a page's checksum is wrong: its bytes have changed");
            }
        }
        Codec own = java.util.Objects.requireNonNull(codec);
        if (!valuesCompressed && size != length || valuesCompressed && length - plain > own.limit(size - plain)) {
            throw new Damage(size + " bytes cannot become the " + length + " that are announced");
        }
        page = Bytes.atLeast(page, length + Bytes.SLACK);
        if (!valuesCompressed) {
            System.arraycopy(stored, from, page, 0, length);
        } else {
            System.arraycopy(stored, from, page, 0, plain);
            own.decompress(stored, from + plain, size - plain, page, plain, length - plain);
        }
        return page;
    }

    /** Forgets the chunk before: another file may store the column otherwise. */
    abstract void beginChunk(LeafColumn leaf);

    /** Takes the values of a dictionary in PLAIN encoding; the array is used again. */
    abstract void beginDictionary(byte[] bytes, int length, int count);

    /** Takes a page's values, which stand in {@code [from, to)} and stay until the next page. */
    abstract void beginPage(Encoding encoding, byte[] bytes, int from, int to, int count);

    /** A new batch begins. */
    void startBatch() {}

    /** Decodes so many values to the batch's rows from {@code row} on. */
    abstract void decode(int row, int count) throws IOException;

    /** Leaves so many values out. */
    abstract void skipValues(int count);

    /** Copies a row's value to another row. */
    abstract void move(int from, int to);

    abstract Column column(Validity validity, int rows);

    /** The rows of the last batch whose value has no counterpart in the type, as a bitmap; null where there are none. */
    long @Nullable [] exceeding() {
        return null;
    }

    /** Why a row is among {@link #exceeding}. */
    String reason(int row) {
        throw new IllegalStateException("row " + row + " of " + field.name());
    }

    static Damage unknown(Encoding encoding) {
        return Damage.unsupported("its encoding, " + encoding + ", is not read for this type");
    }
}
