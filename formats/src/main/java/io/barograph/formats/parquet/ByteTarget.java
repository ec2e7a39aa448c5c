package io.barograph.formats.parquet;

import java.util.Arrays;

/** Bytes that are appended to, in an array that grows. Used by one thread. */
final class ByteTarget {
    private byte[] bytes = new byte[1 << 12];
    private int length;

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    void clear() {
        length = 0;
    }

    /** Makes room for so many bytes; gives where they begin. They count as written. */
    int reserve(int count) {
        int from = length;
        int wanted = Math.addExact(length, count);
        // Writers store eight bytes at a time.
        if (wanted + Bytes.SLACK > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(wanted + Bytes.SLACK, bytes.length * 2));
        }
        length = wanted;
        return from;
    }

    void put(int value) {
        int at = reserve(1);
        bytes[at] = (byte) value;
    }

    void putInt(int value) {
        int at = reserve(Integer.BYTES);
        Bytes.putInt(bytes, at, value);
    }

    void put(byte[] source, int from, int count) {
        int at = reserve(count);
        System.arraycopy(source, from, bytes, at, count);
    }

    /** An unsigned number of seven bits a byte, the lowest first. */
    void putVarint(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            put((int) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        put((int) rest);
    }

    void putZigzag(long value) {
        putVarint(value << 1 ^ value >> 63);
    }

    /** Packs numbers of so many bits each, the lowest bits first; a last byte is filled up with zeros. */
    void putPacked(long[] values, int from, int count, int width) {
        int size = (int) ((long) count * width + 7 >> 3);
        int at = reserve(size);
        long buffer = 0;
        int held = 0;
        for (int i = from; i < from + count; i++) {
            long value = values[i];
            buffer |= value << held;
            held += width;
            if (held >= 64) {
                Bytes.putLong(bytes, at, buffer);
                at += 8;
                held -= 64;
                buffer = held == 0 ? 0 : value >>> width - held;
            }
        }
        for (; held > 0; held -= 8) {
            bytes[at++] = (byte) buffer;
            buffer >>>= 8;
        }
    }
}
