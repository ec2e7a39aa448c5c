package io.barograph.core.column;

/** What is not there, or nobody looks at: NULL in every row. */
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
