package io.barograph.core.column;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which positions of a column hold a value: the one null type of the project.
 *
 * <p><b>Polarity.</b> A set bit means <em>present</em>, a cleared bit NULL. Position {@code p} is bit {@code p & 63} of
 * word {@code p >> 6}. Bits at and beyond the batch's size are undefined.
 *
 * <p><b>No nulls.</b> {@link #ALL} has no words at all; hoist {@link #hasNulls()} out of a loop. A validity with words
 * may still have every bit set.
 *
 * <p><b>Ownership.</b> The array is not copied; who hands it over does not write to it while the batch is in use.
 */
public final class Validity {
    /** Every position is present. */
    public static final Validity ALL = new Validity(null);

    private final long @Nullable [] words;

    private Validity(long @Nullable [] words) {
        this.words = words;
    }

    /** A validity over these words, not copied. */
    public static Validity of(long[] words) {
        return new Validity(words);
    }

    /** The number of words that {@code size} positions need. */
    public static int wordCount(int size) {
        return (size + 63) >>> 6;
    }

    /** New words for {@code size} positions, every one present. */
    public static long[] allPresent(int size) {
        long[] words = new long[wordCount(size)];
        Arrays.fill(words, -1L);
        return words;
    }

    public boolean hasNulls() {
        return words != null;
    }

    public boolean isNull(int position) {
        return words != null && (words[position >> 6] >>> position & 1) == 0;
    }

    public boolean isPresent(int position) {
        return words == null || (words[position >> 6] >>> position & 1) != 0;
    }

    /** The words, or null where {@link #hasNulls()} is false. A view: do not write. */
    public long @Nullable [] words() {
        return words;
    }

    /** Present where both are. May return either argument; otherwise allocates. */
    public static Validity and(Validity left, Validity right, int size) {
        if (left.words == null) {
            return right;
        }
        if (right.words == null || left == right) {
            return left;
        }
        long[] both = new long[wordCount(size)];
        for (int i = 0; i < both.length; i++) {
            both[i] = left.words[i] & right.words[i];
        }
        return new Validity(both);
    }

    /** The number of present positions among the first {@code size}. */
    public int countPresent(int size) {
        if (words == null) {
            return size;
        }
        int count = 0;
        int full = size >> 6;
        for (int i = 0; i < full; i++) {
            count += Long.bitCount(words[i]);
        }
        if ((size & 63) != 0) {
            count += Long.bitCount(words[full] & (1L << size) - 1);
        }
        return count;
    }

    /** Clears a bit in words made by {@link #allPresent}. */
    public static void setNull(long[] words, int position) {
        words[position >> 6] &= ~(1L << position);
    }

    /** Sets a bit in words. */
    public static void setPresent(long[] words, int position) {
        words[position >> 6] |= 1L << position;
    }
}
