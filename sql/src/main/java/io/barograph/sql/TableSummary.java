package io.barograph.sql;

import io.barograph.core.column.Field;
import io.barograph.core.plan.Query;
import io.barograph.core.source.Catalog;
import io.barograph.core.source.TableDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code SUMMARIZE} as a query: a row for each column of a table, in the table's order. */
public final class TableSummary {
    private static final String TABLE = "summarized";
    private static final List<ColumnStatistic> TOLD = Stream.of(ColumnStatistic.values())
            .filter(statistic -> statistic != ColumnStatistic.PRESENT)
            .toList();

    private TableSummary() {}

    /**
     * The query. Its columns are {@code column}, {@code type} and {@code nulls}, then those of {@link ColumnStatistic}, NULL where one is
     * not asked of the column's type: {@code min} and {@code max} as texts, the others as numbers. Those whose names begin with {@code
     * approx_} are approximate as the functions are.
     *
     * @param opener opens the table
     */
    public static Query query(TableDescription table, Catalog opener) {
        List<String> rows = new ArrayList<>();
        List<Field> fields = table.schema().fields();
        for (int column = 0; column < fields.size(); column++) {
            rows.add(row(column, fields.get(column)));
        }
        String sql = "SELECT \"column\", \"type\", nulls, "
                + TOLD.stream().map(TableSummary::name).collect(Collectors.joining(", ")) + " FROM ("
                + String.join(" UNION ALL ", rows) + ") ORDER BY place";
        return ((Statement.Select) SqlPlanner.plan(sql, new KnownTable(table, opener))).query();
    }

    private static String row(int place, Field field) {
        String column = quoted(field.name());
        List<String> cells = new ArrayList<>();
        cells.add(place + " AS place");
        cells.add(text(field.name()) + " AS \"column\"");
        cells.add(text(field.type().name()) + " AS \"type\"");
        cells.add("count(*) - " + ColumnStatistic.PRESENT.call(column) + " AS nulls");
        for (ColumnStatistic statistic : TOLD) {
            String value = statistic.isAskedOf(field.type()) ? value(statistic, column) : "NULL";
            cells.add("CAST(" + value + " AS " + type(statistic) + ") AS " + name(statistic));
        }
        return "SELECT " + String.join(", ", cells) + " FROM " + TABLE;
    }

    /** An estimate may exceed what it estimates, but not what there is. */
    private static String value(ColumnStatistic statistic, String column) {
        String call = statistic.call(column);
        return statistic == ColumnStatistic.DISTINCT
                ? "least(" + call + ", " + ColumnStatistic.PRESENT.call(column) + ")"
                : call;
    }

    private static String type(ColumnStatistic statistic) {
        return switch (statistic) {
            case MIN, MAX -> "VARCHAR";
            case PRESENT, DISTINCT -> "BIGINT";
            case P25, MEDIAN, P75, MEAN, STDDEV -> "DOUBLE";
        };
    }

    private static String name(ColumnStatistic statistic) {
        boolean isApproximate = statistic == ColumnStatistic.DISTINCT || statistic.isQuantile();
        return quoted((isApproximate ? "approx_" : "") + statistic.name().toLowerCase(Locale.ROOT));
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    private static String text(String value) {
        return "'" + value.replace("'", "''") + "'";
    }
}
