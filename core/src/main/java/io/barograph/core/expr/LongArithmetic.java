package io.barograph.core.expr;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Type;

/**
 * {@code + - * / %} of two columns carried as long. Each loop computes every position and gathers whether any overflowed;
 * only then are the guilty positions looked for.
 */
final class LongArithmetic implements Kernel {
    enum Operator {
        ADD,
        SUBTRACT,
        MULTIPLY,
        DIVIDE,
        REMAINDER
    }

    private final Operator operator;
    private final Type type;
    private final long[] out = new long[Batch.CAPACITY];

    LongArithmetic(Operator operator, Type type) {
        this.operator = operator;
        this.type = type;
    }

    @Override
    public Column apply(Column[] arguments, int size, ResultValidity result) {
        long[] left = ((LongColumn) arguments[0]).values();
        long[] right = ((LongColumn) arguments[1]).values();
        boolean undefined = switch (operator) {
            case ADD -> add(left, right, out, size);
            case SUBTRACT -> subtract(left, right, out, size);
            case MULTIPLY -> multiply(left, right, out, size);
            case DIVIDE -> divide(left, right, out, size);
            case REMAINDER -> remainder(left, right, out, size);
        };
        if (undefined) {
            for (int i = 0; i < size; i++) {
                if (isUndefined(left[i], right[i])) {
                    result.undefined(i);
                }
            }
        }
        return new LongColumn(type, out, result.validity());
    }

    private boolean isUndefined(long x, long y) {
        return switch (operator) {
            case ADD -> ((x ^ x + y) & (y ^ x + y)) < 0;
            case SUBTRACT -> ((x ^ y) & (x ^ x - y)) < 0;
            case MULTIPLY -> Math.multiplyHigh(x, y) != x * y >> 63;
            case DIVIDE -> y == 0 || x == Long.MIN_VALUE && y == -1;
            case REMAINDER -> y == 0;
        };
    }

    private static boolean add(long[] left, long[] right, long[] out, int size) {
        long overflow = 0;
        for (int i = 0; i < size; i++) {
            long x = left[i];
            long y = right[i];
            long sum = x + y;
            overflow |= (x ^ sum) & (y ^ sum);
            out[i] = sum;
        }
        return overflow < 0;
    }

    private static boolean subtract(long[] left, long[] right, long[] out, int size) {
        long overflow = 0;
        for (int i = 0; i < size; i++) {
            long x = left[i];
            long y = right[i];
            long difference = x - y;
            overflow |= (x ^ y) & (x ^ difference);
            out[i] = difference;
        }
        return overflow < 0;
    }

    private static boolean multiply(long[] left, long[] right, long[] out, int size) {
        long overflow = 0;
        for (int i = 0; i < size; i++) {
            long low = left[i] * right[i];
            overflow |= Math.multiplyHigh(left[i], right[i]) ^ low >> 63;
            out[i] = low;
        }
        return overflow != 0;
    }

    private static boolean divide(long[] left, long[] right, long[] out, int size) {
        boolean undefined = false;
        for (int i = 0; i < size; i++) {
            long x = left[i];
            long y = right[i];
            undefined |= y == 0 | x == Long.MIN_VALUE & y == -1;
            out[i] = y == 0 ? 0 : x / y;
        }
        return undefined;
    }

    private static boolean remainder(long[] left, long[] right, long[] out, int size) {
        boolean undefined = false;
        for (int i = 0; i < size; i++) {
            long y = right[i];
            undefined |= y == 0;
            out[i] = y == 0 ? 0 : left[i] % y;
        }
        return undefined;
    }
}
