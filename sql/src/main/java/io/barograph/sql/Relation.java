package io.barograph.sql;

import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.expr.Expr;
import io.barograph.core.plan.Plan;
import java.util.ArrayList;
import java.util.List;

/**
 * A plan and what its columns are called: what names in expressions are looked up in.
 *
 * @param columns one per column of the plan, in its order
 * @param time index of the column that holds the rows' event time, or -1 where the text does not say
 */
record Relation(Plan plan, List<Column> columns, int time) {
    static final int NO_TIME = -1;

    /**
     * @param tables the names that may stand before the column's with a dot: an alias, or a table's name
     * @param hidden whether the column is meant only where its table's name stands before its own: one of two that USING
     *     has made one
     */
    record Column(List<String> tables, String name, Type type, boolean hidden) {
        Column(List<String> tables, String name, Type type) {
            this(tables, name, type, false);
        }
    }

    Relation {
        columns = List.copyOf(columns);
    }

    /** A relation whose columns are called as in the plan's schema. */
    static Relation of(Plan plan, List<String> tables) {
        return new Relation(
                plan,
                plan.schema().fields().stream()
                        .map(field -> new Column(tables, field.name(), field.type()))
                        .toList(),
                NO_TIME);
    }

    /** The same rows under an alias, which hides the names before it. */
    Relation as(String alias) {
        return new Relation(
                plan,
                columns.stream()
                        .map(column -> new Column(
                                column.hidden() ? List.of() : List.of(alias),
                                column.name(),
                                column.type(),
                                column.hidden()))
                        .toList(),
                time);
    }

    /** The same rows with a new plan, whose columns are these and some that follow them, and their event time. */
    Relation extend(Plan extended, int eventTime) {
        List<Column> all = new ArrayList<>(columns);
        Schema schema = extended.schema();
        List<String> tables = columns.isEmpty() ? List.of() : columns.get(0).tables();
        for (int i = columns.size(); i < schema.size(); i++) {
            Field field = schema.field(i);
            all.add(new Column(tables, field.name(), field.type()));
        }
        return new Relation(extended, all, eventTime);
    }

    /**
     * What rows have become: the plan's columns, under the names of its tables.
     *
     * @param eventTime the name of the TIMESTAMP that rows went along; where no column is called so, they have no time
     */
    Relation become(Plan plan, String eventTime) {
        Relation whole = of(plan, columns.isEmpty() ? List.of() : columns.get(0).tables());
        int index = plan.schema().indexOf(eventTime);
        boolean isTime = index >= 0 && plan.schema().type(index) == Type.TIMESTAMP;
        return new Relation(plan, whole.columns(), isTime ? index : NO_TIME);
    }

    /** The same rows, a column hidden. */
    Relation hiding(int index) {
        List<Column> all = new ArrayList<>(columns);
        Column column = all.get(index);
        all.set(index, new Column(column.tables(), column.name(), column.type(), true));
        return new Relation(plan, all, time);
    }

    /** A reference to a column. */
    Expr.ColumnRef reference(int index) {
        return new Expr.ColumnRef(index, columns.get(index).type());
    }

    Relation with(Plan same) {
        return new Relation(same, columns, time);
    }
}
