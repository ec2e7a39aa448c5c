package io.barograph.oracle;

import java.math.BigInteger;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What the exact aggregates must answer, for DOUBLE and BIGINT rows without NULLs: each a rational of integer sums or its
 * square root, rounded once by {@link NearestDouble}. Null stands for NULL.
 *
 * <p>Written from the definitions, slow, and without a line of the engine's arithmetic.
 */
public final class ExactReference {
    private final BigInteger[] xs;
    private final BigInteger[] ys;
    private final int unitOfX;
    private final int unitOfY;
    private final boolean nan;
    private final boolean positiveInfinity;
    private final boolean negativeInfinity;

    private BigInteger sumX = BigInteger.ZERO;
    private BigInteger sumY = BigInteger.ZERO;
    private BigInteger sumXX = BigInteger.ZERO;
    private BigInteger sumYY = BigInteger.ZERO;
    private BigInteger sumXY = BigInteger.ZERO;
    private final BigInteger n;

    private ExactReference(Numbers x, Numbers y) {
        xs = x.integers;
        ys = y.integers;
        unitOfX = x.unit;
        unitOfY = y.unit;
        nan = x.nan || y.nan;
        positiveInfinity = x.positiveInfinity || y.positiveInfinity;
        negativeInfinity = x.negativeInfinity || y.negativeInfinity;
        n = BigInteger.valueOf(xs.length);
        for (int i = 0; i < xs.length; i++) {
            sumX = sumX.add(xs[i]);
            sumY = sumY.add(ys[i]);
            sumXX = sumXX.add(xs[i].multiply(xs[i]));
            sumYY = sumYY.add(ys[i].multiply(ys[i]));
            sumXY = sumXY.add(xs[i].multiply(ys[i]));
        }
    }

    /** Of one argument. */
    public static ExactReference of(double... values) {
        return new ExactReference(Numbers.of(values), Numbers.of(new double[values.length]));
    }

    /** Of one argument. */
    public static ExactReference of(long... values) {
        return new ExactReference(Numbers.of(values), Numbers.of(new double[values.length]));
    }

    /** Of pairs; as in SQL the dependent variable comes first. Each argument a double[] or a long[] of the same length. */
    public static ExactReference ofPairs(Object y, Object x) {
        return new ExactReference(numbers(x), numbers(y));
    }

    private static Numbers numbers(Object values) {
        return values instanceof long[] longs ? Numbers.of(longs) : Numbers.of((double[]) values);
    }

    /** The exact sum of BIGINT rows. */
    public @Nullable BigInteger integerSum() {
        return xs.length == 0 ? null : sumX.shiftLeft(unitOfX);
    }

    public @Nullable Double sum() {
        return sumOver(BigInteger.ONE);
    }

    public @Nullable Double avg() {
        return sumOver(n);
    }

    public @Nullable Double varPop() {
        return spread(sumXX, sumX, sumX, 2 * unitOfX, 1, n, false);
    }

    public @Nullable Double varSamp() {
        return spread(sumXX, sumX, sumX, 2 * unitOfX, 2, n.subtract(BigInteger.ONE), false);
    }

    public @Nullable Double stddevPop() {
        return spread(sumXX, sumX, sumX, 2 * unitOfX, 1, n, true);
    }

    public @Nullable Double stddevSamp() {
        return spread(sumXX, sumX, sumX, 2 * unitOfX, 2, n.subtract(BigInteger.ONE), true);
    }

    public @Nullable Double covarPop() {
        return spread(sumXY, sumX, sumY, unitOfX + unitOfY, 1, n, false);
    }

    public @Nullable Double covarSamp() {
        return spread(sumXY, sumX, sumY, unitOfX + unitOfY, 2, n.subtract(BigInteger.ONE), false);
    }

    /** √(Sxy² / (Sxx·Syy)) with the sign of Sxy; NULL where a variance is zero. */
    public @Nullable Double corr() {
        return ofLine(line -> {
            if (line.yy.signum() == 0) {
                return null;
            }
            double root = NearestDouble.ofRoot(line.xy.pow(2), line.xx.multiply(line.yy), 0);
            return line.xy.signum() < 0 ? Double.valueOf(-root) : Double.valueOf(root);
        });
    }

    public @Nullable Double regrSlope() {
        return ofLine(line -> NearestDouble.ofQuotient(line.xy, line.xx, unitOfY - unitOfX));
    }

    /** (Σy − slope·Σx) / n. */
    public @Nullable Double regrIntercept() {
        return ofLine(line -> NearestDouble.ofQuotient(
                sumY.multiply(line.xx).subtract(line.xy.multiply(sumX)), line.xx.multiply(n), unitOfY));
    }

    /** Sxy² / (Sxx·Syy); 1 where only y has no variance. */
    public @Nullable Double regrR2() {
        return ofLine(line -> line.yy.signum() == 0
                ? Double.valueOf(1)
                : Double.valueOf(NearestDouble.ofQuotient(line.xy.pow(2), line.xx.multiply(line.yy), 0)));
    }

    public @Nullable Double regrAvgX() {
        return xs.length > 0 && isSpecial() ? Double.valueOf(Double.NaN) : sumOver(n);
    }

    public @Nullable Double regrAvgY() {
        if (xs.length == 0) {
            return null;
        }
        return isSpecial() ? Double.NaN : NearestDouble.ofQuotient(sumY, n, unitOfY);
    }

    public @Nullable Double regrSxx() {
        return spread(sumXX, sumX, sumX, 2 * unitOfX, 1, BigInteger.ONE, false);
    }

    public @Nullable Double regrSyy() {
        return spread(sumYY, sumY, sumY, 2 * unitOfY, 1, BigInteger.ONE, false);
    }

    public @Nullable Double regrSxy() {
        return spread(sumXY, sumX, sumY, unitOfX + unitOfY, 1, BigInteger.ONE, false);
    }

    /** √(n(n − 1)) / (n − 2) · (Σd³/n) / (Σd²/n)^(3/2), d being the distances from the mean. */
    public @Nullable Double skewness() {
        BigInteger squares = powersOfDistances(2);
        if (isSpecial() || xs.length < 3 || squares.signum() == 0) {
            return withoutShape(3);
        }
        BigInteger cubes = powersOfDistances(3);
        BigInteger two = n.subtract(BigInteger.TWO);
        double root = NearestDouble.ofRoot(
                n.pow(2).multiply(n.subtract(BigInteger.ONE)).multiply(cubes.pow(2)),
                two.pow(2).multiply(squares.pow(3)),
                0);
        return cubes.signum() < 0 ? Double.valueOf(-root) : Double.valueOf(root);
    }

    /** (n − 1) ((n + 1) k − 3 (n − 1)) / ((n − 2)(n − 3)), k being (Σd⁴/n) / (Σd²/n)². */
    public @Nullable Double kurtosis() {
        BigInteger squares = powersOfDistances(2);
        if (isSpecial() || xs.length < 4 || squares.signum() == 0) {
            return withoutShape(4);
        }
        BigInteger one = n.subtract(BigInteger.ONE);
        BigInteger top = n.add(BigInteger.ONE)
                .multiply(n)
                .multiply(powersOfDistances(4))
                .subtract(BigInteger.valueOf(3).multiply(one).multiply(squares.pow(2)));
        BigInteger bottom = n.subtract(BigInteger.TWO)
                .multiply(n.subtract(BigInteger.valueOf(3)))
                .multiply(squares.pow(2));
        return NearestDouble.ofQuotient(one.multiply(top), bottom, 0);
    }

    /** k − 3. */
    public @Nullable Double kurtosisPop() {
        BigInteger squares = powersOfDistances(2);
        if (isSpecial() || squares.signum() == 0) {
            return withoutShape(1);
        }
        BigInteger square = squares.pow(2);
        return NearestDouble.ofQuotient(
                n.multiply(powersOfDistances(4)).subtract(BigInteger.valueOf(3).multiply(square)), square, 0);
    }

    private @Nullable Double withoutShape(int leastRows) {
        return isSpecial() && xs.length >= leastRows ? Double.valueOf(Double.NaN) : null;
    }

    /** Σ(n·x − Σx)^power. */
    private BigInteger powersOfDistances(int power) {
        BigInteger sum = BigInteger.ZERO;
        for (BigInteger x : xs) {
            sum = sum.add(n.multiply(x).subtract(sumX).pow(power));
        }
        return sum;
    }

    private @Nullable Double sumOver(BigInteger divisor) {
        if (xs.length == 0) {
            return null;
        }
        if (nan || positiveInfinity && negativeInfinity) {
            return Double.NaN;
        }
        if (positiveInfinity || negativeInfinity) {
            return positiveInfinity ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
        }
        return NearestDouble.ofQuotient(sumX, divisor, unitOfX);
    }

    /** (nΣab − ΣaΣb) / n / divisor. */
    private @Nullable Double spread(
            BigInteger products,
            BigInteger a,
            BigInteger b,
            int unit,
            int leastRows,
            BigInteger divisor,
            boolean root) {
        if (xs.length < leastRows) {
            return null;
        }
        if (isSpecial()) {
            return Double.NaN;
        }
        BigInteger top = n.multiply(products).subtract(a.multiply(b));
        return root
                ? NearestDouble.ofRoot(top, n.multiply(divisor), unit)
                : NearestDouble.ofQuotient(top, n.multiply(divisor), unit);
    }

    private boolean isSpecial() {
        return nan || positiveInfinity || negativeInfinity;
    }

    /** n times the sums of squares and products about the means. */
    private record Line(BigInteger xx, BigInteger yy, BigInteger xy) {}

    private interface OfLine {
        @Nullable
        Double of(Line line);
    }

    private @Nullable Double ofLine(OfLine result) {
        if (xs.length == 0) {
            return null;
        }
        if (isSpecial()) {
            return Double.NaN;
        }
        Line line = new Line(
                n.multiply(sumXX).subtract(sumX.pow(2)),
                n.multiply(sumYY).subtract(sumY.pow(2)),
                n.multiply(sumXY).subtract(sumX.multiply(sumY)));
        return line.xx.signum() == 0 ? null : result.of(line);
    }

    /** Rows as integers of one unit, a power of two. */
    private static final class Numbers {
        private final BigInteger[] integers;
        private int unit;
        private boolean nan;
        private boolean positiveInfinity;
        private boolean negativeInfinity;

        private Numbers(int size) {
            integers = new BigInteger[size];
        }

        static Numbers of(long[] values) {
            Numbers numbers = new Numbers(values.length);
            numbers.fill(i -> BigInteger.valueOf(values[i]));
            return numbers;
        }

        static Numbers of(double[] values) {
            Numbers numbers = new Numbers(values.length);
            int unit = Integer.MAX_VALUE;
            for (double value : values) {
                numbers.nan |= Double.isNaN(value);
                numbers.positiveInfinity |= value == Double.POSITIVE_INFINITY;
                numbers.negativeInfinity |= value == Double.NEGATIVE_INFINITY;
                if (Double.isFinite(value) && value != 0) {
                    unit = Math.min(unit, unitOf(value));
                }
            }
            int common = unit == Integer.MAX_VALUE ? 0 : unit;
            numbers.unit = common;
            numbers.fill(i -> integer(values[i], common));
            return numbers;
        }

        private static BigInteger integer(double value, int unit) {
            if (!Double.isFinite(value) || value == 0) {
                return BigInteger.ZERO;
            }
            int exponent = unitOf(value);
            double half = Math.scalb(value, -exponent / 2); // exact; a scaling at once could overflow
            long significand = (long) Math.scalb(half, -exponent - -exponent / 2);
            return BigInteger.valueOf(significand).shiftLeft(exponent - unit);
        }

        /** The exponent of the last bit of a double's significand. */
        private static int unitOf(double value) {
            return Math.max(Math.getExponent(value), Double.MIN_EXPONENT) - 52;
        }

        private void fill(IntFunction<BigInteger> integer) {
            for (int i = 0; i < integers.length; i++) {
                integers[i] = integer.apply(i);
            }
        }
    }
}
