package io.barograph.core.aggregate.exact;

import io.barograph.core.aggregate.GroupRuns;

/**
 * The values of a batch as whole numbers of one unit below 2^{@value #BITS}, where they are such: then squares are sums of products of halves,
 * which some rows' take without a carry, and the loops have few steps a value. Readings of one kind, whose sizes differ by a factor of four
 * either way, mostly are.
 *
 * <p>For one thread.
 */
final class AlignedNumbers {
    static final int BITS = 57;
    /** Numbers are added in two halves of their squares' terms: the lower half's bits. */
    static final int HALF_BITS = 29;
    /** So many rows' squares of halves, and products of them, are below 2^63 together. */
    static final int MOST_ROWS = 32;
    /** Of fewer rows, limbs could grow by more a row than {@link Record} allows. */
    static final int LEAST_ROWS = 4;

    /**
     * By how many bits a double's unit is coarser than its record's: a window begins eight exponents below the value that it was made for, and
     * of a value two exponents below that the last bit is 1 in this unit, of one two above the first is the last below {@link #BITS}.
     */
    private static final int DOUBLE_SHIFT = 6;
    /** Batches for which none is tried after one that was in vain. */
    private static final int PAUSE = 15;

    private long[] numbers = {};
    private int window;
    private int shift;
    private int pause;

    /**
     * Takes doubles.
     *
     * @param newWindow that of records which they are to be added to
     * @return whether all are such numbers; otherwise nothing else is to be asked for
     */
    boolean take(double[] values, GroupRuns runs, int newWindow) {
        // A coarser unit's scale below 1 would round subnormals.
        if (newWindow > Record.INTEGER_WINDOW - DOUBLE_SHIFT || !Record.hasScale(newWindow) || --pause >= 0) {
            return false;
        }
        window = newWindow;
        shift = DOUBLE_SHIFT;
        numbers = runs.room();
        boolean fits = align(values, runs.rows(), Record.scale(newWindow + DOUBLE_SHIFT), numbers);
        pause = fits ? 0 : PAUSE;
        return fits;
    }

    /** Takes integers, as {@link #take(double[], GroupRuns, int)} does; their array is only read, and has to stay. */
    boolean take(long[] values, GroupRuns runs) {
        window = Record.INTEGER_WINDOW;
        shift = 0;
        numbers = values;
        return areSmall(values, runs.rows());
    }

    private static boolean align(double[] values, int size, double scale, long[] numbers) {
        long used = 0;
        long left = 0;
        for (int i = 0; i < size; i++) {
            double scaled = values[i] * scale;
            long number = (long) scaled;
            numbers[i] = number;
            used |= number ^ number >> 63;
            left |= Double.doubleToRawLongBits(scaled - number);
        }
        // -0.0 - 0 is -0.0; NaN and infinities leave what has other bits.
        return used >>> BITS == 0 && left << 1 == 0;
    }

    private static boolean areSmall(long[] values, int size) {
        long used = 0;
        for (int i = 0; i < size; i++) {
            used |= values[i] ^ values[i] >> 63;
        }
        return used >>> BITS == 0;
    }

    /** By row. */
    long[] numbers() {
        return numbers;
    }

    /** By how many bits their unit is coarser than that of records with this {@link #window}. */
    int shift() {
        return shift;
    }

    int window() {
        return window;
    }
}
