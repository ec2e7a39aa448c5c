package io.barograph.core.expr;

/** Functions of doubles that {@link StrictMath} has not, or not so: the same bits on every machine. */
public final class ElementaryMath {
    private ElementaryMath() {}

    /** The logarithm to base 2, exact for powers of 2 but subnormal ones. */
    public static double log2(double x) {
        int exponent = Math.getExponent(x);
        boolean power =
                exponent >= Double.MIN_EXPONENT && exponent <= Double.MAX_EXPONENT && x == Math.scalb(1.0, exponent);
        return power ? exponent : StrictMath.log(x) / StrictMath.log(2);
    }

    /** {@code x} to the power of {@code y}, or what stands for it where that is not {@linkplain #isDefined defined}. */
    public static double power(double x, double y) {
        // 1 to the power of an infinity is NaN to StrictMath, but no more doubtful than 1 to any other.
        return Math.abs(x) == 1 && Double.isInfinite(y) ? 1 : StrictMath.pow(x, y);
    }

    /**
     * Whether {@code x} has a power {@code y}: 0 no negative one, and a number below 0 none that is not whole.
     *
     * @param power what {@link #power} gives
     */
    public static boolean isDefined(double x, double y, double power) {
        return x == 0 ? !(y < 0) : !Double.isNaN(power) || Double.isNaN(x) || Double.isNaN(y);
    }
}
