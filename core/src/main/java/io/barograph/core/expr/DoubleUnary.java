package io.barograph.core.expr;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.DoubleColumn;

/** Functions of one DOUBLE column that are defined everywhere. */
final class DoubleUnary implements Kernel {
    enum Operator {
        NEGATE,
        ABS,
        FLOOR,
        CEIL,
        TRUNCATE,
        SIGN
    }

    private final Operator operator;
    private final double[] out = new double[Batch.CAPACITY];

    DoubleUnary(Operator operator) {
        this.operator = operator;
    }

    @Override
    public Column apply(Column[] arguments, int size, ResultValidity result) {
        double[] values = ((DoubleColumn) arguments[0]).values();
        switch (operator) {
            case NEGATE -> negate(values, out, size);
            case ABS -> abs(values, out, size);
            case FLOOR -> floor(values, out, size);
            case CEIL -> ceil(values, out, size);
            case TRUNCATE -> truncate(values, out, size);
            case SIGN -> sign(values, out, size);
        }
        return new DoubleColumn(out, result.validity());
    }

    private static void negate(double[] values, double[] out, int size) {
        for (int i = 0; i < size; i++) {
            out[i] = -values[i];
        }
    }

    private static void abs(double[] values, double[] out, int size) {
        for (int i = 0; i < size; i++) {
            out[i] = Math.abs(values[i]);
        }
    }

    private static void floor(double[] values, double[] out, int size) {
        for (int i = 0; i < size; i++) {
            out[i] = Math.floor(values[i]);
        }
    }

    private static void ceil(double[] values, double[] out, int size) {
        for (int i = 0; i < size; i++) {
            out[i] = Math.ceil(values[i]);
        }
    }

    private static void truncate(double[] values, double[] out, int size) {
        for (int i = 0; i < size; i++) {
            out[i] = values[i] < 0 ? Math.ceil(values[i]) : Math.floor(values[i]);
        }
    }

    private static void sign(double[] values, double[] out, int size) {
        for (int i = 0; i < size; i++) {
            out[i] = Math.signum(values[i]);
        }
    }
}
