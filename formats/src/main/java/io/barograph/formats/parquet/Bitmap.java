package io.barograph.formats.parquet;

/** Bits in words, as {@link io.barograph.core.column.Validity} has them: bit {@code p & 63} of word {@code p >> 6}. */
final class Bitmap {
    private Bitmap() {}

    static int words(int bits) {
        return bits + 63 >>> 6;
    }

    /** Adds up to 64 bits to clear ones. */
    static void put(long[] words, int at, long bits, int count) {
        int word = at >> 6;
        int shift = at & 63;
        words[word] |= bits << shift;
        if (shift + count > 64) {
            words[word + 1] |= bits >>> 64 - shift;
        }
    }

    /** Up to 64 bits. */
    static long get(long[] words, int at, int count) {
        int word = at >> 6;
        int shift = at & 63;
        long bits = words[word] >>> shift;
        if (shift + count > 64) {
            bits |= words[word + 1] << 64 - shift;
        }
        return count == 64 ? bits : bits & (1L << count) - 1;
    }

    /** Sets a range. */
    static void set(long[] words, int at, int count) {
        for (int done = 0; done < count; ) {
            int take = Math.min(64 - (at + done & 63), count - done);
            words[at + done >> 6] |= (take == 64 ? -1L : (1L << take) - 1) << (at + done & 63);
            done += take;
        }
    }

    static boolean isSet(long[] words, int at) {
        return (words[at >> 6] >>> at & 1) != 0;
    }
}
