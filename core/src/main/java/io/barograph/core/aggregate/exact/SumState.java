package io.barograph.core.aggregate.exact;

import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import java.math.BigInteger;

/** The exact sum and count of a DOUBLE or BIGINT: for sum and avg. 24 bytes a group. */
public final class SumState extends UnivariateState {
    private static final int STRIDE = 3;
    private static final BigInteger INTEGER_UNIT = BigInteger.ONE.shiftLeft(-Record.UNIT);

    public SumState(Type argument) {
        super(1, argument, false);
    }

    @Override
    SumState newInstance() {
        return new SumState(argument);
    }

    @Override
    void addDoubles(double[] values, int[] groups, int size) {
        long[] limbs = records;
        for (int i = 0; i < size; i++) {
            double value = values[i];
            long bits = Double.doubleToRawLongBits(value);
            int at = groups[i] * STRIDE;
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
        long[] limbs = records;
        for (int i = 0; i < size; i++) {
            long number = values[i];
            int at = groups[i] * STRIDE;
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
    void addLimbs(int at, long number) {
        records[at + 1] += number & Record.SUM_LIMB;
        records[at + 2] += number >> Record.SUM_LIMB_BITS;
    }

    @Override
    void subtractLimbs(int at, long number) {
        records[at + 1] -= number & Record.SUM_LIMB;
        records[at + 2] -= number >> Record.SUM_LIMB_BITS;
    }

    /**
     * Finishes sum(BIGINT): exact. Intermediate sums may exceed 64 bits.
     *
     * @param out takes the sum of groups[i] at i; undefined where it is NULL, for no rows
     * @param validity takes bit i: set where the result is a value, cleared where it is NULL
     * @throws BarographException BAD_DATA where a final sum does not fit
     */
    public void finishInteger(int[] groups, int count, long[] out, long[] validity) {
        for (int i = 0; i < count; i++) {
            if (count(groups[i]) == 0) {
                Validity.setNull(validity, i);
            } else {
                Validity.setPresent(validity, i);
                out[i] = integerSum(groups[i]);
            }
        }
    }

    private long integerSum(int group) {
        if (outliersOrNull(group) == null) {
            int at = group * STRIDE;
            long low = records[at + 1];
            long high = records[at + 2] + (low >> Record.SUM_LIMB_BITS);
            if (high == (int) high) {
                return high << Record.SUM_LIMB_BITS | low & Record.SUM_LIMB;
            }
        }
        BigInteger sum = exactSum(group, X).divide(INTEGER_UNIT);
        if (sum.bitLength() > 63) {
            throw new BarographException(
                    ErrorCode.BAD_DATA,
                    "sum(...) = " + sum + " does not fit BIGINT; sum a DOUBLE with sum(cast(... as double))");
        }
        return sum.longValue();
    }
}
