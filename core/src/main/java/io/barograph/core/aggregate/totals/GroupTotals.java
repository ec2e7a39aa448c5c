package io.barograph.core.aggregate.totals;

import java.util.Arrays;

/**
 * The totals of some groups, in arrays by group. What a shape does not have is of length 0.
 *
 * <p><b>Sums</b> are integers in two's complement, lower words first, so that no order of addition and no carry shows: of values 128
 * bits, of squares 192. Their unit is 2^(w - 1075), and that of squares its square, where w is the group's window; of integers it is 1.
 * 2^42 rows, more than a state takes, move them by less than 2^105 and 2^168.
 *
 * <p><b>Ends</b> are values as integers of the same order: doubles as {@link io.barograph.core.aggregate.ValueCodec#fromDouble} makes
 * them.
 *
 * @param windows the least biased exponent of a window of eleven, 0 where the group has none yet
 * @param counts rows
 * @param sums two words a group
 * @param squares three words a group
 * @param ends two a group: the least and the greatest value; the least is above the greatest while there is none
 */
public record GroupTotals(TotalsShape shape, int[] windows, long[] counts, long[] sums, long[] squares, long[] ends) {
    /** Words of a group's sum. */
    public static final int SUM_WORDS = 2;

    /** Words of a group's sum of squares. */
    public static final int SQUARES_WORDS = 3;

    /** Ends of a group. */
    public static final int ENDS = 2;

    /** What the ends of a group without values are. */
    private static final long NO_LEAST = Long.MAX_VALUE;

    private static final long NO_GREATEST = Long.MIN_VALUE;

    /** Groups without rows. */
    public static GroupTotals of(TotalsShape shape, int groups) {
        GroupTotals totals = new GroupTotals(
                shape,
                new int[shape.hasWindows() ? groups : 0],
                new long[groups],
                new long[shape.sums() ? SUM_WORDS * groups : 0],
                new long[shape.squares() ? SQUARES_WORDS * groups : 0],
                new long[shape.ends() ? ENDS * groups : 0]);
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
        int[] someWindows = new int[shape.hasWindows() ? count : 0];
        for (int i = 0; i < someWindows.length; i++) {
            someWindows[i] = windows[places[i]];
        }
        return new GroupTotals(
                shape,
                someWindows,
                some(counts, 1, places, count),
                some(sums, SUM_WORDS, places, count),
                some(squares, SQUARES_WORDS, places, count),
                some(ends, ENDS, places, count));
    }

    private static long[] some(long[] words, int ofGroup, int[] places, int count) {
        long[] found = new long[words.length == 0 ? 0 : ofGroup * count];
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
        Arrays.fill(squares, 0);
        for (int i = 0; i < ends.length; i += ENDS) {
            ends[i] = NO_LEAST;
            ends[i + 1] = NO_GREATEST;
        }
    }
}
