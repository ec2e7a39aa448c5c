package io.barograph.core.merge;

import io.barograph.core.aggregate.Capacity;
import io.barograph.core.aggregate.LongPages;
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
    /** So many are in a core's second-level cache at most. */
    private static final int NEAR_SLOTS = 1 << 16;

    /** Words per key. */
    private int width;
    /** The groups' keys. */
    private LongPages keys;
    /** The hash of each group's key. */
    private int[] hashes = new int[64];

    private long[] slots = new long[INITIAL_SLOTS];
    private int groups;
    /** Nobody asks for it; without it what {@link #fetch} reads would not be read. */
    @SuppressWarnings("unused")
    private long fetched;

    GroupIndex(int width) {
        this.width = width;
        this.keys = new LongPages(new long[width]);
    }

    int groups() {
        return groups;
    }

    int width() {
        return width;
    }

    long word(int group, int word) {
        return keys.page(group)[keys.at(group) + word];
    }

    /** Copies a word of every group's key, in the order of the groups. */
    void copyWord(int word, long[] target, int offset) {
        for (int from = 0; from < groups; from += LongPages.GROUPS) {
            long[] page = keys.page(from);
            int count = Math.min(LongPages.GROUPS, groups - from);
            for (int i = 0, at = word; i < count; i++, at += width) {
                target[offset + from + i] = page[at];
            }
        }
    }

    /** Copies a word of the keys of {@code of[0 .. count)}. */
    void copyWord(int word, int[] of, int count, long[] target) {
        for (int i = 0; i < count; i++) {
            target[i] = keys.page(of[i])[keys.at(of[i]) + word];
        }
    }

    int hash(int group) {
        return hashes[group];
    }

    /** Gives every key more words, 0 in those that are known. Hashes must not depend on the new words being there. */
    void widen(int wider) {
        LongPages moved = new LongPages(new long[wider]);
        moved.resize(groups);
        for (int group = 0; group < groups; group++) {
            System.arraycopy(keys.page(group), keys.at(group), moved.page(group), moved.at(group), width);
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
        if (slots.length > NEAR_SLOTS) {
            fetch(keyHashes, size);
        }
        switch (width) {
            case 1 -> findOneWord(words, keyHashes, size, found);
            case 2 -> findTwoWords(words, keyHashes, size, found);
            default -> findWords(words, keyHashes, size, found);
        }
    }

    /**
     * Brings the slots and keys that are looked for close to the processor, many at once: in the loops that look, where the next place is
     * depends on what is found at the one before, so that each would be waited for by itself.
     */
    private void fetch(int[] keyHashes, int size) {
        long[] slots = this.slots;
        long[][] pages = keys.pages();
        int mask = slots.length - 1;
        long read = 0;
        for (int i = 0; i < size; i++) {
            read ^= slots[keyHashes[i] & mask];
        }
        for (int i = 0; i < size; i++) {
            int candidate = Math.max(0, (int) slots[keyHashes[i] & mask] - 1);
            read ^= pages[candidate >> LongPages.SHIFT][(candidate & LongPages.MASK) * width];
        }
        fetched = read;
    }

    private void findOneWord(long[][] words, int[] keyHashes, int size, int[] found) {
        long[] first = words[0];
        long[] slots = this.slots;
        long[][] keys = this.keys.pages();
        int mask = slots.length - 1;
        for (int i = 0; i < size; i++) {
            int hash = keyHashes[i];
            long word = first[i];
            int slot = hash & mask;
            int group = -1;
            for (long entry = slots[slot]; entry != 0; entry = slots[slot]) {
                int candidate = (int) entry - 1;
                if ((int) (entry >>> 32) == hash
                        && keys[candidate >> LongPages.SHIFT][candidate & LongPages.MASK] == word) {
                    group = candidate;
                    break;
                }
                slot = slot + 1 & mask;
            }
            if (group < 0) {
                group = insert(words, i, hash, slot);
                slots = this.slots;
                keys = this.keys.pages();
                mask = slots.length - 1;
            }
            found[i] = group;
        }
    }

    private void findTwoWords(long[][] words, int[] keyHashes, int size, int[] found) {
        long[] first = words[0];
        long[] second = words[1];
        long[] slots = this.slots;
        long[][] keys = this.keys.pages();
        int mask = slots.length - 1;
        for (int i = 0; i < size; i++) {
            int hash = keyHashes[i];
            long word = first[i];
            long other = second[i];
            int slot = hash & mask;
            int group = -1;
            for (long entry = slots[slot]; entry != 0; entry = slots[slot]) {
                int candidate = (int) entry - 1;
                if ((int) (entry >>> 32) == hash && isPair(keys, candidate, word, other)) {
                    group = candidate;
                    break;
                }
                slot = slot + 1 & mask;
            }
            if (group < 0) {
                group = insert(words, i, hash, slot);
                slots = this.slots;
                keys = this.keys.pages();
                mask = slots.length - 1;
            }
            found[i] = group;
        }
    }

    private static boolean isPair(long[][] keys, int group, long first, long second) {
        long[] page = keys[group >> LongPages.SHIFT];
        int at = (group & LongPages.MASK) * 2;
        return page[at] == first && page[at + 1] == second;
    }

    private void findWords(long[][] words, int[] keyHashes, int size, int[] found) {
        for (int i = 0; i < size; i++) {
            int group = probe(words, i, keyHashes[i]);
            found[i] = group >= 0 ? group : insert(words, i, keyHashes[i], ~group);
        }
    }

    /**
     * The group of each key, or something negative where there is none. Changes nothing: several threads may look at once.
     *
     * @param words as {@link #find} takes them, {@link #width} of them
     */
    void lookUp(long[][] words, int[] keyHashes, int size, int[] found) {
        for (int i = 0; i < size; i++) {
            found[i] = probe(words, i, keyHashes[i]);
        }
    }

    /** The group of a key, or the complement of the slot where it belongs. */
    private int probe(long[][] words, int row, int hash) {
        int mask = slots.length - 1;
        int slot = hash & mask;
        for (long entry = slots[slot]; entry != 0; entry = slots[slot]) {
            int candidate = (int) entry - 1;
            if ((int) (entry >>> 32) == hash && matches(candidate, words, row)) {
                return candidate;
            }
            slot = slot + 1 & mask;
        }
        return ~slot;
    }

    private boolean matches(int group, long[][] words, int row) {
        long[] page = keys.page(group);
        int at = keys.at(group);
        for (int word = 0; word < width; word++) {
            if (page[at + word] != words[word][row]) {
                return false;
            }
        }
        return true;
    }

    private int insert(long[][] words, int row, int hash, int slot) {
        int group = groups;
        if (group == hashes.length) {
            growHashes();
        }
        keys.resize(group + 1);
        long[] page = keys.page(group);
        int at = keys.at(group);
        for (int word = 0; word < width; word++) {
            page[at + word] = words[word][row];
        }
        hashes[group] = hash;
        slots[slot] = (long) hash << 32 | group + 1;
        groups = group + 1;
        if (groups > slots.length / 2) {
            growSlots();
        }
        return group;
    }

    private void growHashes() {
        if (groups == MOST_GROUPS) {
            throw new BarographException(
                    ErrorCode.OUT_OF_MEMORY,
                    "GROUP BY yields more than " + groups
                            + " groups on one thread; group by fewer or coarser columns, or filter rows first");
        }
        hashes = Arrays.copyOf(hashes, Math.min(MOST_GROUPS, Capacity.grow(groups, groups + 1)));
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

    /** Bytes of a key, its hash, and the slots that it needs to be found. */
    long leastGroupBytes() {
        return 8L * width + 4 + 2 * 8;
    }

    /** Bytes of heap; with the wider slots that will soon be filled from those that are there. */
    long memoryBytes() {
        long wider = groups > slots.length / 8 * 3 ? 2 * 8L * slots.length : 0;
        return keys.memoryBytes() + 4L * hashes.length + 8L * slots.length + wider;
    }
}
