package io.barograph.formats.parquet;

import java.util.Arrays;
import org.apache.parquet.format.Encoding;

/** A page's values of any number of bytes, one after the other: after {@link #next} the value stands in {@link #bytes}. */
final class ByteValues {
    private final DeltaBinaryPacked lengths = new DeltaBinaryPacked();
    private final DeltaBinaryPacked prefixes = new DeltaBinaryPacked();
    private final long[] number = new long[1];
    private long[] ends = {};
    private Encoding encoding = Encoding.PLAIN;
    private int fixed;
    private byte[] page = {};
    private int at;
    private int end;
    /** Of DELTA_BYTE_ARRAY: the value at hand, whose beginning the next one may share. */
    private byte[] shared = new byte[64];

    private int sharedLength;
    private int index;

    byte[] bytes = {};
    int offset;
    int length;

    /** @param width of every value, or 0 where each has a length of its own */
    void begin(Encoding chosen, int width, byte[] source, int from, int to, int count) {
        encoding = chosen;
        fixed = width;
        page = source;
        at = from;
        end = to;
        index = 0;
        sharedLength = 0;
        switch (chosen) {
            case PLAIN -> Bytes.check(from, (long) count * Math.max(width, 1), width == 0 ? Integer.MAX_VALUE : to);
            case DELTA_LENGTH_BYTE_ARRAY -> beginLengths(from, count);
            case DELTA_BYTE_ARRAY -> {
                prefixes.begin(source, from, to);
                // The lengths of what is not shared stand behind those of what is.
                long[] skipped = new long[Math.min(count, prefixes.remaining())];
                prefixes.read(skipped, 0, skipped.length);
                int behind = prefixes.endPosition();
                prefixes.begin(source, from, to);
                beginLengths(behind, count);
            }
            default -> throw ColumnReader.unknown(chosen);
        }
    }

    private void beginLengths(int from, int count) {
        lengths.begin(page, from, end);
        if (lengths.remaining() < count) {
            throw new Damage("its values end early");
        }
        ends = ends.length >= count ? ends : new long[count];
        lengths.read(ends, 0, count);
        // More lengths than values have no use, but the values stand behind them.
        while (lengths.remaining() > 0) {
            lengths.read(number, 0, 1);
        }
        at = lengths.endPosition();
    }

    /** Goes to the next value. */
    void next() {
        switch (encoding) {
            case PLAIN -> {
                int size = fixed;
                if (size == 0) {
                    Bytes.check(at, 4, end);
                    size = Bytes.intAt(page, at);
                    at += 4;
                }
                piece(size);
            }
            case DELTA_LENGTH_BYTE_ARRAY -> piece(ends[index++]);
            default -> {
                prefixes.read(number, 0, 1);
                int prefix = (int) number[0];
                if (number[0] < 0 || number[0] > sharedLength) {
                    throw new Damage("a value shares " + number[0] + " bytes with one of " + sharedLength);
                }
                piece(ends[index++]);
                int size = Math.addExact(prefix, length);
                if (size > shared.length) {
                    shared = Arrays.copyOf(shared, Math.max(size, shared.length * 2));
                }
                System.arraycopy(page, offset, shared, prefix, length);
                sharedLength = size;
                bytes = shared;
                offset = 0;
                length = size;
            }
        }
    }

    private void piece(long size) {
        Bytes.check(at, size, end);
        bytes = page;
        offset = at;
        length = (int) size;
        at += length;
    }
}
