package io.barograph.sql;

import io.barograph.core.plan.Plan;
import io.barograph.core.source.TableDescription;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Columns that tables have but that cannot be read: to be refused by name when a query uses them. */
final class UnreadableColumns {
    private UnreadableColumns() {}

    /** Why one of a name's parts is no column that can be read, nor passed on by a list of columns; null where none is one. */
    static @Nullable String refusal(Plan plan, List<String> names) {
        Map<String, TableDescription> beneath = new LinkedHashMap<>();
        collect(plan, true, beneath);
        for (Map.Entry<String, TableDescription> column : beneath.entrySet()) {
            for (String name : names) {
                if (name.equalsIgnoreCase(column.getKey())) {
                    return "column " + column.getKey() + " of '"
                            + column.getValue().name() + "' is "
                            + column.getValue().unreadable().get(column.getKey())
                            + ", which is not supported; the other columns can be used";
                }
            }
        }
        return null;
    }

    /** Why {@code *} does not stand for all columns; null where it does. */
    static @Nullable String refusalOfStar(Plan plan) {
        Map<String, TableDescription> columns = new LinkedHashMap<>();
        collect(plan, false, columns);
        if (columns.isEmpty()) {
            return null;
        }
        StringBuilder list = new StringBuilder();
        for (Map.Entry<String, TableDescription> column : columns.entrySet()) {
            list.append(list.isEmpty() ? "" : ", ")
                    .append(column.getKey())
                    .append(" (")
                    .append(column.getValue().unreadable().get(column.getKey()))
                    .append(')');
        }
        return "* stands for columns that are not supported: " + list
                + (plan.schema().size() == 0
                        ? "; there is no other column"
                        : "; name the columns that you want: "
                                + String.join(", ", plan.schema().names()));
    }

    /**
     * Finds, by name, the table that has the column, of the tables whose rows the plan passes on.
     *
     * @param listed whether also those of which a list of columns is passed on
     */
    private static void collect(Plan plan, boolean listed, Map<String, TableDescription> found) {
        if (plan instanceof Plan.Scan scan) {
            scan.table().unreadable().keySet().forEach(column -> found.putIfAbsent(column, scan.table()));
        } else if (!(plan instanceof Plan.Aggregate) && (listed || !(plan instanceof Plan.Project))) {
            plan.inputs().forEach(input -> collect(input, listed, found));
        }
    }
}
