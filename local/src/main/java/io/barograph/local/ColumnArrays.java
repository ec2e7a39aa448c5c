package io.barograph.local;

import io.barograph.core.column.Batch;
import io.barograph.core.column.BooleanColumn;
import io.barograph.core.column.Column;
import io.barograph.core.column.DecimalColumn;
import io.barograph.core.column.Dictionary;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.core.column.VarcharColumn;

/** Arrays of one type for a batch's values, filled again and again. For one thread. */
final class ColumnArrays {
    static final Dictionary NO_TEXTS = new Dictionary();

    private final Type type;
    private final Object values;
    private final long[] high;

    ColumnArrays(Type type) {
        this.type = type;
        this.values = switch (type.kind()) {
            case BOOLEAN -> new boolean[Batch.CAPACITY];
            case DOUBLE -> new double[Batch.CAPACITY];
            case VARCHAR -> new int[Batch.CAPACITY];
            case DECIMAL, BIGINT, TIMESTAMP, INTERVAL, DATE -> new long[Batch.CAPACITY];
        };
        this.high = new long[type.isDecimal() ? Batch.CAPACITY : 0];
    }

    /** The array of values, by type; of DECIMAL their low words, of VARCHAR their codes. */
    Object values() {
        return values;
    }

    /** Of DECIMAL: the values' high words. */
    long[] high() {
        return high;
    }

    /**
     * A column over the arrays.
     *
     * @param texts that codes are of; else nothing to it
     */
    Column column(Dictionary texts, Validity validity) {
        return switch (type.kind()) {
            case BOOLEAN -> new BooleanColumn((boolean[]) values, validity);
            case DOUBLE -> new DoubleColumn((double[]) values, validity);
            case VARCHAR -> new VarcharColumn((int[]) values, texts, validity);
            case DECIMAL -> new DecimalColumn(type, high, (long[]) values, validity);
            case BIGINT, TIMESTAMP, INTERVAL, DATE -> new LongColumn(type, (long[]) values, validity);
        };
    }
}
