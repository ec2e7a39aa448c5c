package io.barograph.formats.parquet;

import io.barograph.core.column.Batch;
import io.barograph.core.column.BooleanColumn;
import io.barograph.core.column.Column;
import io.barograph.core.column.Field;
import io.barograph.core.column.Validity;
import io.barograph.formats.store.StoredBytes;
import org.apache.parquet.format.Encoding;

/** BOOLEAN columns: single bits, or runs. */
final class BooleanReader extends ColumnReader {
    private final boolean[] values = new boolean[Batch.CAPACITY];
    private final int[] numbers = new int[Batch.CAPACITY];
    private final HybridRle runs = new HybridRle();
    private boolean plain;
    private byte[] bytes = {};
    /** The next value's bit in the array. */
    private long bit;

    BooleanReader(Field field, StoredBytes file) {
        super(field, file);
    }

    @Override
    void beginChunk(LeafColumn leaf) {}

    @Override
    void beginDictionary(byte[] source, int length, int count) {
        throw new Damage("a BOOLEAN column has no dictionary");
    }

    @Override
    void beginPage(Encoding encoding, byte[] source, int from, int to, int count) {
        switch (encoding) {
            case PLAIN -> {
                plain = true;
                Bytes.check(from, count + 7L >> 3, to);
                bytes = source;
                bit = (long) from << 3;
            }
            case RLE -> {
                plain = false;
                if (count > 0) {
                    Bytes.check(from, 4, to);
                    int length = Bytes.intAt(source, from);
                    Bytes.check(from + 4, length, to);
                    runs.begin(source, from + 4, from + 4 + length, 1);
                }
            }
            default -> throw unknown(encoding);
        }
    }

    @Override
    void decode(int row, int count) {
        if (plain) {
            for (int i = 0; i < count; i++, bit++) {
                values[row + i] = (bytes[(int) (bit >>> 3)] >>> (bit & 7) & 1) != 0;
            }
            return;
        }
        runs.read(numbers, 0, count);
        for (int i = 0; i < count; i++) {
            values[row + i] = numbers[i] != 0;
        }
    }

    @Override
    void skipValues(int count) {
        if (plain) {
            bit += count;
        } else {
            runs.skip(count);
        }
    }

    @Override
    void move(int from, int to) {
        values[to] = values[from];
    }

    @Override
    Column column(Validity validity, int rows) {
        return new BooleanColumn(values, validity);
    }
}
