package io.barograph.formats.parquet;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.DecimalColumn;
import io.barograph.core.column.Field;
import io.barograph.core.column.Validity;
import io.barograph.core.decimal.Int128;
import io.barograph.formats.store.StoredBytes;
import org.apache.parquet.format.Encoding;

/** DECIMAL columns: stored as 32 or 64 bits, or as big-endian integers of any or of a fixed number of bytes. */
final class DecimalReader extends ColumnReader {
    private final long[] high = new long[Batch.CAPACITY];
    private final long[] low = new long[Batch.CAPACITY];
    private final int[] codes = new int[Batch.CAPACITY];
    private final LongValues numbers = new LongValues();
    private final ByteValues values = new ByteValues();
    private final HybridRle indexes = new HybridRle();
    private long[] dictionaryHigh = {};
    private long[] dictionaryLow = {};
    private final int digits;
    private boolean narrow;
    private boolean coded;
    private int width;

    DecimalReader(Field field, StoredBytes file) {
        super(field, file);
        digits = field.type().precision();
    }

    @Override
    void beginChunk(LeafColumn leaf) {
        narrow = leaf.stored() == Stored.INT32 || leaf.stored() == Stored.INT64;
        width = leaf.stored() == Stored.FIXED ? leaf.length() : 0;
        numbers.beginChunk(leaf.stored());
        dictionaryHigh = new long[0];
        dictionaryLow = new long[0];
    }

    @Override
    void beginDictionary(byte[] source, int length, int count) {
        if (narrow) {
            numbers.beginDictionary(source, length, count);
            return;
        }
        values.begin(Encoding.PLAIN, width, source, 0, length, count);
        dictionaryHigh = new long[count];
        dictionaryLow = new long[count];
        for (int i = 0; i < count; i++) {
            values.next();
            parse(dictionaryHigh, dictionaryLow, i);
        }
    }

    @Override
    void beginPage(Encoding encoding, byte[] source, int from, int to, int count) {
        coded = encoding == Encoding.RLE_DICTIONARY || encoding == Encoding.PLAIN_DICTIONARY;
        if (narrow) {
            numbers.beginPage(encoding, source, from, to, count);
        } else if (!coded) {
            values.begin(encoding, width, source, from, to, count);
        } else if (count > 0) {
            Bytes.check(from, 1, to);
            indexes.begin(source, from + 1, to, source[from]);
        }
    }

    @Override
    void decode(int row, int count) {
        if (narrow) {
            numbers.read(low, row, count);
            for (int i = row; i < row + count; i++) {
                high[i] = low[i] >> 63;
            }
        } else if (coded) {
            indexes.read(codes, 0, count);
            for (int i = 0; i < count; i++) {
                high[row + i] = dictionaryHigh[codes[i]];
                low[row + i] = dictionaryLow[codes[i]];
            }
        } else {
            for (int i = row; i < row + count; i++) {
                values.next();
                parse(high, low, i);
            }
        }
    }

    /** The value at hand: two's complement, the most significant byte first. */
    private void parse(long[] highs, long[] lows, int at) {
        byte[] bytes = values.bytes;
        int from = values.offset;
        int length = values.length;
        long upper = length > 0 && bytes[from] < 0 ? -1 : 0;
        long lower = upper;
        for (int i = from; i < from + length; i++) {
            if (i < from + length - 16 && bytes[i] != (byte) (bytes[from] >> 7)) {
                throw new Damage("a DECIMAL of " + length + " bytes");
            }
            upper = upper << 8 | lower >>> 56;
            lower = lower << 8 | bytes[i] & 0xFF;
        }
        highs[at] = upper;
        lows[at] = lower;
    }

    @Override
    void skipValues(int count) {
        if (narrow) {
            numbers.skip(count);
        } else if (coded) {
            indexes.skip(count);
        } else {
            for (int i = 0; i < count; i++) {
                values.next();
            }
        }
    }

    @Override
    void move(int from, int to) {
        high[to] = high[from];
        low[to] = low[from];
    }

    @Override
    Column column(Validity validity, int rows) {
        for (int i = 0; i < rows; i++) {
            if (!Int128.hasDigits(high[i], low[i], digits) && validity.isPresent(i)) {
                throw new Damage("a number has more digits than its " + field.type());
            }
        }
        return new DecimalColumn(field.type(), high, low, validity);
    }
}
