package io.barograph.cli.summarize;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.engine.ResultSink;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The query that profiles every column of a table at once, and what its one row says.
 *
 * <p>A sink of that query's answer: {@link #sql} first, then the rows, then the accessors.
 */
public final class ColumnProfile implements ResultSink {
    /** What is asked of columns; an answer's texts come in this order, empty where it is not asked of the type. */
    public enum Statistic {
        PRESENT("count(%s)", Type.values()),
        DISTINCT("approx_count_distinct(%s)", Type.BIGINT, Type.DOUBLE, Type.VARCHAR, Type.TIMESTAMP),
        MIN("min(%s)", Type.values()),
        P25("approx_quantile(%s, 0.25)", Type.BIGINT, Type.DOUBLE),
        MEDIAN("approx_quantile(%s, 0.5)", Type.BIGINT, Type.DOUBLE),
        P75("approx_quantile(%s, 0.75)", Type.BIGINT, Type.DOUBLE),
        MAX("max(%s)", Type.values()),
        MEAN("avg(%s)", Type.BIGINT, Type.DOUBLE),
        STDDEV("stddev_samp(%s)", Type.BIGINT, Type.DOUBLE);

        static final List<Statistic> QUANTILES = List.of(P25, MEDIAN, P75);

        private final String call;
        private final List<Type> types;

        Statistic(String call, Type... types) {
            this.call = call;
            this.types = List.of(types);
        }

        /** Whether it is an approximate value of the column's own. */
        public boolean isQuantile() {
            return QUANTILES.contains(this);
        }

        /** The share of values that are not above this quantile. */
        double fraction() {
            return switch (this) {
                case P25 -> 0.25;
                case MEDIAN -> 0.5;
                case P75 -> 0.75;
                default -> throw new IllegalStateException(this + " is no quantile");
            };
        }

        boolean isAskedOf(Type type) {
            return types.contains(type);
        }
    }

    private final Schema table;
    private final @Nullable Object[][] values;
    private long rows;

    /** @param table the schema whose columns are profiled */
    public ColumnProfile(Schema table) {
        this.table = table;
        this.values = new Object[table.size()][Statistic.values().length];
    }

    /** The query, over a table of this name. */
    public String sql(String tableName) {
        List<String> calls = new ArrayList<>(List.of("count(*)"));
        for (Field field : table.fields()) {
            for (Statistic statistic : Statistic.values()) {
                if (statistic.isAskedOf(field.type())) {
                    calls.add(String.format(statistic.call, quoted(field.name())));
                }
            }
        }
        return "SELECT " + String.join(", ", calls) + " FROM " + tableName;
    }

    /** A column's name as SQL writes it whatever it holds. */
    public static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    @Override
    public void begin(Schema schema) {}

    @Override
    public void accept(Batch batch) {
        List<Object> row = batch.row(0);
        int at = 0;
        rows = (Long) row.get(at++);
        for (int column = 0; column < table.size(); column++) {
            for (Statistic statistic : Statistic.values()) {
                if (statistic.isAskedOf(table.type(column))) {
                    values[column][statistic.ordinal()] = row.get(at++);
                }
            }
        }
    }

    @Override
    public void end() {}

    /** Rows of the table. */
    public long rows() {
        return rows;
    }

    /** Rows in which the column is NULL. */
    public long nulls(int column) {
        return rows - count(column, Statistic.PRESENT);
    }

    /** A count that was asked of the column, or 0. */
    public long count(int column, Statistic statistic) {
        return values[column][statistic.ordinal()] instanceof Long count ? count : 0;
    }

    /** Puts an exact value in the place of an approximate one. */
    void set(int column, Statistic statistic, Object value) {
        values[column][statistic.ordinal()] = value;
    }

    /** A statistic's value: null, Boolean, Long, Double or String. */
    public @Nullable Object value(int column, Statistic statistic) {
        return values[column][statistic.ordinal()];
    }
}
