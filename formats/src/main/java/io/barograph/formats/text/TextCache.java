package io.barograph.formats.text;

import java.util.Arrays;

/**
 * Codes of texts of 1 to 31 bytes, none of them a control character, by their words: a text met before is known by a few
 * comparisons, without a look at the dictionary. The table is kept small, for the sake of the processor's first-level cache:
 * slots of open addressing, and the words in the order of the codes.
 */
final class TextCache {
    /** What {@link #find} gives for a text that is not here. */
    static final int ABSENT = -1;

    /** Longer texts are not kept. */
    static final int MAX_BYTES = 31;

    /** Four words of text, zeros behind it; then the length, in the third or from 16 bytes on in the fourth word's last byte. */
    private static final int STRIDE = 4;

    /** Code + 1, or 0 where free. */
    private int[] slots = new int[64];

    private int mask = slots.length - 1;
    private long[] words = new long[16 * STRIDE];
    private int used;

    /** The code of a text of less than 16 bytes, or {@link #ABSENT}. */
    int find(long first, long second, int length) {
        long[] words = this.words;
        int slot = slot(hash(first, second));
        int code;
        while ((code = slots[slot] - 1) >= 0) {
            int at = code * STRIDE;
            if ((words[at] ^ first | words[at + 1] ^ second | words[at + 2] ^ length) == 0) {
                return code;
            }
            slot = slot + 1 & mask;
        }
        return ABSENT;
    }

    /** The code of a text of 16 to 31 bytes, or {@link #ABSENT}. */
    int find(long first, long second, long third, long end, int length) {
        long fourth = withLength(end, length);
        long[] words = this.words;
        int slot = slot(hash(first, second, third, fourth));
        int code;
        while ((code = slots[slot] - 1) >= 0) {
            int at = code * STRIDE;
            long difference = words[at] ^ first | words[at + 1] ^ second | words[at + 2] ^ third;
            if ((difference | words[at + 3] ^ fourth) == 0) {
                return code;
            }
            slot = slot + 1 & mask;
        }
        return ABSENT;
    }

    /** Adds a text, if it is not here. */
    void add(byte[] bytes, int start, int length, int code) {
        int at = code * STRIDE;
        if (at >= words.length) {
            words = Arrays.copyOf(words, Math.max(at + STRIDE, words.length * 2));
        } else if (words[at] != 0) {
            return;
        }
        words[at] = word(bytes, start, length);
        words[at + 1] = word(bytes, start + 8, length - 8);
        words[at + 2] = length < 16 ? length : word(bytes, start + 16, length - 16);
        words[at + 3] = length < 16 ? 0 : withLength(word(bytes, start + 24, length - 24), length);
        if (4 * ++used > slots.length) {
            int[] before = slots;
            slots = new int[before.length * 4];
            mask = slots.length - 1;
            for (int entry : before) {
                if (entry != 0) {
                    insert(entry - 1);
                }
            }
        }
        insert(code);
    }

    private void insert(int code) {
        int at = code * STRIDE;
        boolean isLong = words[at + 3] != 0;
        int slot = slot(
                isLong ? hash(words[at], words[at + 1], words[at + 2], words[at + 3]) : hash(words[at], words[at + 1]));
        while (slots[slot] != 0) {
            slot = slot + 1 & mask;
        }
        slots[slot] = code + 1;
    }

    /** The first {@code length} bytes, at most 8, and zeros. */
    private static long word(byte[] bytes, int start, int length) {
        return length <= 0 ? 0 : Swar.word(bytes, start) & -1L >>> Math.max(0, 64 - 8 * length);
    }

    private static long withLength(long fourth, int length) {
        return fourth | (long) length << 56;
    }

    private int slot(long hash) {
        return (int) (hash >>> 40) & mask;
    }

    private static long hash(long first, long second) {
        return (first ^ Long.rotateLeft(second, 29)) * 0x9E37_79B9_7F4A_7C15L;
    }

    private static long hash(long first, long second, long third, long fourth) {
        return hash(first ^ Long.rotateLeft(third, 13), second ^ Long.rotateLeft(fourth, 43));
    }
}
