package io.barograph.core.aggregate.totals;

import io.barograph.core.aggregate.ValueCodec;
import io.barograph.core.decimal.Int128;
import java.math.BigInteger;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.List;

/**
 * How rows are added to {@link GroupTotals}: the contract of a device's kernels, and their scalar twin. Both ways give the same words in
 * whatever order rows are taken.
 *
 * <p><b>Windows.</b> Before the rows of a chunk are added, each group without a window gets one from the greatest exponent of the normal
 * numbers that the chunk has of it ({@link #chooseWindows}); of pairs each column gets its own. A window, once there, stays.
 *
 * <p><b>Rows left over.</b> Where there are sums of doubles, a row is left to the caller as a whole of which a double is infinite, NaN,
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
     * @param values by column, then by row: integers or the bits of doubles
     */
    public static void chooseWindows(GroupTotals totals, IntBuffer groups, List<LongBuffer> values, int rows) {
        TotalsShape shape = totals.shape();
        for (int column = 0; column < shape.windows(); column++) {
            if (!shape.isInteger(column)) {
                chooseWindows(totals, column, groups, values.get(column), rows);
            }
        }
    }

    private static void chooseWindows(GroupTotals totals, int column, IntBuffer groups, LongBuffer values, int rows) {
        int[] windows = totals.windows();
        int each = totals.shape().windows();
        for (int row = 0; row < rows; row++) {
            int exponent = exponent(values.get(row));
            int at = each * groups.get(row) + column;
            if (windows[at] <= 0 && exponent >= 1 && exponent <= LARGEST_EXPONENT) {
                windows[at] = Math.min(windows[at], -exponent);
            }
        }
        for (int row = 0; row < rows; row++) {
            int at = each * groups.get(row) + column;
            if (windows[at] < 0) {
                windows[at] = Math.max(1, Math.min(-windows[at] - ROOM_BELOW, GREATEST_WINDOW));
            }
        }
    }

    /**
     * Adds rows.
     *
     * @param groups by row
     * @param values by column, then by row: integers or the bits of doubles
     * @param left takes the rows that are left to the caller
     * @return how many these are
     */
    public static int add(GroupTotals totals, IntBuffer groups, List<LongBuffer> values, int rows, int[] left) {
        TotalsShape shape = totals.shape();
        long[] numbers = new long[shape.columns()];
        int leftRows = 0;
        for (int row = 0; row < rows; row++) {
            int group = groups.get(row);
            if (!align(totals, group, values, row, numbers)) {
                left[leftRows++] = row;
                continue;
            }
            totals.counts()[group]++;
            if (shape.isWide()) {
                addWide(totals, group, numbers[1], numbers[0]);
                continue;
            }
            if (shape.isRanked()) {
                long value = GroupTotals.lowerWord(end(shape, 0, numbers[0]));
                addWide(totals, group, end(shape, 1, numbers[1]), value);
                continue;
            }
            if (shape.sums()) {
                addSums(totals, group, numbers);
            }
            if (shape.ends()) {
                long end = end(shape, 0, values.get(0).get(row));
                int at = GroupTotals.ENDS * group;
                totals.ends()[at] = Math.min(totals.ends()[at], end);
                totals.ends()[at + 1] = Math.max(totals.ends()[at + 1], end);
            }
            if (shape.bits()) {
                int at = GroupTotals.BITS * group;
                totals.bits()[at] |= ~numbers[0];
                totals.bits()[at + 1] |= numbers[0];
                totals.bits()[at + 2] ^= numbers[0];
            }
        }
        return leftRows;
    }

    /** Makes numbers of a row's values, in the units of their sums; false where one lies outside its window. */
    private static boolean align(GroupTotals totals, int group, List<LongBuffer> values, int row, long[] numbers) {
        TotalsShape shape = totals.shape();
        for (int column = 0; column < numbers.length; column++) {
            long value = values.get(column).get(row);
            if (shape.sums() && !shape.isInteger(column)) {
                int window = totals.windows()[shape.windows() * group + column];
                if (!isTaken(value, window)) {
                    return false;
                }
                value = number(value, window);
            }
            numbers[column] = value;
        }
        return true;
    }

    /** A value as an integer of the same order. */
    private static long end(TotalsShape shape, int column, long value) {
        return shape.isInteger(column) ? value : ValueCodec.fromDouble(Double.longBitsToDouble(value));
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

    private static void addSums(GroupTotals totals, int group, long[] numbers) {
        TotalsShape shape = totals.shape();
        int products = shape.productWords() * group;
        for (int column = 0; column < numbers.length; column++) {
            addSum(totals.sums(), shape.sumWords() * group + shape.wordsOf(TotalsShape.SUMS) * column, numbers[column]);
            if (shape.powers() >= TotalsShape.SQUARES) {
                addProduct(totals.products(), products, numbers[column], numbers[column]);
                products += shape.wordsOf(TotalsShape.SQUARES);
            }
        }
        for (int power = TotalsShape.SQUARES + 1; power <= shape.powers(); power++) {
            WordSums.add(
                    totals.products(),
                    products,
                    shape.wordsOf(power),
                    BigInteger.valueOf(numbers[0]).pow(power));
            products += shape.wordsOf(power);
        }
        if (shape.isPair()) {
            addProduct(totals.products(), products, numbers[0], numbers[1]);
        }
    }

    private static void addWide(GroupTotals totals, int group, long high, long low) {
        TotalsShape shape = totals.shape();
        BigInteger number = Int128.toBigInteger(high, low);
        if (shape.sums()) {
            WordSums.add(totals.sums(), shape.sumWords() * group, shape.sumWords(), number);
        }
        if (shape.powers() == TotalsShape.SQUARES) {
            int words = shape.productWords();
            WordSums.add(totals.products(), words * group, words, number.multiply(number));
        }
        if (shape.ends()) {
            long[] ends = totals.ends();
            int least = shape.endWords() * group;
            int greatest = least + shape.valueWords();
            if (number.compareTo(WordSums.value(ends, least, shape.valueWords())) < 0) {
                ends[least] = low;
                ends[least + 1] = high;
            }
            if (number.compareTo(WordSums.value(ends, greatest, shape.valueWords())) > 0) {
                ends[greatest] = low;
                ends[greatest + 1] = high;
            }
        }
    }

    private static void addSum(long[] sums, int at, long number) {
        sums[at] += number;
        sums[at + 1] += (number >> 63) + carry(sums[at], number);
    }

    private static void addProduct(long[] products, int at, long left, long right) {
        long low = left * right;
        products[at] += low;
        // The product is at most 2^126, so that a carry finds room.
        long more = Math.multiplyHigh(left, right) + carry(products[at], low);
        products[at + 1] += more;
        products[at + 2] += (more >> 63) + carry(products[at + 1], more);
    }

    /** 1 where a sum is, as an unsigned number, less than what was added to it: it has overflowed. */
    private static long carry(long sum, long added) {
        return Long.compareUnsigned(sum, added) < 0 ? 1 : 0;
    }
}
