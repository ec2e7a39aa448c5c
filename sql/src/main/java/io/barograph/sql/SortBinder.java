package io.barograph.sql;

import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.expr.Expr;
import io.barograph.core.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlNumericLiteral;

/** Reads ORDER BY: positions and names of the result come first, then expressions. NULL is last unless the text says otherwise. */
final class SortBinder {
    /**
     * One thing to sort by.
     *
     * @param output index of a column of the result, or -1 where it is an expression
     */
    record Item(SqlNode expression, int output, boolean descending, boolean nullsFirst) {
        Plan.SortKey on(int column) {
            return new Plan.SortKey(column, descending, nullsFirst);
        }
    }

    private final ParsedQuery query;
    private final List<String> names;

    /** @param names of the result's columns */
    SortBinder(ParsedQuery query, List<String> names) {
        this.query = query;
        this.names = names;
    }

    /**
     * What an ORDER BY names: of ALL, every column of the result from left to right.
     *
     * @param columns what the result is computed over
     */
    List<Item> items(SqlNodeList order, NameLookup columns) {
        List<Item> items = new ArrayList<>();
        for (SqlNode node : order) {
            Item item = item(node);
            if (order.size() == 1 && item.output() < 0 && isAll(item.expression(), columns)) {
                for (int output = 0; output < names.size(); output++) {
                    items.add(new Item(item.expression(), output, item.descending(), item.nullsFirst()));
                }
            } else {
                items.add(item);
            }
        }
        return items;
    }

    /** Whether something is the word ALL, and no column. */
    static boolean isAll(SqlNode node, NameLookup columns) {
        return node instanceof SqlIdentifier name
                && name.isSimple()
                && name.getSimple().equalsIgnoreCase("ALL")
                && columns.find(name) < 0;
    }

    Item item(SqlNode node) {
        SqlNode expression = node;
        boolean descending = false;
        boolean nullsFirst = false;
        while (true) {
            if (expression.getKind() == SqlKind.NULLS_FIRST || expression.getKind() == SqlKind.NULLS_LAST) {
                nullsFirst = expression.getKind() == SqlKind.NULLS_FIRST;
            } else if (expression.getKind() == SqlKind.DESCENDING) {
                descending = true;
            } else {
                break;
            }
            expression = ((SqlCall) expression).operand(0);
        }
        return new Item(expression, output(expression), descending, nullsFirst);
    }

    private int output(SqlNode expression) {
        if (expression instanceof SqlNumericLiteral number) {
            return ordinal(query, number, names.size(), "ORDER BY");
        }
        return expression instanceof SqlIdentifier name && name.isSimple() ? find(name.getSimple()) : -1;
    }

    private int find(String name) {
        int similar = -1;
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).equals(name)) {
                return i;
            }
            if (similar < 0 && names.get(i).equalsIgnoreCase(name)) {
                similar = i;
            }
        }
        return similar;
    }

    /** The index of the result's column that a position from 1 means. */
    static int ordinal(ParsedQuery query, SqlNumericLiteral number, int columns, String clause) {
        String text = query.token(number).text();
        boolean whole = text.length() < 10 && text.chars().allMatch(Character::isDigit);
        int position = whole ? Integer.parseInt(text) : 0;
        if (position < 1 || position > columns) {
            throw query.error(
                    ErrorCode.INVALID_ARGUMENT,
                    number,
                    clause + " " + text + ": the SELECT list has columns 1 to " + columns);
        }
        return position - 1;
    }

    /** Sorts by keys over the plan's columns and the computed ones behind them, which then fall away. */
    static Plan sorted(Plan plan, List<Expr> computed, List<Plan.SortKey> keys) {
        if (computed.isEmpty()) {
            return new Plan.Sort(plan, keys);
        }
        List<Expr> expressions = columns(plan.schema());
        List<Field> fields = new ArrayList<>(plan.schema().fields());
        for (Expr expression : computed) {
            fields.add(new Field("$" + fields.size(), expression.type()));
            expressions.add(expression);
        }
        Plan wide = new Plan.Project(plan, expressions, new Schema(fields));
        return new Plan.Project(new Plan.Sort(wide, keys), columns(plan.schema()), plan.schema());
    }

    /** References to all columns of a schema. */
    static List<Expr> columns(Schema schema) {
        List<Expr> columns = new ArrayList<>();
        for (int i = 0; i < schema.size(); i++) {
            Type type = schema.type(i);
            columns.add(new Expr.ColumnRef(i, type));
        }
        return columns;
    }
}
