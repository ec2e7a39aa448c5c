package io.barograph.core.aggregate.totals;

import io.barograph.core.aggregate.ValueCodec;
import java.nio.IntBuffer;
import java.nio.LongBuffer;

/**
 * How rows are added to {@link GroupTotals}: the contract of a device's kernels, and their scalar twin. Both ways give the same words in
 * whatever order rows are taken.
 *
 * <p><b>Windows.</b> Before the rows of a chunk are added, each group without a window gets one from the greatest exponent of the normal
 * numbers that the chunk has of it ({@link #chooseWindows}). A window, once there, stays.
 *
 * <p><b>Rows left over.</b> Where there are sums of doubles, a row is left to the caller as a whole whose value is infinite, NaN,
 * subnormal, or outside the window of its group.
 */
public final class TotalsKernel {
    /** The greatest exponent of a window less the least. */
    public static final int WINDOW = 10;

    /** How far the least exponent of a window lies below that which it was chosen for. */
    private static final int ROOM_BELOW = 8;

    private static final int LARGEST_EXPONENT = 2046;
    private static final int GREATEST_WINDOW = LARGEST_EXPONENT - WINDOW;
    private static final int SIGNIFICAND_BITS = 52;
    private static final long SIGNIFICAND = (1L << SIGNIFICAND_BITS) - 1;

    private TotalsKernel() {}

    /**
     * Gives windows to groups that have none.
     *
     * @param groups by row
     * @param values by row, the bits of doubles
     */
    public static void chooseWindows(GroupTotals totals, IntBuffer groups, LongBuffer values, int rows) {
        int[] windows = totals.windows();
        for (int row = 0; row < rows; row++) {
            int exponent = exponent(values.get(row));
            int group = groups.get(row);
            if (windows[group] <= 0 && exponent >= 1 && exponent <= LARGEST_EXPONENT) {
                windows[group] = Math.min(windows[group], -exponent);
            }
        }
        for (int row = 0; row < rows; row++) {
            int group = groups.get(row);
            if (windows[group] < 0) {
                windows[group] = Math.max(1, Math.min(-windows[group] - ROOM_BELOW, GREATEST_WINDOW));
            }
        }
    }

    /**
     * Adds rows.
     *
     * @param groups by row
     * @param values by row, integers or the bits of doubles; not looked at where the shape has no values
     * @param left takes the rows that are left to the caller
     * @return how many these are
     */
    public static int add(GroupTotals totals, IntBuffer groups, LongBuffer values, int rows, int[] left) {
        TotalsShape shape = totals.shape();
        int leftRows = 0;
        for (int row = 0; row < rows; row++) {
            int group = groups.get(row);
            long value = shape.hasValues() ? values.get(row) : 0;
            if (shape.hasWindows() && !isTaken(value, totals.windows()[group])) {
                left[leftRows++] = row;
                continue;
            }
            totals.counts()[group]++;
            if (shape.sums()) {
                addSums(totals, group, shape.integers() ? value : number(value, totals.windows()[group]));
            }
            if (shape.ends()) {
                long end = shape.integers() ? value : ValueCodec.fromDouble(Double.longBitsToDouble(value));
                int at = GroupTotals.ENDS * group;
                totals.ends()[at] = Math.min(totals.ends()[at], end);
                totals.ends()[at + 1] = Math.max(totals.ends()[at + 1], end);
            }
        }
        return leftRows;
    }

    private static int exponent(long bits) {
        return (int) (bits >>> SIGNIFICAND_BITS) & 0x7FF;
    }

    private static boolean isTaken(long bits, int window) {
        int exponent = exponent(bits);
        return isZero(bits) || exponent >= 1 && window > 0 && exponent >= window && exponent <= window + WINDOW;
    }

    private static boolean isZero(long bits) {
        return bits << 1 == 0;
    }

    /** A double as an integer in the unit of a window that it lies in. */
    private static long number(long bits, int window) {
        if (isZero(bits)) {
            return 0;
        }
        long magnitude = (bits & SIGNIFICAND | 1L << SIGNIFICAND_BITS) << exponent(bits) - window;
        return bits < 0 ? -magnitude : magnitude;
    }

    private static void addSums(GroupTotals totals, int group, long number) {
        long[] sums = totals.sums();
        int at = GroupTotals.SUM_WORDS * group;
        sums[at] += number;
        sums[at + 1] += (number >> 63) + carry(sums[at], number);
        if (totals.shape().squares()) {
            long[] squares = totals.squares();
            int from = GroupTotals.SQUARES_WORDS * group;
            long low = number * number;
            long high = Math.multiplyHigh(number, number);
            squares[from] += low;
            // The square is below 2^127, so that a carry finds room.
            long more = high + carry(squares[from], low);
            squares[from + 1] += more;
            squares[from + 2] += carry(squares[from + 1], more);
        }
    }

    /** 1 where a sum is, as an unsigned number, less than what was added to it: it has overflowed. */
    private static long carry(long sum, long added) {
        return Long.compareUnsigned(sum, added) < 0 ? 1 : 0;
    }
}
