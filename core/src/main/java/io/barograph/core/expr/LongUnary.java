package io.barograph.core.expr;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Type;

/** Functions of one column carried as long. */
final class LongUnary implements Kernel {
    enum Operator {
        /** Undefined for the smallest long. */
        NEGATE,
        /** Undefined for the smallest long. */
        ABS,
        SIGN
    }

    private final Operator operator;
    private final Type type;
    private final long[] out = new long[Batch.CAPACITY];

    LongUnary(Operator operator, Type type) {
        this.operator = operator;
        this.type = type;
    }

    @Override
    public Column apply(Column[] arguments, int size, ResultValidity result) {
        long[] values = ((LongColumn) arguments[0]).values();
        boolean undefined = switch (operator) {
            case NEGATE -> negate(values, out, size);
            case ABS -> abs(values, out, size);
            case SIGN -> sign(values, out, size);
        };
        if (undefined) {
            for (int i = 0; i < size; i++) {
                if (values[i] == Long.MIN_VALUE) {
                    result.undefined(i);
                }
            }
        }
        return new LongColumn(type, out, result.validity());
    }

    private static boolean negate(long[] values, long[] out, int size) {
        boolean smallest = false;
        for (int i = 0; i < size; i++) {
            smallest |= values[i] == Long.MIN_VALUE;
            out[i] = -values[i];
        }
        return smallest;
    }

    private static boolean abs(long[] values, long[] out, int size) {
        boolean smallest = false;
        for (int i = 0; i < size; i++) {
            smallest |= values[i] == Long.MIN_VALUE;
            out[i] = Math.abs(values[i]);
        }
        return smallest;
    }

    private static boolean sign(long[] values, long[] out, int size) {
        for (int i = 0; i < size; i++) {
            out[i] = Long.signum(values[i]);
        }
        return false;
    }
}
