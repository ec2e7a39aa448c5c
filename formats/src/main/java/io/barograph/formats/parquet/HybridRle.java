package io.barograph.formats.parquet;

import java.util.Arrays;

/**
 * Parquet's hybrid of run lengths and bit packing: runs of one repeated value, or of groups of eight values of the same
 * width. Holds dictionary codes, levels and booleans. (Parquet format, "Encodings", RLE = 3.)
 */
final class HybridRle {
    private byte[] bytes = {};
    private int at;
    private int end;
    private int width;
    private int mask;

    /** Values left in the run at hand. */
    private int left;

    private boolean repeated;
    private int value;
    /** Where the next packed value begins, in bits of the array. */
    private long bit;

    /**
     * Starts over.
     *
     * @param bytes with {@link Bytes#SLACK} behind {@code to}
     * @param width of a value in bits, 0 to 32
     */
    void begin(byte[] bytes, int from, int to, int width) {
        if (width < 0 || width > 32) {
            throw new Damage("values of " + width + " bits");
        }
        this.bytes = bytes;
        this.at = from;
        this.end = to;
        this.width = width;
        this.mask = width == 32 ? -1 : (1 << width) - 1;
        this.left = 0;
    }

    /** Whether the run at hand, or the next one, repeats a value at least so many times. */
    boolean repeats(int count) {
        if (left == 0) {
            nextRun();
        }
        return repeated && left >= count;
    }

    /** The value of a run that {@link #repeats}. */
    int repeatedValue() {
        return value;
    }

    void read(int[] out, int from, int count) {
        int done = 0;
        while (done < count) {
            if (left == 0) {
                nextRun();
            }
            int take = Math.min(left, count - done);
            if (repeated) {
                Arrays.fill(out, from + done, from + done + take, value);
            } else {
                unpack(out, from + done, take);
            }
            left -= take;
            done += take;
        }
    }

    void skip(int count) {
        int done = 0;
        while (done < count) {
            if (left == 0) {
                nextRun();
            }
            int take = Math.min(left, count - done);
            bit += (long) take * width;
            left -= take;
            done += take;
        }
    }

    /** Adds values of one bit to a bitmap that is clear from {@code from} on. Gives how many of them are 1. */
    int readBits(long[] bitmap, int from, int count) {
        int ones = 0;
        int done = 0;
        while (done < count) {
            if (left == 0) {
                nextRun();
            }
            int take = Math.min(left, count - done);
            if (!repeated) {
                for (int i = 0; i < take; ) {
                    int word = Math.min(take - i, 56);
                    long bits = Bytes.longAt(bytes, (int) (bit >>> 3)) >>> (bit & 7) & (1L << word) - 1;
                    ones += Long.bitCount(bits);
                    Bitmap.put(bitmap, from + done + i, bits, word);
                    bit += word;
                    i += word;
                }
            } else if (value != 0) {
                ones += take;
                Bitmap.set(bitmap, from + done, take);
            }
            left -= take;
            done += take;
        }
        return ones;
    }

    private void unpack(int[] out, int from, int count) {
        byte[] source = bytes;
        int w = width;
        long m = mask & 0xFFFF_FFFFL;
        long position = bit;
        int i = 0;
        if (w <= 8) {
            for (; i + 7 <= count; i += 7) {
                long word = Bytes.longAt(source, (int) (position >>> 3)) >>> (position & 7);
                out[from + i] = (int) (word & m);
                out[from + i + 1] = (int) (word >>> w & m);
                out[from + i + 2] = (int) (word >>> 2 * w & m);
                out[from + i + 3] = (int) (word >>> 3 * w & m);
                out[from + i + 4] = (int) (word >>> 4 * w & m);
                out[from + i + 5] = (int) (word >>> 5 * w & m);
                out[from + i + 6] = (int) (word >>> 6 * w & m);
                position += 7L * w;
            }
        } else if (w <= 14) {
            for (; i + 4 <= count; i += 4) {
                long word = Bytes.longAt(source, (int) (position >>> 3)) >>> (position & 7);
                out[from + i] = (int) (word & m);
                out[from + i + 1] = (int) (word >>> w & m);
                out[from + i + 2] = (int) (word >>> 2 * w & m);
                out[from + i + 3] = (int) (word >>> 3 * w & m);
                position += 4L * w;
            }
        }
        for (; i < count; i++) {
            out[from + i] = (int) (Bytes.longAt(source, (int) (position >>> 3)) >>> (position & 7) & m);
            position += w;
        }
        bit = position;
    }

    private void nextRun() {
        if (at >= end) {
            throw new Damage("its values end early");
        }
        int header = varint();
        left = header >>> 1;
        repeated = (header & 1) == 0;
        if (repeated) {
            int size = width + 7 >>> 3;
            Bytes.check(at, size, end);
            value = size == 0 ? 0 : Bytes.intAt(bytes, at) & (size == 4 ? -1 : (1 << 8 * size) - 1);
            at += size;
            return;
        }
        bit = (long) at << 3;
        long size = (long) left * width;
        long values = (long) left * 8;
        if (size > end - at) {
            // Some writers leave out the padding of the last group.
            size = (long) end - at;
            values = size * 8 / width;
        }
        left = (int) Math.min(values, Integer.MAX_VALUE);
        at += (int) size;
    }

    private int varint() {
        int result = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            Bytes.check(at, 1, end);
            byte next = bytes[at++];
            result |= (next & 0x7F) << shift;
            if (next >= 0) {
                return result;
            }
        }
        throw new Damage("a run's length has no end");
    }
}
