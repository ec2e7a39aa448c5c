package io.barograph.formats.csv;

/**
 * Codes of texts of up to 32 bytes, none of them zero, by their words: a text met before is known by a few comparisons,
 * without its length or a dictionary. Two entries share a hash value; a third text pushes one out. The empty text has the
 * code -1.
 */
final class TextCache {
    /** What {@link #find} gives for a text that is not here. */
    static final int ABSENT = Integer.MIN_VALUE;

    /** Four words of text, then its code + 1; a cache line in all. */
    private static final int STRIDE = 8;

    private static final int CODE = 4;
    private static final int LEAST_BITS = 8;
    private static final int MOST_BITS = 12;

    private int bits = LEAST_BITS;
    private long[] entries = new long[STRIDE << bits];
    private int used;

    /** The code of a text of up to 16 bytes, or {@link #ABSENT}. */
    int find(long first, long second) {
        long[] entries = this.entries;
        int entry = entry(hash(first, second));
        if ((entries[entry] ^ first | entries[entry + 1] ^ second | entries[entry + 2]) == 0) {
            return (int) entries[entry + CODE] - 1;
        }
        return second(entry, first, second, 0, 0);
    }

    /** The code of a text of 17 to 32 bytes, or {@link #ABSENT}. */
    int find(long first, long second, long third, long fourth) {
        int entry = entry(hash(first, second, third, fourth));
        return holds(entry, first, second, third, fourth)
                ? (int) entries[entry + CODE] - 1
                : second(entry, first, second, third, fourth);
    }

    private int second(int entry, long first, long second, long third, long fourth) {
        int other = entry ^ STRIDE;
        return holds(other, first, second, third, fourth) ? (int) entries[other + CODE] - 1 : ABSENT;
    }

    private boolean holds(int entry, long first, long second, long third, long fourth) {
        return entries[entry] == first
                && entries[entry + 1] == second
                && entries[entry + 2] == third
                && entries[entry + 3] == fourth;
    }

    /** Adds a text that is not here. The words that it does not reach are 0. */
    void add(long first, long second, long third, long fourth, int code) {
        if (2 * ++used > 1 << bits && bits < MOST_BITS) {
            widen();
        }
        insert(first, second, third, fourth, code + 1);
    }

    private void insert(long first, long second, long third, long fourth, long content) {
        long hash = (third | fourth) == 0 ? hash(first, second) : hash(first, second, third, fourth);
        int entry = entry(hash);
        if (entries[entry] != 0) {
            System.arraycopy(entries, entry, entries, entry ^ STRIDE, CODE + 1);
        }
        entries[entry] = first;
        entries[entry + 1] = second;
        entries[entry + 2] = third;
        entries[entry + 3] = fourth;
        entries[entry + CODE] = content;
    }

    private void widen() {
        long[] before = entries;
        bits += 2;
        entries = new long[STRIDE << bits];
        for (int from = 0; from < before.length; from += STRIDE) {
            if (before[from] != 0) {
                insert(before[from], before[from + 1], before[from + 2], before[from + 3], before[from + CODE]);
            }
        }
    }

    private int entry(long hash) {
        return (int) (hash >>> 64 - bits) * STRIDE;
    }

    private static long hash(long first, long second) {
        return (first ^ Long.rotateLeft(second, 29)) * 0x9E37_79B9_7F4A_7C15L;
    }

    private static long hash(long first, long second, long third, long fourth) {
        return hash(first ^ Long.rotateLeft(third, 13), second ^ Long.rotateLeft(fourth, 43));
    }
}
