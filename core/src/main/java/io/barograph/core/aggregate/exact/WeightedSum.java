package io.barograph.core.aggregate.exact;

import java.math.BigInteger;

/** An exact sum of products of values and whole numbers, such as the nanoseconds for which they held. */
public final class WeightedSum {
    private static final int UNIT = -1074;

    private final Superaccumulator sum = new Superaccumulator();
    /** What is no finite number, added. */
    private double special;

    /** Adds a value so many times. */
    public void add(double value, long weight) {
        if (!Double.isFinite(value)) {
            special += weight < 0 ? -value : value;
            return;
        }
        long bits = Double.doubleToRawLongBits(value);
        int exponent = (int) (bits >>> 52) & 0x7FF;
        long significand = bits & 0xF_FFFF_FFFF_FFFFL;
        if (exponent > 0) {
            significand |= 0x10_0000_0000_0000L;
        }
        product(bits < 0 ? -significand : significand, weight, Math.max(exponent, 1) - 1);
    }

    /** Adds a value so many times. */
    public void add(long value, long weight) {
        product(value, weight, -UNIT);
    }

    private void product(long value, long weight, int position) {
        sum.addSigned(Math.multiplyHigh(value, weight), value * weight, position);
    }

    /** The sum, divided and rounded once. */
    public double over(BigInteger divisor) {
        return over(1, divisor);
    }

    /** The sum times a number above 0, divided by another, and rounded once. */
    public double over(long factor, BigInteger divisor) {
        if (special != 0) {
            return special;
        }
        ExactSum exact = sum.toExactSum();
        return Rounding.ratio(exact.value().multiply(BigInteger.valueOf(factor)), divisor, exact.position() + UNIT);
    }

    /** The sum of whole numbers. */
    public BigInteger toBigInteger() {
        return sum.toExactSum().inUnitsOf(-UNIT);
    }
}
