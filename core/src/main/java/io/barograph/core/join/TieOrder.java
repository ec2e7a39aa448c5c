package io.barograph.core.join;

import io.barograph.core.column.Batch;
import io.barograph.core.column.BooleanColumn;
import io.barograph.core.column.Column;
import io.barograph.core.column.DecimalColumn;
import io.barograph.core.column.Dictionary;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.VarcharColumn;
import io.barograph.core.decimal.Int128;
import java.util.List;

/** The order of rows of one key and time: by the columns that the query names, ascending, NULL last. */
final class TieOrder {
    private final int[] columns;

    /** @param columns indexes of the rows' columns */
    TieOrder(List<Integer> columns) {
        this.columns = columns.stream().mapToInt(Integer::intValue).toArray();
    }

    int compare(Batch left, int leftRow, Batch right, int rightRow) {
        for (int column : columns) {
            int order = compare(left.column(column), leftRow, right.column(column), rightRow);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static int compare(Column left, int leftRow, Column right, int rightRow) {
        boolean leftNull = left.validity().isNull(leftRow);
        boolean rightNull = right.validity().isNull(rightRow);
        if (leftNull || rightNull) {
            return Boolean.compare(leftNull, rightNull);
        }
        if (left instanceof LongColumn longs) {
            return Long.compare(longs.values()[leftRow], ((LongColumn) right).values()[rightRow]);
        } else if (left instanceof DoubleColumn doubles) {
            return Long.compare(
                    OrderedValues.encode(doubles.values()[leftRow]),
                    OrderedValues.encode(((DoubleColumn) right).values()[rightRow]));
        } else if (left instanceof VarcharColumn texts) {
            VarcharColumn others = (VarcharColumn) right;
            return Dictionary.compare(
                    texts.dictionary(), texts.codes()[leftRow], others.dictionary(), others.codes()[rightRow]);
        } else if (left instanceof DecimalColumn decimals) {
            DecimalColumn others = (DecimalColumn) right;
            return Int128.compare(
                    decimals.high()[leftRow], decimals.low()[leftRow], others.high()[rightRow], others.low()[rightRow]);
        }
        return Boolean.compare(((BooleanColumn) left).values()[leftRow], ((BooleanColumn) right).values()[rightRow]);
    }
}
