package io.barograph.cli.plot;

import io.barograph.cli.summarize.ColumnProfile;
import io.barograph.core.column.Field;
import io.barograph.core.column.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be drawn, and the SQL that asks for it.
 *
 * @param relation what stands behind FROM
 * @param time of the rows
 * @param key the column whose values are lines of their own, or null
 * @param metrics a panel each
 * @param where a condition on the rows, or null
 * @param from the first nanosecond wanted, or null
 * @param to the nanosecond behind the last one wanted, or null
 * @param mark the condition of rows to be marked, or null
 */
public record ChartQuery(
        String relation,
        TimeColumn time,
        @Nullable Field key,
        List<Metric> metrics,
        @Nullable String where,
        @Nullable Long from,
        @Nullable Long to,
        @Nullable String mark) {
    public ChartQuery {
        metrics = List.copyOf(metrics);
    }

    /** A text written by a user as one operand of an expression, whatever comments it ends with. */
    public static String operand(String condition) {
        return "(\n" + condition + "\n)";
    }

    /** Per key: the key as text, first and last time, rows, rows with a time. */
    String extents() {
        String at = time.sql();
        String columns = "min(" + at + "), max(" + at + "), count(*), count(" + at + ")";
        return "SELECT " + keySql() + ", " + columns + " FROM " + relation + where(List.of()) + " GROUP BY 1";
    }

    /**
     * Per key and column of the grid: what {@link BucketRows} reads.
     *
     * @param keys the lines wanted, or null for all
     * @param timesOfExtremes whether the times of least and greatest values are asked for
     */
    String buckets(TimeGrid grid, @Nullable Collection<String> keys, boolean timesOfExtremes) {
        String at = time.sql();
        List<String> columns = new ArrayList<>(List.of(keySql(), grid.sql(at)));
        for (Metric metric : metrics) {
            String value = metric.sql();
            String present = " FILTER (WHERE " + value + " IS NOT NULL)";
            columns.add("count(" + value + ")");
            columns.add("first(" + value + ", " + at + ")");
            columns.add("last(" + value + ", " + at + ")");
            columns.add("min(" + value + ")");
            columns.add("max(" + value + ")");
            columns.add("min(" + at + ")" + present);
            columns.add("max(" + at + ")" + present);
            if (timesOfExtremes) {
                columns.add("arg_min(" + at + ", " + value + ")");
                columns.add("arg_max(" + at + ", " + value + ")");
            }
            if (mark != null) {
                String marked = " FILTER (WHERE " + operand(mark) + ")";
                columns.add("count(" + value + ")" + marked);
                columns.add("min(" + value + ")" + marked);
                columns.add("max(" + value + ")" + marked);
                columns.add("arg_min(" + at + ", " + value + ")" + marked);
                columns.add("arg_max(" + at + ", " + value + ")" + marked);
            }
        }
        return "SELECT " + String.join(", ", columns) + " FROM " + relation + where(present(keys)) + " GROUP BY 1, 2";
    }

    private String where(List<String> more) {
        List<String> conditions = new ArrayList<>(more);
        if (from != null) {
            conditions.add(time.from(from));
        }
        return whereUpToEnd(conditions);
    }

    /** The condition of rows with a time before the end of the range, whenever it begins. */
    String whereUpToEnd(@Nullable Collection<String> keys) {
        return whereUpToEnd(present(keys));
    }

    private String whereUpToEnd(List<String> more) {
        List<String> conditions = new ArrayList<>(more);
        if (where != null) {
            conditions.add(operand(where));
        }
        if (to != null) {
            conditions.add(time.before(to));
        }
        return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
    }

    private List<String> present(@Nullable Collection<String> keys) {
        String hasTime = time.sql() + " IS NOT NULL";
        return keys == null ? List.of(hasTime) : List.of(hasTime, keyIn(keys));
    }

    /** The expression of the key: VARCHAR or BIGINT. */
    String keySql() {
        if (key == null) {
            return "CAST(NULL AS VARCHAR)";
        }
        String column = ColumnProfile.quoted(key.name());
        return isPlain(key.type()) ? column : "CAST(" + column + " AS VARCHAR)";
    }

    private String keyIn(Collection<String> keys) {
        List<String> literals = new ArrayList<>();
        String condition = "";
        for (String text : keys) {
            if (text.equals(KeyExtents.NULL)) {
                condition = " OR " + keySql() + " IS NULL";
            } else if (key != null && key.type() == Type.BIGINT) {
                literals.add(text);
            } else {
                literals.add("'" + text.replace("'", "''") + "'");
            }
        }
        String in = literals.isEmpty() ? "FALSE" : keySql() + " IN (" + String.join(", ", literals) + ")";
        return "(" + in + condition + ")";
    }

    private static boolean isPlain(Type type) {
        return type == Type.VARCHAR || type == Type.BIGINT;
    }
}
