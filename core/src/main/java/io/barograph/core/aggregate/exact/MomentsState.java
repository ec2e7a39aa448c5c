package io.barograph.core.aggregate.exact;

import io.barograph.core.aggregate.AlignedNumbers;
import io.barograph.core.aggregate.LongPages;
import io.barograph.core.column.Type;

/**
 * The exact sum, sum of squares and count of a DOUBLE or BIGINT: for sum, avg, variances and standard deviations. 48 bytes a
 * group.
 */
public final class MomentsState extends UnivariateState {
    private static final int STRIDE = 6;
    /** Aligned numbers are squared as two halves, the lower one of so many bits. */
    private static final int HALF_BITS = AlignedNumbers.BITS / 2 + 1;

    private static final long HALF = (1L << HALF_BITS) - 1;

    public MomentsState(Type argument) {
        super(2, argument, true);
    }

    @Override
    MomentsState newInstance() {
        return new MomentsState(argument);
    }

    @Override
    void addDoubles(double[] values, int[] groups, int size) {
        long[][] pages = records.pages();
        for (int i = 0; i < size; i++) {
            double value = values[i];
            long bits = Double.doubleToRawLongBits(value);
            long[] limbs = pages[groups[i] >> LongPages.SHIFT];
            int at = (groups[i] & LongPages.MASK) * STRIDE;
            long header = limbs[at] + 1;
            int shift = ((int) (bits >>> 52) & 0x7FF) - Record.NO_WINDOW + (int) (header >>> Record.X_SHIFT);
            if (shift < 0 || shift > Record.WINDOW || (header & Record.CARRY_MASK) == 0) {
                addOne(groups[i], value);
                continue;
            }
            long magnitude = (bits & 0xF_FFFF_FFFF_FFFFL | 0x10_0000_0000_0000L) << shift;
            long sign = bits >> 63;
            long number = (magnitude ^ sign) - sign;
            long low = magnitude * magnitude;
            long high = Math.multiplyHigh(magnitude, magnitude);
            limbs[at] = header;
            limbs[at + 1] += number & Record.SUM_LIMB;
            limbs[at + 2] += number >> Record.SUM_LIMB_BITS;
            limbs[at + 3] += low & Record.PRODUCT_LIMB;
            limbs[at + 4] += (high << 22 | low >>> 42) & Record.PRODUCT_LIMB;
            limbs[at + 5] += high >> Record.PRODUCT_TOP_SHIFT;
        }
    }

    @Override
    void addLongs(long[] values, int[] groups, int size) {
        long[][] pages = records.pages();
        for (int i = 0; i < size; i++) {
            long number = values[i];
            long[] limbs = pages[groups[i] >> LongPages.SHIFT];
            int at = (groups[i] & LongPages.MASK) * STRIDE;
            long header = limbs[at] + 1;
            if (header >>> Record.X_SHIFT == 0 || (header & Record.CARRY_MASK) == 0) {
                addOne(groups[i], number);
                continue;
            }
            long low = number * number;
            long high = Math.multiplyHigh(number, number);
            limbs[at] = header;
            limbs[at + 1] += number & Record.SUM_LIMB;
            limbs[at + 2] += number >> Record.SUM_LIMB_BITS;
            limbs[at + 3] += low & Record.PRODUCT_LIMB;
            limbs[at + 4] += (high << 22 | low >>> 42) & Record.PRODUCT_LIMB;
            limbs[at + 5] += high >> Record.PRODUCT_TOP_SHIFT;
        }
    }

    @Override
    boolean addRun(long[] page, int at, double scale, double[] values, int from, int to) {
        long sum0 = 0;
        long sum1 = 0;
        long square0 = 0;
        long square1 = 0;
        long square2 = 0;
        for (int i = from; i < to; i++) {
            double scaled = values[i] * scale;
            long number = (long) scaled;
            if (scaled != number || number == Long.MAX_VALUE) {
                return false;
            }
            long low = number * number;
            long high = Math.multiplyHigh(number, number);
            sum0 += number & Record.SUM_LIMB;
            sum1 += number >> Record.SUM_LIMB_BITS;
            square0 += low & Record.PRODUCT_LIMB;
            square1 += (high << 22 | low >>> 42) & Record.PRODUCT_LIMB;
            square2 += high >> Record.PRODUCT_TOP_SHIFT;
        }
        page[at + 1] += sum0;
        page[at + 2] += sum1;
        page[at + 3] += square0;
        page[at + 4] += square1;
        page[at + 5] += square2;
        return true;
    }

    @Override
    void addRun(long[] page, int at, long[] values, int from, int to) {
        for (int i = from; i < to; i++) {
            addLimbs(page, at, values[i]);
        }
    }

    @Override
    void addAligned(long[] page, int at, long[] numbers, int shift, int from, int to) {
        long sum = 0;
        long highSquares = 0;
        long crossed = 0;
        long lowSquares = 0;
        for (int i = from; i < to; i++) {
            long number = numbers[i];
            long high = number >> HALF_BITS;
            long low = number & HALF;
            sum += number;
            highSquares += high * high;
            crossed += high * low;
            lowSquares += low * low;
        }
        Record.addSum(page, at + 1, sum, shift);
        long middle = crossed << HALF_BITS + 1;
        long below = lowSquares + middle;
        long top = highSquares << 2 * HALF_BITS;
        long squares = below + top;
        long above = (crossed >> Long.SIZE - HALF_BITS - 1)
                + (highSquares >> Long.SIZE - 2 * HALF_BITS)
                + Numerator.carry(below, middle)
                + Numerator.carry(squares, top);
        Record.addProducts(page, at + 3, above, squares, 2 * shift);
    }

    @Override
    void addLimbs(long[] page, int at, long number) {
        page[at + 1] += number & Record.SUM_LIMB;
        page[at + 2] += number >> Record.SUM_LIMB_BITS;
        Record.addProduct(page, at + 3, number, number);
    }

    @Override
    void subtractLimbs(long[] page, int at, long number) {
        page[at + 1] -= number & Record.SUM_LIMB;
        page[at + 2] -= number >> Record.SUM_LIMB_BITS;
        Record.subtractProduct(page, at + 3, number, number);
    }

    @Override
    void slideOn(
            long[] leaving,
            long firstLeaving,
            long[] entering,
            long firstEntering,
            long[] starts,
            long[] ends,
            int last) {
        long[] page = records.page(1);
        int at = records.at(1);
        long header = page[at];
        long sum0 = page[at + 1];
        long sum1 = page[at + 2];
        long square0 = page[at + 3];
        long square1 = page[at + 4];
        long square2 = page[at + 5];
        for (int i = 1; i <= last; i++) {
            for (long row = starts[i - 1]; row < starts[i]; row++) {
                long number = leaving[(int) (row - firstLeaving)];
                long low = number * number;
                long high = Math.multiplyHigh(number, number);
                sum0 -= number & Record.SUM_LIMB;
                sum1 -= number >> Record.SUM_LIMB_BITS;
                square0 -= low & Record.PRODUCT_LIMB;
                square1 -= (high << 22 | low >>> 42) & Record.PRODUCT_LIMB;
                square2 -= high >> Record.PRODUCT_TOP_SHIFT;
            }
            for (long row = ends[i - 1]; row < ends[i]; row++) {
                long number = entering[(int) (row - firstEntering)];
                long low = number * number;
                long high = Math.multiplyHigh(number, number);
                sum0 += number & Record.SUM_LIMB;
                sum1 += number >> Record.SUM_LIMB_BITS;
                square0 += low & Record.PRODUCT_LIMB;
                square1 += (high << 22 | low >>> 42) & Record.PRODUCT_LIMB;
                square2 += high >> Record.PRODUCT_TOP_SHIFT;
            }
            header += ends[i] - ends[i - 1] - (starts[i] - starts[i - 1]);
            page = records.page(i + 1);
            at = records.at(i + 1);
            page[at] = header;
            page[at + 1] = sum0;
            page[at + 2] = sum1;
            page[at + 3] = square0;
            page[at + 4] = square1;
            page[at + 5] = square2;
        }
    }
}
