package io.barograph.core.aggregate;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The values of a group that has many of them, but for the last: whole blocks, which are never changed, so that states share
 * them when they merge. The first search by rank puts all values into one array.
 *
 * <p>Adding takes one thread and no search meanwhile; several threads may search, one at a time.
 */
final class ManyValues {
    private static final int FIRST_BLOCKS = 4;

    private long[][] blocks = new long[FIRST_BLOCKS][];
    private int blockCount;
    /** What a search put together: all values that were in blocks then, and the first of the last ones. */
    private @Nullable RankedValues ranked;
    /** How many of the last values are {@link #ranked} too. */
    private int lastTaken;

    /** Adds a block of at least one value, which nobody changes any more. */
    void add(long[] block) {
        if (blockCount == blocks.length) {
            blocks = Arrays.copyOf(blocks, 2 * blockCount);
        }
        blocks[blockCount++] = block;
    }

    /** Adds the last values as a block; those that come next are the last ones then. */
    void addLast(long[] last) {
        add(lastTaken == 0 ? last : Arrays.copyOfRange(last, lastTaken, last.length));
        lastTaken = 0;
    }

    /** Adds the values of another state's group; returns how many of its last ones are among them. */
    int addAll(ManyValues other) {
        if (other.ranked != null) {
            // Searches move these about.
            add(other.ranked.values().clone());
        }
        for (int i = 0; i < other.blockCount; i++) {
            add(other.blocks[i]);
        }
        return other.lastTaken;
    }

    /**
     * All values, to be searched.
     *
     * @param last the last values
     * @param lastSize how many
     * @param size how many values there are, the last among them
     */
    RankedValues ranked(long[] last, int lastSize, int size) {
        RankedValues known = ranked;
        if (known == null || known.values().length != size) {
            known = new RankedValues(gather(last, lastSize, size));
            ranked = known;
            blocks = new long[FIRST_BLOCKS][];
            blockCount = 0;
            lastTaken = lastSize;
        }
        return known;
    }

    /** All values in a new array. */
    long[] gather(long[] last, int lastSize, int size) {
        long[] all = new long[size];
        int at = ranked == null ? 0 : put(ranked.values(), 0, ranked.values().length, all, 0);
        for (int i = 0; i < blockCount; i++) {
            at = put(blocks[i], 0, blocks[i].length, all, at);
        }
        put(last, lastTaken, lastSize - lastTaken, all, at);
        return all;
    }

    private static int put(long[] source, int from, int count, long[] target, int at) {
        System.arraycopy(source, from, target, at, count);
        return at + count;
    }
}
