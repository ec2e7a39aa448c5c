package io.barograph.core.expr;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.DecimalColumn;
import io.barograph.core.column.Type;
import io.barograph.core.decimal.Int128;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * {@code + - * / %} of two DECIMAL columns: the exact result, rounded once where its type has fewer digits behind the
 * point, halves away from zero. What has too many digits before it, and what is divided by zero, is undefined.
 */
final class DecimalArithmetic implements Kernel {
    enum Operator {
        ADD,
        SUBTRACT,
        MULTIPLY,
        DIVIDE,
        REMAINDER
    }

    /** Digits that fit a long whatever they are. */
    private static final int LONG_DIGITS = 18;

    private final Operator operator;
    private final Type left;
    private final Type right;
    private final Type type;
    private final long[] high = new long[Batch.CAPACITY];
    private final long[] low = new long[Batch.CAPACITY];
    private final Int128 first = new Int128();
    private final Int128 second = new Int128();

    DecimalArithmetic(Operator operator, Type left, Type right, Type type) {
        this.operator = operator;
        this.left = left;
        this.right = right;
        this.type = type;
    }

    static Kernel of(Operator operator, CallSite site) {
        return new DecimalArithmetic(operator, site.argumentType(0), site.argumentType(1), site.resultType());
    }

    @Override
    public Column apply(Column[] arguments, int size, ResultValidity result) {
        DecimalColumn x = (DecimalColumn) arguments[0];
        DecimalColumn y = (DecimalColumn) arguments[1];
        switch (operator) {
            case ADD -> sum(x, y, 1, size, result);
            case SUBTRACT -> sum(x, y, -1, size, result);
            case MULTIPLY -> multiply(x, y, size, result);
            case DIVIDE -> divide(x, y, size, result);
            case REMAINDER -> remainder(x, y, size, result);
        }
        return new DecimalColumn(type, high, low, result.validity());
    }

    private void sum(DecimalColumn x, DecimalColumn y, int sign, int size, ResultValidity result) {
        int up1 = type.scale() - left.scale();
        int up2 = type.scale() - right.scale();
        if (type.precision() <= LONG_DIGITS) {
            sumOfLongs(x.low(), y.low(), power(up1), sign * power(up2), size);
            return;
        }
        for (int i = 0; i < size; i++) {
            boolean fits = first.set(x.high()[i], x.low()[i]).scaleUp(up1);
            fits &= second.set(y.high()[i], y.low()[i]).scaleUp(up2);
            if (sign < 0) {
                second.negate();
            }
            take(i, fits && first.add(second.high(), second.low()), result);
        }
    }

    /** Nothing can overflow: the result's type has room for any sum. */
    private void sumOfLongs(long[] x, long[] y, long xFactor, long yFactor, int size) {
        for (int i = 0; i < size; i++) {
            long sum = x[i] * xFactor + y[i] * yFactor;
            low[i] = sum;
            high[i] = sum >> 63;
        }
    }

    private static long power(int digits) {
        long power = 1;
        for (int i = 0; i < digits; i++) {
            power *= 10;
        }
        return power;
    }

    private void multiply(DecimalColumn x, DecimalColumn y, int size, ResultValidity result) {
        int down = left.scale() + right.scale() - type.scale();
        if (left.precision() <= LONG_DIGITS && right.precision() <= LONG_DIGITS) {
            for (int i = 0; i < size; i++) {
                low[i] = x.low()[i] * y.low()[i];
                high[i] = Math.multiplyHigh(x.low()[i], y.low()[i]);
            }
            return;
        }
        for (int i = 0; i < size; i++) {
            first.set(x.high()[i], x.low()[i]);
            second.set(y.high()[i], y.low()[i]);
            boolean fits;
            if (second.isLong() && down == 0) {
                fits = first.multiply(second.low());
            } else if (first.isLong() && down == 0) {
                fits = second.multiply(first.low());
                first.set(second.high(), second.low());
            } else {
                BigInteger product = first.toBigInteger().multiply(second.toBigInteger());
                fits = first.set(new BigDecimal(product, down), 0);
            }
            take(i, fits, result);
        }
    }

    private void divide(DecimalColumn x, DecimalColumn y, int size, ResultValidity result) {
        int up = type.scale() - left.scale() + right.scale();
        for (int i = 0; i < size; i++) {
            second.set(y.high()[i], y.low()[i]);
            if (second.signum() == 0) {
                take(i, false, result);
                continue;
            }
            boolean fits = up >= 0 && first.set(x.high()[i], x.low()[i]).scaleUp(up);
            if (fits && first.isLong() && second.isLong() && first.low() != Long.MIN_VALUE) {
                first.set(quotient(first.low(), second.low()));
            } else {
                BigDecimal dividend = new BigDecimal(Int128.toBigInteger(x.high()[i], x.low()[i]), -up);
                BigDecimal divisor = new BigDecimal(second.toBigInteger());
                fits = first.set(dividend.divide(divisor, 0, RoundingMode.HALF_UP), 0);
            }
            take(i, fits, result);
        }
    }

    /** The nearest integer, halves away from zero; neither the smallest long. */
    private static long quotient(long x, long y) {
        long quotient = x / y;
        long rest = Math.abs(x - quotient * y);
        return rest >= Math.abs(y) - rest ? quotient + ((x ^ y) < 0 ? -1 : 1) : quotient;
    }

    private void remainder(DecimalColumn x, DecimalColumn y, int size, ResultValidity result) {
        int up1 = Math.max(0, right.scale() - left.scale());
        int up2 = Math.max(0, left.scale() - right.scale());
        for (int i = 0; i < size; i++) {
            boolean fits = first.set(x.high()[i], x.low()[i]).scaleUp(up1);
            fits &= second.set(y.high()[i], y.low()[i]).scaleUp(up2);
            if ((y.high()[i] | y.low()[i]) == 0) {
                take(i, false, result);
                continue;
            }
            if (fits && first.isLong() && second.isLong()) {
                first.set(first.low() % second.low());
            } else {
                BigInteger dividend =
                        Int128.toBigInteger(x.high()[i], x.low()[i]).multiply(BigInteger.TEN.pow(up1));
                BigInteger divisor =
                        Int128.toBigInteger(y.high()[i], y.low()[i]).multiply(BigInteger.TEN.pow(up2));
                fits = first.set(dividend.remainder(divisor));
            }
            take(i, fits, result);
        }
    }

    /** Takes the first register as the result at a position. */
    private void take(int position, boolean fits, ResultValidity result) {
        high[position] = first.high();
        low[position] = first.low();
        if (!fits || !first.hasDigits(type.precision())) {
            high[position] = 0;
            low[position] = 0;
            result.undefined(position);
        }
    }
}
