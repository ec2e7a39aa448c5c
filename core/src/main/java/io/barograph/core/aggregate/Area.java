package io.barograph.core.aggregate;

import io.barograph.core.aggregate.exact.WeightedSum;
import java.math.BigInteger;

/** The area beneath readings, and the time that it covers; both exact. */
final class Area {
    /** No step is too long. */
    static final long ANY_GAP = -1L;

    private final boolean isDouble;
    private final boolean lines;
    private final long maxGap;
    /** Of values times nanoseconds; of lines, twice that. */
    private final WeightedSum sum = new WeightedSum();
    /** In nanoseconds, unsigned: what lies between two times fits. */
    private long elapsed;

    /**
     * @param isDouble whether values are the form that {@link ValueCodec} gives DOUBLE, not BIGINT
     * @param lines whether values go straight from reading to reading, not hold until the next
     * @param maxGap nanoseconds, unsigned: longer steps are left out
     */
    Area(boolean isDouble, boolean lines, long maxGap) {
        this.isDouble = isDouble;
        this.lines = lines;
        this.maxGap = maxGap;
    }

    /** Adds readings in order: times and values by turns. */
    void addAll(long[] readings, int size) {
        for (int i = 2; i < size; i += 2) {
            addStep(readings[i - 2], readings[i - 1], readings[i], readings[i + 1], 1);
        }
    }

    /**
     * Adds what lies between a reading and the next, or takes away again what was added; then both values are finite.
     *
     * @param sign 1 or -1
     */
    void addStep(long time, long value, long nextTime, long nextValue, int sign) {
        long step = nextTime - time;
        if (step == 0 || Long.compareUnsigned(step, maxGap) > 0) {
            return;
        }
        elapsed += sign * step;
        if (step < 0) {
            // Longer than a signed number of nanoseconds: two parts.
            add(value, nextValue, sign * Long.MAX_VALUE);
            step -= Long.MAX_VALUE;
        }
        add(value, nextValue, sign * step);
    }

    private void add(long value, long nextValue, long nanos) {
        add(value, nanos);
        if (lines) {
            add(nextValue, nanos);
        }
    }

    private void add(long value, long nanos) {
        if (isDouble) {
            sum.add(ValueCodec.toDouble(value), nanos);
        } else {
            sum.add(value, nanos);
        }
    }

    /** Nanoseconds covered, unsigned. */
    long elapsed() {
        return elapsed;
    }

    /** The area over the time; some time must be covered. */
    double mean() {
        return sum.over(halved(unsigned(elapsed)));
    }

    /** The area in values times a unit of nanoseconds. */
    double integral(long unit) {
        return sum.over(halved(BigInteger.valueOf(unit)));
    }

    private BigInteger halved(BigInteger divisor) {
        return lines ? divisor.shiftLeft(1) : divisor;
    }

    static BigInteger unsigned(long number) {
        BigInteger signed = BigInteger.valueOf(number);
        return number < 0 ? signed.add(BigInteger.ONE.shiftLeft(Long.SIZE)) : signed;
    }
}
