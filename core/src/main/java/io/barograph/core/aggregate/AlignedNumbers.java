package io.barograph.core.aggregate;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.LongColumn;
import org.jspecify.annotations.Nullable;

/**
 * The values of a batch as whole numbers of one unit below 2^{@value #BITS}, where they are such: loops over them have few steps a value, and
 * all states that these rows feed share them. BIGINT mostly are, and so are readings of one kind, whose exponents differ by {@value #SPREAD} at
 * most.
 *
 * <p>For one thread.
 */
public final class AlignedNumbers {
    public static final int BITS = 57;
    /** Units are told by the biased exponent of doubles whose last bit is one: this of 1.0, the unit of BIGINT. */
    public static final int ONE = 1075;

    private static final int SIGNIFICAND_BITS = 53;
    private static final int SPREAD = BITS - SIGNIFICAND_BITS;
    /** Of finer ones the scale would be infinite; of coarser ones than 1 it would round subnormals. */
    private static final int FINEST = ONE - Double.MAX_EXPONENT;

    private static final int NONE = -1;
    /** Batches for which none is tried after one that was in vain. */
    private static final int PAUSE = 15;

    /** Without room until there is something to find: there are many of these. */
    private long[] room = {};

    private long[] numbers = room;
    private int unit;
    /** That of doubles found last. */
    private int usualUnit = NONE;

    private @Nullable Column column;
    private int size;
    private boolean exist;
    private int pause;

    /** From now on these are the numbers of so many rows of a column, whose arrays have to stay as they are. */
    public void expect(Column values, int rows) {
        column = values;
        size = rows;
    }

    /** Whether there are such numbers; otherwise nothing else is to be asked for. */
    public boolean exist() {
        if (column != null) {
            exist = column instanceof LongColumn longs && find(longs.values())
                    || column instanceof DoubleColumn doubles && find(doubles.values());
            column = null;
        }
        return exist;
    }

    /** By row. Not to be changed. */
    public long[] numbers() {
        return numbers;
    }

    /** Their unit, as {@link #ONE} says: at most that. */
    public int unit() {
        return unit;
    }

    /** What makes a number the double that it is, without rounding. */
    public double factor() {
        return Math.scalb(1.0, unit - ONE);
    }

    private boolean find(long[] values) {
        numbers = values;
        unit = ONE;
        return areSmall();
    }

    private boolean find(double[] values) {
        if (--pause >= 0) {
            return false;
        }
        pause = 0;
        if (room.length == 0) {
            room = new long[Batch.CAPACITY];
        }
        numbers = room;
        unit = usualUnit;
        if (unit != NONE && align(values)) {
            return true;
        }
        unit = unitOf(values);
        usualUnit = unit;
        if (unit != NONE && align(values)) {
            return true;
        }
        // Zeros alone tell no unit; the next batch may.
        pause = areZero(values) ? 0 : PAUSE;
        return false;
    }

    private boolean areZero(double[] values) {
        for (int i = 0; i < size; i++) {
            if (values[i] != 0) {
                return false;
            }
        }
        return true;
    }

    /** In the middle of those that suit all values; NONE where none does, or one may not. */
    private int unitOf(double[] values) {
        int least = Integer.MAX_VALUE;
        int greatest = 0;
        for (int i = 0; i < size; i++) {
            int exponent = Math.getExponent(values[i]) + Double.MAX_EXPONENT;
            if (values[i] != 0) {
                least = Math.min(least, exponent);
                greatest = Math.max(greatest, exponent);
            }
        }
        if (greatest == 0) {
            return NONE;
        }
        int spare = SPREAD - (greatest - least);
        int middle = least - spare / 2;
        return spare >= 0 && middle >= FINEST && middle <= ONE ? middle : NONE;
    }

    private boolean align(double[] values) {
        double scale = Math.scalb(1.0, ONE - unit);
        long left = 0;
        for (int i = 0; i < size; i++) {
            double scaled = values[i] * scale;
            long number = (long) scaled;
            numbers[i] = number;
            left |= Double.doubleToRawLongBits(scaled - number);
        }
        // -0.0 - 0 is -0.0; NaN and infinities leave what has other bits.
        return left << 1 == 0 && areSmall();
    }

    private boolean areSmall() {
        long used = 0;
        for (int i = 0; i < size; i++) {
            used |= numbers[i] ^ numbers[i] >> 63;
        }
        return used >>> BITS == 0;
    }
}
