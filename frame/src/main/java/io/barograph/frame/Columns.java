package io.barograph.frame;

import io.barograph.core.column.Schema;
import io.barograph.core.column.Validity;
import io.barograph.core.engine.RunSummary;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import java.math.BigDecimal;
import java.util.List;

/**
 * An answer as arrays, one per column, each as long as the answer. The arrays are the caller's.
 *
 * <p>At a NULL an array holds 0, NaN or null: {@link #isNull} tells.
 */
public final class Columns {
    private final Schema schema;
    private final int size;
    private final List<Object> arrays;
    private final List<Validity> validities;
    private final RunSummary summary;

    Columns(Schema schema, int size, List<Object> arrays, List<Validity> validities, RunSummary summary) {
        this.schema = schema;
        this.size = size;
        this.arrays = arrays;
        this.validities = validities;
        this.summary = summary;
    }

    /** What was read, and how much of it was rejected, late or undefined. */
    public RunSummary summary() {
        return summary;
    }

    public Schema schema() {
        return schema;
    }

    /** The number of rows. */
    public int size() {
        return size;
    }

    /** A BIGINT column, TIMESTAMP or INTERVAL in nanoseconds, or DATE in days since 1970-01-01. */
    public long[] longs(String column) {
        return as(long[].class, column);
    }

    /** A DOUBLE column; NaN at a NULL. */
    public double[] doubles(String column) {
        return as(double[].class, column);
    }

    /** A DECIMAL column; null at a NULL. */
    public BigDecimal[] decimals(String column) {
        return as(BigDecimal[].class, column);
    }

    public boolean[] booleans(String column) {
        return as(boolean[].class, column);
    }

    /** A VARCHAR column; null at a NULL. */
    public String[] strings(String column) {
        return as(String[].class, column);
    }

    public boolean isNull(String column, int row) {
        return validities.get(Row.index(schema, column)).isNull(row);
    }

    private <T> T as(Class<T> wanted, String column) {
        int index = Row.index(schema, column);
        Object array = arrays.get(index);
        if (!wanted.isInstance(array)) {
            throw new BarographException(
                    ErrorCode.TYPE_MISMATCH,
                    "column " + column + " is " + schema.type(index) + " and comes as "
                            + array.getClass().getSimpleName() + ", not as " + wanted.getSimpleName());
        }
        return wanted.cast(array);
    }
}
