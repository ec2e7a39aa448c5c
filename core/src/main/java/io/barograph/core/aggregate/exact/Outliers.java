package io.barograph.core.aggregate.exact;

/**
 * What of one group does not fit its {@link Record}: sums of values outside the window, and how many rows were not finite.
 * Also remembers how often rows missed the window, so that the window can follow the data.
 */
final class Outliers {
    final Superaccumulator[] sums;
    /** Rows with a NaN; of pairs, rows with anything that is not finite. */
    long notANumber;

    long positiveInfinities;
    long negativeInfinities;

    private long misses;
    private long missesBeforeMove = 2;
    private long rowsAtMove;

    Outliers(int terms) {
        sums = new Superaccumulator[terms];
        for (int i = 0; i < terms; i++) {
            sums[i] = new Superaccumulator();
        }
    }

    private Outliers(Outliers other) {
        sums = new Superaccumulator[other.sums.length];
        for (int i = 0; i < sums.length; i++) {
            sums[i] = other.sums[i].copy();
        }
        notANumber = other.notANumber;
        positiveInfinities = other.positiveInfinities;
        negativeInfinities = other.negativeInfinities;
        misses = other.misses;
        missesBeforeMove = other.missesBeforeMove;
        rowsAtMove = other.rowsAtMove;
    }

    Outliers copy() {
        return new Outliers(this);
    }

    /** Whether nothing would be lost without these. */
    boolean isZero() {
        boolean isZero = !hasSpecials();
        for (int i = 0; i < sums.length && isZero; i++) {
            isZero = sums[i].isZero();
        }
        return isZero;
    }

    boolean hasSpecials() {
        return (notANumber | positiveInfinities | negativeInfinities) != 0;
    }

    /** The result of a group that has rows which are not finite. */
    double ofSpecials(Finish kind) {
        boolean bothInfinities = positiveInfinities != 0 && negativeInfinities != 0;
        if (kind != Finish.SUM && kind != Finish.AVG || notANumber != 0 || bothInfinities) {
            return Double.NaN;
        }
        return positiveInfinities != 0 ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
    }

    /** Counts a row that is not finite, {@code sign} times. */
    void countSpecial(double value, int sign) {
        if (Double.isNaN(value)) {
            notANumber += sign;
        } else if (value > 0) {
            positiveInfinities += sign;
        } else {
            negativeInfinities += sign;
        }
    }

    /**
     * Counts a miss. Returns true when the window should move to where the rows are: more than a quarter of them missed it
     * since it moved last. Each move doubles the misses before the next, so that data without a window moves it rarely.
     */
    boolean countMiss(long rows) {
        misses++;
        if (misses < missesBeforeMove || misses * 4 <= rows - rowsAtMove) {
            return false;
        }
        misses = 0;
        missesBeforeMove *= 2;
        rowsAtMove = rows;
        return true;
    }

    void add(Outliers other) {
        for (int i = 0; i < sums.length; i++) {
            sums[i].add(other.sums[i]);
        }
        notANumber += other.notANumber;
        positiveInfinities += other.positiveInfinities;
        negativeInfinities += other.negativeInfinities;
    }

    long memoryBytes() {
        long bytes = 88 + 8L * sums.length;
        for (Superaccumulator sum : sums) {
            bytes += sum.memoryBytes();
        }
        return bytes;
    }
}
