package io.barograph.core.merge;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import java.util.Arrays;

/**
 * Numbers groups by their keys: an open-addressing hash table with linear probing over keys of a fixed number of words.
 *
 * <p>A slot holds the upper half of its long as the key's hash and the lower as the group + 1, so that a miss seldom
 * touches the keys, and growing touches only slots. Keys lie row by row: comparing one is one cache line.
 */
final class GroupIndex {
    private static final int INITIAL_SLOTS = 1 << 10;
    private static final int MOST_GROUPS = 1 << 29;

    /** Words per key. */
    private int width;
    /** Group g's key at g * width. */
    private long[] keys;
    /** The hash of each group's key. */
    private int[] hashes = new int[64];

    private long[] slots = new long[INITIAL_SLOTS];
    private int groups;

    GroupIndex(int width) {
        this.width = width;
        this.keys = new long[64 * width];
    }

    int groups() {
        return groups;
    }

    int width() {
        return width;
    }

    long word(int group, int word) {
        return keys[group * width + word];
    }

    int hash(int group) {
        return hashes[group];
    }

    /** Gives every key more words, 0 in those that are known. Hashes must not depend on the new words being there. */
    void widen(int wider) {
        long[] moved = new long[hashes.length * wider];
        for (int group = 0; group < groups; group++) {
            System.arraycopy(keys, group * width, moved, group * wider, width);
        }
        keys = moved;
        width = wider;
    }

    /**
     * Finds the group of each key, new ones made.
     *
     * @param words the keys, one array per word
     * @param keyHashes their hashes
     * @param found receives the groups
     */
    void find(long[][] words, int[] keyHashes, int size, int[] found) {
        switch (width) {
            case 1 -> findOneWord(words, keyHashes, size, found);
            case 2 -> findTwoWords(words, keyHashes, size, found);
            default -> findWords(words, keyHashes, size, found);
        }
    }

    private void findOneWord(long[][] words, int[] keyHashes, int size, int[] found) {
        long[] first = words[0];
        long[] slots = this.slots;
        long[] keys = this.keys;
        int mask = slots.length - 1;
        for (int i = 0; i < size; i++) {
            int hash = keyHashes[i];
            long word = first[i];
            int slot = hash & mask;
            int group = -1;
            for (long entry = slots[slot]; entry != 0; entry = slots[slot]) {
                int candidate = (int) entry - 1;
                if ((int) (entry >>> 32) == hash && keys[candidate] == word) {
                    group = candidate;
                    break;
                }
                slot = slot + 1 & mask;
            }
            if (group < 0) {
                group = insert(words, i, hash, slot);
                slots = this.slots;
                keys = this.keys;
                mask = slots.length - 1;
            }
            found[i] = group;
        }
    }

    private void findTwoWords(long[][] words, int[] keyHashes, int size, int[] found) {
        long[] first = words[0];
        long[] second = words[1];
        long[] slots = this.slots;
        long[] keys = this.keys;
        int mask = slots.length - 1;
        for (int i = 0; i < size; i++) {
            int hash = keyHashes[i];
            long word = first[i];
            long other = second[i];
            int slot = hash & mask;
            int group = -1;
            for (long entry = slots[slot]; entry != 0; entry = slots[slot]) {
                int candidate = (int) entry - 1;
                if ((int) (entry >>> 32) == hash && keys[candidate * 2] == word && keys[candidate * 2 + 1] == other) {
                    group = candidate;
                    break;
                }
                slot = slot + 1 & mask;
            }
            if (group < 0) {
                group = insert(words, i, hash, slot);
                slots = this.slots;
                keys = this.keys;
                mask = slots.length - 1;
            }
            found[i] = group;
        }
    }

    private void findWords(long[][] words, int[] keyHashes, int size, int[] found) {
        for (int i = 0; i < size; i++) {
            int hash = keyHashes[i];
            int mask = slots.length - 1;
            int slot = hash & mask;
            int group = -1;
            for (long entry = slots[slot]; entry != 0; entry = slots[slot]) {
                int candidate = (int) entry - 1;
                if ((int) (entry >>> 32) == hash && matches(candidate, words, i)) {
                    group = candidate;
                    break;
                }
                slot = slot + 1 & mask;
            }
            found[i] = group >= 0 ? group : insert(words, i, hash, slot);
        }
    }

    private boolean matches(int group, long[][] words, int row) {
        int at = group * width;
        for (int word = 0; word < width; word++) {
            if (keys[at + word] != words[word][row]) {
                return false;
            }
        }
        return true;
    }

    private int insert(long[][] words, int row, int hash, int slot) {
        int group = groups;
        if (group == hashes.length) {
            growKeys();
        }
        int at = group * width;
        for (int word = 0; word < width; word++) {
            keys[at + word] = words[word][row];
        }
        hashes[group] = hash;
        slots[slot] = (long) hash << 32 | group + 1;
        groups = group + 1;
        if (groups > slots.length / 2) {
            growSlots();
        }
        return group;
    }

    private void growKeys() {
        long capacity = hashes.length + (hashes.length >> 1);
        if (capacity > MOST_GROUPS || capacity * width > Integer.MAX_VALUE - 8) {
            throw new BarographException(
                    ErrorCode.OUT_OF_MEMORY,
                    "GROUP BY yields more than " + groups
                            + " groups on one thread; group by fewer or coarser columns, or filter rows first");
        }
        hashes = Arrays.copyOf(hashes, (int) capacity);
        keys = Arrays.copyOf(keys, (int) capacity * width);
    }

    private void growSlots() {
        long[] wider = new long[slots.length * 2];
        int mask = wider.length - 1;
        for (long entry : slots) {
            if (entry != 0) {
                int slot = (int) (entry >>> 32) & mask;
                while (wider[slot] != 0) {
                    slot = slot + 1 & mask;
                }
                wider[slot] = entry;
            }
        }
        slots = wider;
    }

    long memoryBytes() {
        return 8L * keys.length + 4L * hashes.length + 8L * slots.length;
    }
}
