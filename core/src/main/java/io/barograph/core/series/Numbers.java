package io.barograph.core.series;

import io.barograph.core.column.Column;
import io.barograph.core.column.DecimalColumn;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.LongColumn;

/** Columns of numbers as doubles: BIGINT and DECIMAL to the nearest. */
public final class Numbers {
    private Numbers() {}

    /** The column itself where it is of type DOUBLE, else a new one. */
    public static DoubleColumn of(Column column, int size) {
        if (column instanceof DoubleColumn doubles) {
            return doubles;
        }
        double[] values = new double[size];
        for (int i = 0; i < size; i++) {
            values[i] = column.validity().isPresent(i) ? value(column, i) : 0;
        }
        return new DoubleColumn(values, column.validity());
    }

    private static double value(Column column, int row) {
        if (column instanceof LongColumn longs) {
            return longs.values()[row];
        }
        DecimalColumn decimals = (DecimalColumn) column;
        return DecimalColumn.number(
                        decimals.high()[row],
                        decimals.low()[row],
                        decimals.type().scale())
                .doubleValue();
    }
}
