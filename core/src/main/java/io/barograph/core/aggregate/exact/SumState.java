package io.barograph.core.aggregate.exact;

import io.barograph.core.aggregate.LongPages;
import io.barograph.core.column.Type;

/** The exact sum and count of a DOUBLE or BIGINT: for sum and avg. 24 bytes a group. */
public final class SumState extends UnivariateState {
    private static final int STRIDE = 3;

    public SumState(Type argument) {
        super(1, argument, false);
    }

    @Override
    SumState newInstance() {
        return new SumState(argument);
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
            limbs[at] = header;
            limbs[at + 1] += number & Record.SUM_LIMB;
            limbs[at + 2] += number >> Record.SUM_LIMB_BITS;
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
            limbs[at] = header;
            limbs[at + 1] += number & Record.SUM_LIMB;
            limbs[at + 2] += number >> Record.SUM_LIMB_BITS;
        }
    }

    @Override
    boolean addRun(long[] page, int at, double scale, double[] values, int from, int to) {
        long sum0 = 0;
        long sum1 = 0;
        for (int i = from; i < to; i++) {
            double scaled = values[i] * scale;
            long number = (long) scaled;
            if (scaled != number || number == Long.MAX_VALUE) {
                return false;
            }
            sum0 += number & Record.SUM_LIMB;
            sum1 += number >> Record.SUM_LIMB_BITS;
        }
        page[at + 1] += sum0;
        page[at + 2] += sum1;
        return true;
    }

    @Override
    void addRun(long[] page, int at, long[] values, int from, int to) {
        for (int i = from; i < to; i++) {
            page[at + 1] += values[i] & Record.SUM_LIMB;
            page[at + 2] += values[i] >> Record.SUM_LIMB_BITS;
        }
    }

    @Override
    void addAligned(long[] page, int at, long[] numbers, int shift, int from, int to) {
        long sum = 0;
        for (int i = from; i < to; i++) {
            sum += numbers[i];
        }
        Record.addSum(page, at + 1, sum, shift);
    }

    @Override
    void addLimbs(long[] page, int at, long number) {
        page[at + 1] += number & Record.SUM_LIMB;
        page[at + 2] += number >> Record.SUM_LIMB_BITS;
    }

    @Override
    void subtractLimbs(long[] page, int at, long number) {
        page[at + 1] -= number & Record.SUM_LIMB;
        page[at + 2] -= number >> Record.SUM_LIMB_BITS;
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
        for (int i = 1; i <= last; i++) {
            for (long row = starts[i - 1]; row < starts[i]; row++) {
                long number = leaving[(int) (row - firstLeaving)];
                sum0 -= number & Record.SUM_LIMB;
                sum1 -= number >> Record.SUM_LIMB_BITS;
            }
            for (long row = ends[i - 1]; row < ends[i]; row++) {
                long number = entering[(int) (row - firstEntering)];
                sum0 += number & Record.SUM_LIMB;
                sum1 += number >> Record.SUM_LIMB_BITS;
            }
            header += ends[i] - ends[i - 1] - (starts[i] - starts[i - 1]);
            page = records.page(i + 1);
            at = records.at(i + 1);
            page[at] = header;
            page[at + 1] = sum0;
            page[at + 2] = sum1;
        }
    }
}
