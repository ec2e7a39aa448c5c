package io.barograph.formats.parquet;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.Field;
import io.barograph.core.column.Validity;
import io.barograph.formats.store.StoredBytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.parquet.format.Encoding;

/** Columns of binary64, and of binary32 and binary16, which widen exactly. */
final class DoubleReader extends ColumnReader {
    private final double[] values = new double[Batch.CAPACITY];
    private final int[] codes = new int[Batch.CAPACITY];
    private final HybridRle indexes = new HybridRle();
    private double[] dictionary = {};
    private Stored stored = Stored.DOUBLE;
    private Encoding encoding = Encoding.PLAIN;
    private byte[] bytes = {};
    private int at;
    /** Bytes between the streams of BYTE_STREAM_SPLIT: the number of the page's values. */
    private int stride;

    DoubleReader(Field field, StoredBytes file) {
        super(field, file);
    }

    @Override
    void beginChunk(LeafColumn leaf) {
        stored = leaf.stored();
        dictionary = new double[0];
    }

    @Override
    void beginDictionary(byte[] source, int length, int count) {
        Bytes.check(0, (long) count * stored.width(), length);
        dictionary = new double[count];
        plain(source, 0, dictionary, 0, count);
    }

    @Override
    void beginPage(Encoding chosen, byte[] source, int from, int to, int count) {
        encoding = chosen;
        bytes = source;
        at = from;
        switch (chosen) {
            case PLAIN -> Bytes.check(from, (long) count * stored.width(), to);
            case BYTE_STREAM_SPLIT -> {
                Bytes.check(from, (long) count * stored.width(), to);
                stride = count;
            }
            case RLE_DICTIONARY, PLAIN_DICTIONARY -> {
                encoding = Encoding.RLE_DICTIONARY;
                if (count > 0) {
                    Bytes.check(from, 1, to);
                    indexes.begin(source, from + 1, to, source[from]);
                }
            }
            default -> throw unknown(chosen);
        }
    }

    @Override
    void decode(int row, int count) {
        switch (encoding) {
            case PLAIN -> {
                plain(bytes, at, values, row, count);
                at += count * stored.width();
            }
            case RLE_DICTIONARY -> {
                if (indexes.repeats(count)) {
                    Arrays.fill(values, row, row + count, dictionary[indexes.repeatedValue()]);
                    indexes.skip(count);
                    return;
                }
                indexes.read(codes, 0, count);
                double[] entries = dictionary;
                for (int i = 0; i < count; i++) {
                    values[row + i] = entries[codes[i]];
                }
            }
            default -> split(row, count);
        }
    }

    @Override
    void skipValues(int count) {
        switch (encoding) {
            case PLAIN -> at += count * stored.width();
            case RLE_DICTIONARY -> indexes.skip(count);
            default -> at += count;
        }
    }

    private void plain(byte[] source, int from, double[] target, int to, int count) {
        switch (stored) {
            case FLOAT -> {
                for (int i = 0; i < count; i++) {
                    target[to + i] = Float.intBitsToFloat(Bytes.intAt(source, from + 4 * i));
                }
            }
            case HALF -> {
                for (int i = 0; i < count; i++) {
                    target[to + i] = half(source[from + 2 * i] & 0xFF | source[from + 2 * i + 1] << 8);
                }
            }
            default ->
                ByteBuffer.wrap(source, from, 8 * count)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .asDoubleBuffer()
                        .get(target, to, count);
        }
    }

    private void split(int row, int count) {
        int width = stored.width();
        for (int i = 0; i < count; i++) {
            long value = 0;
            for (int part = 0; part < width; part++) {
                value |= (bytes[at + i + part * stride] & 0xFFL) << 8 * part;
            }
            values[row + i] = switch (stored) {
                case FLOAT -> Float.intBitsToFloat((int) value);
                case HALF -> half((int) value);
                default -> Double.longBitsToDouble(value);
            };
        }
        at += count;
    }

    /** A binary16 as double. */
    private static double half(int bits) {
        int exponent = bits >>> 10 & 0x1F;
        int fraction = bits & 0x3FF;
        double magnitude = switch (exponent) {
            case 0 -> Math.scalb((double) fraction, -24);
            case 0x1F -> fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
            default -> Math.scalb(1024.0 + fraction, exponent - 25);
        };
        return (bits & 0x8000) == 0 ? magnitude : -magnitude;
    }

    @Override
    void move(int from, int to) {
        values[to] = values[from];
    }

    @Override
    Column column(Validity validity, int rows) {
        return new DoubleColumn(values, validity);
    }
}
