package io.barograph.formats;

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

/** What a file lacks that other files of its table have: NULL in every row. */
public final class AbsentColumn {
    private AbsentColumn() {}

    /** A column of this type that is NULL at every position of a batch. */
    public static Column of(Type type) {
        Validity none = Validity.of(new long[Validity.wordCount(Batch.CAPACITY)]);
        return switch (type.kind()) {
            case BIGINT, TIMESTAMP, INTERVAL, DATE -> new LongColumn(type, new long[Batch.CAPACITY], none);
            case DECIMAL -> new DecimalColumn(type, new long[Batch.CAPACITY], new long[Batch.CAPACITY], none);
            case DOUBLE -> new DoubleColumn(new double[Batch.CAPACITY], none);
            case BOOLEAN -> new BooleanColumn(new boolean[Batch.CAPACITY], none);
            case VARCHAR -> new VarcharColumn(new int[Batch.CAPACITY], new Dictionary(), none);
        };
    }
}
