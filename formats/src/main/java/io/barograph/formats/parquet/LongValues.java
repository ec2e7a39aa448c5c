package io.barograph.formats.parquet;

import io.barograph.core.column.Batch;
import java.util.Arrays;
import org.apache.parquet.format.Encoding;

/**
 * Decodes a column's stored numbers as longs. What is wider than a long (INT96, INTERVAL) is converted as it is decoded;
 * where it does not fit, the value is {@link #BEYOND}.
 */
final class LongValues {
    /** Stands for a value of more than 64 bits that does not fit. */
    static final long BEYOND = Long.MIN_VALUE;

    private static final int EPOCH_JULIAN_DAY = 2_440_588;
    private static final long DAY_NANOS = 86_400_000_000_000L;
    private static final long MILLI_NANOS = 1_000_000;

    private final int[] codes = new int[Batch.CAPACITY];
    private final long[] skipped = new long[256];
    private final HybridRle indexes = new HybridRle();
    private final DeltaBinaryPacked delta = new DeltaBinaryPacked();
    private long[] dictionary = {};
    private Stored stored = Stored.INT64;
    private Encoding encoding = Encoding.PLAIN;
    private byte[] bytes = {};
    private int at;
    /** Bytes between the streams of BYTE_STREAM_SPLIT: the number of the page's values. */
    private int stride;

    void beginChunk(Stored storedAs) {
        stored = storedAs;
        dictionary = new long[0];
    }

    void beginDictionary(byte[] source, int length, int count) {
        Bytes.check(0, (long) count * stored.width(), length);
        dictionary = new long[count];
        plain(source, 0, dictionary, 0, count);
    }

    void beginPage(Encoding chosen, byte[] source, int from, int to, int count) {
        encoding = chosen;
        bytes = source;
        at = from;
        switch (chosen) {
            case PLAIN -> Bytes.check(from, (long) count * stored.width(), to);
            case RLE_DICTIONARY, PLAIN_DICTIONARY -> {
                encoding = Encoding.RLE_DICTIONARY;
                if (count > 0) {
                    Bytes.check(from, 1, to);
                    indexes.begin(source, from + 1, to, source[from]);
                }
            }
            case DELTA_BINARY_PACKED -> {
                if (stored.width() > Long.BYTES) {
                    throw ColumnReader.unknown(chosen);
                }
                delta.begin(source, from, to);
            }
            case BYTE_STREAM_SPLIT -> {
                if (stored.width() > Long.BYTES) {
                    throw ColumnReader.unknown(chosen);
                }
                Bytes.check(from, (long) count * stored.width(), to);
                stride = count;
            }
            default -> throw ColumnReader.unknown(chosen);
        }
    }

    void read(long[] values, int row, int count) {
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
                long[] entries = dictionary;
                for (int i = 0; i < count; i++) {
                    values[row + i] = entries[codes[i]];
                }
            }
            case DELTA_BINARY_PACKED -> {
                delta.read(values, row, count);
                narrow(values, row, count);
            }
            default -> {
                split(values, row, count);
                narrow(values, row, count);
            }
        }
    }

    void skip(int count) {
        switch (encoding) {
            case PLAIN -> at += count * stored.width();
            case RLE_DICTIONARY -> indexes.skip(count);
            case DELTA_BINARY_PACKED -> {
                for (int done = 0; done < count; done += skipped.length) {
                    delta.read(skipped, 0, Math.min(skipped.length, count - done));
                }
            }
            default -> at += count;
        }
    }

    /** Fixed-width values, one behind the other. */
    private void plain(byte[] source, int from, long[] target, int to, int count) {
        switch (stored) {
            case INT32 -> {
                for (int i = 0; i < count; i++) {
                    target[to + i] = Bytes.intAt(source, from + 4 * i);
                }
            }
            case UINT32 -> {
                for (int i = 0; i < count; i++) {
                    target[to + i] = Bytes.intAt(source, from + 4 * i) & 0xFFFF_FFFFL;
                }
            }
            case INT96 -> {
                for (int i = 0; i < count; i++) {
                    target[to + i] =
                            julian(Bytes.longAt(source, from + 12 * i), Bytes.intAt(source, from + 12 * i + 8));
                }
            }
            case MONTHS_DAYS_MILLIS -> {
                for (int i = 0; i < count; i++) {
                    target[to + i] = elapsed(source, from + 12 * i);
                }
            }
            default -> {
                for (int i = 0; i < count; i++) {
                    target[to + i] = Bytes.longAt(source, from + 8 * i);
                }
            }
        }
    }

    private void split(long[] values, int row, int count) {
        int width = stored.width();
        for (int i = 0; i < count; i++) {
            long value = 0;
            for (int part = 0; part < width; part++) {
                value |= (bytes[at + i + part * stride] & 0xFFL) << 8 * part;
            }
            values[row + i] = value;
        }
        at += count;
    }

    /** Numbers of 32 bits are theirs modulo 2^32. */
    private void narrow(long[] values, int row, int count) {
        if (stored == Stored.INT32) {
            for (int i = row; i < row + count; i++) {
                values[i] = (int) values[i];
            }
        } else if (stored == Stored.UINT32) {
            for (int i = row; i < row + count; i++) {
                values[i] &= 0xFFFF_FFFFL;
            }
        }
    }

    private static long julian(long nanosOfDay, int julianDay) {
        long high = Math.multiplyHigh((long) julianDay - EPOCH_JULIAN_DAY, DAY_NANOS);
        long low = ((long) julianDay - EPOCH_JULIAN_DAY) * DAY_NANOS;
        // A day's nanoseconds are few: the sum fits into 128 bits, and into 64 where its halves agree.
        long sum = low + nanosOfDay;
        high += (nanosOfDay >> 63) + (Long.compareUnsigned(sum, low) < 0 ? 1 : 0);
        return high == sum >> 63 ? sum : BEYOND;
    }

    /** Months have no fixed length: only intervals without them are elapsed time. */
    private static long elapsed(byte[] source, int from) {
        long days = Bytes.intAt(source, from + 4) & 0xFFFF_FFFFL;
        long millis = Bytes.intAt(source, from + 8) & 0xFFFF_FFFFL;
        if (Bytes.intAt(source, from) != 0 || days > Long.MAX_VALUE / DAY_NANOS - 50) {
            return BEYOND;
        }
        return days * DAY_NANOS + millis * MILLI_NANOS;
    }
}
