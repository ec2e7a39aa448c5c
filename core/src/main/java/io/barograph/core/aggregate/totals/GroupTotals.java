package io.barograph.core.aggregate.totals;

import java.util.Arrays;

/**
 * The totals of some groups, in arrays by group. What a shape does not have is of length 0.
 *
 * <p><b>Sums</b> are integers in two's complement, lower words first, so that no order of addition and no carry shows; of n factors of 64 bits
 * they have n + 1 words, of 128 bits 2 n + 1. The unit of a column is 2^(w - 1075), where w is the group's window for it, and 1 where values are
 * integers; that of products is the product of the factors' units. 2^42 rows, more than a state takes, move them by less than 2^(63 n + 43), and
 * 2^(127 n + 43).
 *
 * <p><b>Ends</b> are values as integers of the same order: doubles as {@link io.barograph.core.aggregate.ValueCodec#fromDouble} makes
 * them. Of ranked values they are such integers, too, the lower words of which have no sign: {@link #lowerWord} of the value, then the rank.
 *
 * @param windows for each column of a group the least biased exponent of a window of eleven, 0 where there is none yet, or values are integers
 * @param counts rows
 * @param sums a group's sum; of pairs that of the first column, then that of the second
 * @param products a group's sum of squares, then those of third and of fourth powers; of pairs those of the squares of the first and of the second
 *     column, then of their products
 * @param ends two a group, as long as values are, lower words first: the least and the greatest value; the least is above the greatest while there
 *     is none
 * @param bits three words a group: the bits that are 0 in some value, those that are 1 in some value, and those that are 1 in an odd number of
 *     values
 */
public record GroupTotals(
        TotalsShape shape, int[] windows, long[] counts, long[] sums, long[] products, long[] ends, long[] bits) {
    /** Ends of a group. */
    public static final int ENDS = 2;

    /** Words of a group's bits. */
    public static final int BITS = 3;

    /** What the ends of a group without values are. */
    private static final long NO_LEAST = Long.MAX_VALUE;

    private static final long NO_GREATEST = Long.MIN_VALUE;

    /** A word whose order is that of numbers without a sign, for one that has a sign; and the other way round. */
    public static long lowerWord(long signed) {
        return signed ^ Long.MIN_VALUE;
    }

    /** Groups without rows. */
    public static GroupTotals of(TotalsShape shape, int groups) {
        GroupTotals totals = new GroupTotals(
                shape,
                new int[shape.windows() * groups],
                new long[groups],
                new long[shape.sumWords() * groups],
                new long[shape.productWords() * groups],
                new long[shape.endWords() * groups],
                new long[shape.bitWords() * groups]);
        totals.clear();
        return totals;
    }

    /**
     * Some of these, in an order of their own.
     *
     * @param places which ones; one may come again
     * @param count how many
     */
    public GroupTotals some(int[] places, int count) {
        int each = shape.windows();
        int[] someWindows = new int[each * count];
        for (int i = 0; i < someWindows.length; i++) {
            someWindows[i] = windows[each * places[i / each] + i % each];
        }
        return new GroupTotals(
                shape,
                someWindows,
                some(counts, 1, places, count),
                some(sums, shape.sumWords(), places, count),
                some(products, shape.productWords(), places, count),
                some(ends, shape.endWords(), places, count),
                some(bits, shape.bitWords(), places, count));
    }

    private static long[] some(long[] words, int ofGroup, int[] places, int count) {
        long[] found = new long[ofGroup * count];
        for (int i = 0; i < found.length; i++) {
            found[i] = words[ofGroup * places[i / ofGroup] + i % ofGroup];
        }
        return found;
    }

    /** Makes all groups ones without rows. */
    public void clear() {
        Arrays.fill(windows, 0);
        Arrays.fill(counts, 0);
        Arrays.fill(sums, 0);
        Arrays.fill(products, 0);
        Arrays.fill(bits, 0);
        int words = shape.valueWords();
        for (int i = 0; i < ends.length; i += ENDS * words) {
            // Of two words the lower ones have no sign.
            Arrays.fill(ends, i, i + words, -1);
            ends[i + words - 1] = NO_LEAST;
            Arrays.fill(ends, i + words, i + 2 * words, 0);
            ends[i + 2 * words - 1] = NO_GREATEST;
        }
    }
}
