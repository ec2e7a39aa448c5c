package io.barograph.sql;

import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.expr.Expr;
import io.barograph.core.expr.Functions;
import io.barograph.core.plan.JoinKind;
import io.barograph.core.plan.Plan;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;

/**
 * Binds what {@link PivotText} made of UNPIVOT: every row once per column that is named, with the column's name and its value
 * there. Rows meet a table of the columns' numbers, so that they are read once.
 */
final class UnpivotBinder {
    private final ParsedQuery query;
    private final Relation input;
    private final ExpressionBinder rows;
    /** The columns that become rows: where they stand, what they hold, how they are called. */
    private final List<SqlNode> places = new ArrayList<>();

    private final List<Expr> values = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private final Set<Integer> used = new LinkedHashSet<>();

    private UnpivotBinder(QueryBinder queries, SqlSelect select) {
        this.query = queries.query();
        this.input = new FromBinder(queries).bind(select.getFrom());
        this.rows = new ExpressionBinder(queries, input);
    }

    static boolean isUnpivot(SqlSelect select) {
        return !select.getSelectList().isEmpty()
                && select.getSelectList().get(0) instanceof SqlCall call
                && call.getOperator().getName().equals(PivotText.UNPIVOT);
    }

    /** The rows that a SELECT stands for of which {@link #isUnpivot} is true. */
    static Relation bind(QueryBinder queries, SqlSelect select) {
        UnpivotBinder binder = new UnpivotBinder(queries, select);
        SqlCall mark = (SqlCall) select.getSelectList().get(0);
        List<SqlNode> nodes =
                select.getSelectList().subList(1, select.getSelectList().size());
        for (SelectItem item : SelectItem.list(binder.query, nodes, binder.rows.names())) {
            if (item.column() >= 0) {
                binder.add(item.expression(), item.column(), item.name());
            } else {
                binder.add(item.expression());
            }
        }
        return binder.relation(mark);
    }

    private void add(SqlNode item) {
        SqlNode node = item;
        String alias = null;
        if (item instanceof SqlCall named && named.getOperator().getName().equals(PivotText.NAMED)) {
            node = named.operand(0);
            alias = query.string((SqlLiteral) named.operand(1));
        }
        if (!(node instanceof SqlIdentifier name)) {
            throw query.error(
                    ErrorCode.NOT_SUPPORTED,
                    node,
                    "UNPIVOT takes columns by their names; compute others in a sub-query: UNPIVOT (SELECT …) ON …");
        }
        // Says what is wrong with a name that is no column's, or several columns'.
        rows.bind(name);
        int column = rows.names().find(name);
        add(node, column, alias == null ? input.columns().get(column).name() : alias);
    }

    private void add(SqlNode place, int column, String name) {
        used.add(column);
        places.add(place);
        values.add(rows.reference(column));
        names.add(name);
    }

    private Relation relation(SqlCall mark) {
        boolean withNulls = ((SqlLiteral) mark.operand(2)).booleanValue();
        Type type = rows.calls()
                .commonTypeOf(values)
                .orElseThrow(
                        () -> query.error(
                                ErrorCode.TYPE_MISMATCH,
                                places.get(0),
                                "the columns of UNPIVOT have one type; convert those that differ in a sub-query, as in x::VARCHAR"));
        Schema numbers = Schema.of(new Field("$column", Type.BIGINT), new Field("$name", Type.VARCHAR));
        List<List<Expr.Literal>> table = new ArrayList<>();
        List<Expr> choice = new ArrayList<>();
        int width = input.columns().size();
        Expr number = new Expr.ColumnRef(width, Type.BIGINT);
        for (int i = 0; i < values.size(); i++) {
            Expr.Literal at = new Expr.Literal(Type.BIGINT, (long) i);
            table.add(List.of(at, new Expr.Literal(Type.VARCHAR, names.get(i))));
            choice.add(Functions.call("=", List.of(number, at)));
            choice.add(rows.castTo(places.get(i), "cast", values.get(i), type));
        }
        choice.add(new Expr.Literal(type, null));
        Plan paired = Plan.Join.on(rows.plan(), new Plan.Values(numbers, table), JoinKind.INNER, null);
        List<Expr> expressions = new ArrayList<>();
        List<Field> fields = new ArrayList<>();
        List<Relation.Column> columns = new ArrayList<>();
        for (int i = 0; i < width; i++) {
            Relation.Column column = input.columns().get(i);
            if (!used.contains(i) && !column.hidden()) {
                expressions.add(input.reference(i));
                fields.add(new Field(column.name(), column.type()));
                columns.add(column);
            }
        }
        int time = input.time() < 0 ? Relation.NO_TIME : expressions.indexOf(input.reference(input.time()));
        expressions.add(new Expr.ColumnRef(width + 1, Type.VARCHAR));
        expressions.add(new Expr.Call("case", choice, type));
        for (int i = 0; i < 2; i++) {
            String name = query.string((SqlLiteral) mark.operand(i));
            Type of = i == 0 ? Type.VARCHAR : type;
            fields.add(new Field(name, of));
            columns.add(new Relation.Column(List.of(), name, of));
        }
        Plan all = new Plan.Project(paired, expressions, new Schema(fields));
        Expr value = new Expr.ColumnRef(expressions.size() - 1, type);
        Plan shown = withNulls ? all : new Plan.Filter(all, Functions.call("is not null", List.of(value)));
        return new Relation(shown, columns, time);
    }
}
