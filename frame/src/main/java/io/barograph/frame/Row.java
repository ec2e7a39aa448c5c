package io.barograph.frame;

import io.barograph.core.column.Schema;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.error.NearNames;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One row of an answer, as Java values. Immutable. */
public final class Row {
    private final Schema schema;
    private final @Nullable Object[] values;

    Row(Schema schema, @Nullable Object[] values) {
        this.schema = schema;
        this.values = values;
    }

    /** The columns, by position. */
    public Schema schema() {
        return schema;
    }

    /**
     * The value of a column: Boolean, Long, Double, BigDecimal, String, Instant (TIMESTAMP), LocalDate (DATE), Duration
     * (INTERVAL), or null.
     *
     * @throws BarographException UNKNOWN_COLUMN
     */
    public @Nullable Object get(String column) {
        return values[index(schema, column)];
    }

    /**
     * The value of the column at an index from 0.
     *
     * @throws BarographException UNKNOWN_COLUMN
     */
    public @Nullable Object get(int index) {
        if (index < 0 || index >= values.length) {
            throw new BarographException(
                    ErrorCode.UNKNOWN_COLUMN,
                    "there is no column at index " + index + "; the row has " + values.length
                            + (values.length == 1 ? " column" : " columns") + ", counted from 0");
        }
        return values[index];
    }

    public boolean isNull(String column) {
        return get(column) == null;
    }

    public long getLong(String column) {
        return as(Long.class, column);
    }

    /** A DOUBLE, or a BIGINT widened. */
    public double getDouble(String column) {
        return as(Number.class, column).doubleValue();
    }

    public boolean getBoolean(String column) {
        return as(Boolean.class, column);
    }

    public String getString(String column) {
        return as(String.class, column);
    }

    public Instant getInstant(String column) {
        return as(Instant.class, column);
    }

    public BigDecimal getDecimal(String column) {
        return as(BigDecimal.class, column);
    }

    private <T> T as(Class<T> wanted, String column) {
        Object value = get(column);
        if (!wanted.isInstance(value)) {
            String kind = value == null ? "NULL" : "a " + value.getClass().getSimpleName();
            throw new BarographException(
                    ErrorCode.TYPE_MISMATCH,
                    "column " + column + " holds " + kind + " here, not a " + wanted.getSimpleName()
                            + (value == null ? "; ask isNull first, or take get(\"" + column + "\")" : ""));
        }
        return wanted.cast(value);
    }

    static int index(Schema schema, String column) {
        int index = schema.indexOf(column);
        if (index < 0) {
            throw new BarographException(
                    ErrorCode.UNKNOWN_COLUMN,
                    "there is no column " + column + NearNames.hint(column, schema.names(), "there are"));
        }
        return index;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Row that && schema.equals(that.schema) && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    /** {@code {device_id=7, mean=24.5}}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("{");
        for (int i = 0; i < values.length; i++) {
            text.append(i == 0 ? "" : ", ").append(schema.name(i)).append('=').append(values[i]);
        }
        return text.append('}').toString();
    }
}
