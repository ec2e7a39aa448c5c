package io.barograph.cli.summarize;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.engine.ResultSink;
import io.barograph.sql.ColumnStatistic;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The query that profiles every column of a table at once, and what its one row says.
 *
 * <p>A sink of that query's answer: {@link #sql} first, then the rows, then the accessors.
 */
public final class ColumnProfile implements ResultSink {
    private final Schema table;
    private final @Nullable Object[][] values;
    private long rows;

    /** @param table the schema whose columns are profiled */
    public ColumnProfile(Schema table) {
        this.table = table;
        this.values = new Object[table.size()][ColumnStatistic.values().length];
    }

    /** The query, over a table of this name. */
    public String sql(String tableName) {
        List<String> calls = new ArrayList<>(List.of("count(*)"));
        for (Field field : table.fields()) {
            for (ColumnStatistic statistic : ColumnStatistic.values()) {
                if (statistic.isAskedOf(field.type())) {
                    calls.add(statistic.call(quoted(field.name())));
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
            for (ColumnStatistic statistic : ColumnStatistic.values()) {
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
        return rows - count(column, ColumnStatistic.PRESENT);
    }

    /** A count that was asked of the column, or 0. */
    public long count(int column, ColumnStatistic statistic) {
        return values[column][statistic.ordinal()] instanceof Long count ? count : 0;
    }

    /** Puts an exact value in the place of an approximate one. */
    void set(int column, ColumnStatistic statistic, Object value) {
        values[column][statistic.ordinal()] = value;
    }

    /** The same of a column by its name, which the schema has. */
    @Nullable
    Object value(String name, ColumnStatistic statistic) {
        return value(table.indexOf(name), statistic);
    }

    /** A statistic's value: null, Boolean, Long, Double, BigDecimal or String. */
    public @Nullable Object value(int column, ColumnStatistic statistic) {
        return values[column][statistic.ordinal()];
    }
}
