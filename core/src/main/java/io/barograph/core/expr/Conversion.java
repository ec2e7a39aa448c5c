package io.barograph.core.expr;

import io.barograph.core.column.Batch;
import io.barograph.core.column.BooleanColumn;
import io.barograph.core.column.Column;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Type;

/** Casts between BOOLEAN, BIGINT and DOUBLE. */
final class Conversion implements Kernel {
    private final Type from;
    private final long[] longs;
    private final double[] doubles;
    private final boolean[] booleans;
    private final Type to;

    Conversion(Type from, Type to) {
        this.from = from;
        this.to = to;
        longs = new long[to == Type.BIGINT ? Batch.CAPACITY : 0];
        doubles = new double[to == Type.DOUBLE ? Batch.CAPACITY : 0];
        booleans = new boolean[to == Type.BOOLEAN ? Batch.CAPACITY : 0];
    }

    @Override
    public Column apply(Column[] arguments, int size, ResultValidity result) {
        Column source = arguments[0];
        return switch (to.kind()) {
            case BOOLEAN -> toBoolean(((LongColumn) source).values(), size, result);
            case BIGINT ->
                from == Type.DOUBLE
                        ? toLong(((DoubleColumn) source).values(), size, result)
                        : toLong(((BooleanColumn) source).values(), size, result);
            default ->
                from == Type.BIGINT
                        ? toDouble(((LongColumn) source).values(), size, result)
                        : toDouble(((BooleanColumn) source).values(), size, result);
        };
    }

    private Column toBoolean(long[] values, int size, ResultValidity result) {
        for (int i = 0; i < size; i++) {
            booleans[i] = values[i] != 0;
        }
        return new BooleanColumn(booleans, result.validity());
    }

    private Column toLong(double[] values, int size, ResultValidity result) {
        for (int i = 0; i < size; i++) {
            double nearest = Math.rint(values[i]);
            longs[i] = (long) nearest;
            if (!LongRange.contains(nearest)) {
                result.undefined(i);
            }
        }
        return new LongColumn(Type.BIGINT, longs, result.validity());
    }

    private Column toLong(boolean[] values, int size, ResultValidity result) {
        for (int i = 0; i < size; i++) {
            longs[i] = values[i] ? 1 : 0;
        }
        return new LongColumn(Type.BIGINT, longs, result.validity());
    }

    private Column toDouble(long[] values, int size, ResultValidity result) {
        for (int i = 0; i < size; i++) {
            doubles[i] = values[i];
        }
        return new DoubleColumn(doubles, result.validity());
    }

    private Column toDouble(boolean[] values, int size, ResultValidity result) {
        for (int i = 0; i < size; i++) {
            doubles[i] = values[i] ? 1 : 0;
        }
        return new DoubleColumn(doubles, result.validity());
    }
}
