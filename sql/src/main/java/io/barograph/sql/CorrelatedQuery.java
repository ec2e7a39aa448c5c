package io.barograph.sql;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Schema;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.expr.Expr;
import io.barograph.core.expr.Functions;
import io.barograph.core.merge.MergeTable;
import io.barograph.core.merge.MergedGroups;
import io.barograph.core.plan.JoinKind;
import io.barograph.core.plan.Plan;
import io.barograph.core.plan.rewrite.ColumnUse;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.jspecify.annotations.Nullable;

/**
 * A sub-query whose WHERE compares its rows with the row around it. Conditions on its own columns filter it; the others
 * are conditions of a join, over the columns of the rows around it and, behind them, its own.
 */
final class CorrelatedQuery {
    private final QueryBinder queries;
    private final ParsedQuery query;
    private final SqlSelect select;
    private final Relation from;
    private final ExpressionBinder outer;
    /** Binds what names only the sub-query's own columns. */
    private final ExpressionBinder own;

    /** How many columns lie before the sub-query's. */
    private final int width;

    private final List<Expr> conditions = new ArrayList<>();

    CorrelatedQuery(QueryBinder queries, SqlSelect select, Relation from, ExpressionBinder outer) {
        this(
                queries,
                select,
                from,
                outer,
                new ExpressionBinder(queries, from),
                outer.plan().schema().size());
        own.allowJoins();
    }

    private CorrelatedQuery(
            QueryBinder queries,
            SqlSelect select,
            Relation from,
            ExpressionBinder outer,
            ExpressionBinder own,
            int width) {
        this.queries = queries;
        this.query = queries.query();
        this.select = select;
        this.from = from;
        this.outer = outer;
        this.own = own;
        this.width = width;
    }

    boolean isCorrelated() {
        SqlNode where = select.getWhere();
        return where != null && namesOuter(where);
    }

    /** Whether a node, sub-queries in it left aside, names a column that only the query around has. */
    private boolean namesOuter(SqlNode node) {
        if (node instanceof SqlIdentifier name) {
            return !name.isStar() && own.names().find(name) < 0 && outer.names().find(name) >= 0;
        }
        if (node instanceof SqlCall call && !call.getKind().belongsTo(SqlKind.QUERY)) {
            return call.getOperandList().stream().anyMatch(operand -> operand != null && namesOuter(operand));
        }
        return node instanceof SqlNodeList list && list.stream().anyMatch(this::namesOuter);
    }

    void bindWhere() {
        ExpressionBinder across = new Across();
        for (SqlNode condition : ExpressionBinder.conjuncts(select.getWhere())) {
            if (namesOuter(condition)) {
                conditions.add(across.condition(condition, "WHERE"));
            } else {
                own.filter(condition, "WHERE");
            }
        }
    }

    /** Names are looked up in the sub-query first, then around it. */
    private final class Across extends ExpressionBinder {
        Across() {
            super(queries, from);
        }

        @Override
        Expr identifier(SqlIdentifier name) {
            int index = name.isStar() ? -1 : names().find(name);
            if (index >= 0) {
                return new Expr.ColumnRef(width + index, names().column(index).type());
            }
            int around = name.isStar() ? -1 : outer.names().find(name);
            return around < 0
                    ? super.identifier(name)
                    : new Expr.ColumnRef(around, outer.names().column(around).type());
        }
    }

    /** The rows of the sub-query that its own conditions let pass. */
    Plan plan() {
        return own.plan();
    }

    /** What a row around it and one of its own have to fulfil. */
    List<Expr> conditions() {
        return conditions;
    }

    /** The same sub-query where more columns lie before its own. */
    CorrelatedQuery behind(int otherWidth) {
        CorrelatedQuery moved = new CorrelatedQuery(queries, select, from, outer, own, otherWidth);
        conditions.forEach(condition -> moved.conditions.add(moved.moved(condition, this)));
        return moved;
    }

    /** An expression over the columns as another sees them, over those that this one sees. */
    Expr moved(Expr expression, CorrelatedQuery before) {
        return ColumnUse.replace(
                expression,
                column -> column.index() < before.width
                        ? column
                        : new Expr.ColumnRef(column.index() - before.width + width, column.type()));
    }

    /** Refuses what makes other rows of those that WHERE lets pass. */
    void requireRows(SqlNode body) {
        boolean grouped = select.getGroup() != null
                || select.getHaving() != null
                || select.getSelectList().stream().anyMatch(AggregateBinder::writesAggregate);
        if (grouped) {
            throw query.error(
                    ErrorCode.NOT_SUPPORTED,
                    body,
                    "groups in an EXISTS or IN that names columns of the query around it are not supported; join with a"
                            + " sub-query in FROM that groups by those columns");
        }
    }

    /** What the only item of the SELECT list is, over the columns of both. */
    Expr onlyItem(SqlNode body) {
        SqlNode item = item(body);
        return new Across().bind(item);
    }

    private SqlNode item(SqlNode body) {
        SqlNodeList items = select.getSelectList();
        SqlNode item = items.get(0);
        if (items.size() != 1 || item instanceof SqlIdentifier name && name.isStar()) {
            throw query.error(
                    ErrorCode.INVALID_ARGUMENT,
                    body,
                    "a sub-query that stands for a value needs one column; this one has "
                            + (items.size() == 1 ? "*" : String.valueOf(items.size())));
        }
        return item.getKind() == SqlKind.AS ? ((SqlCall) item).operand(0) : item;
    }

    /** The value of an aggregate over the rows that belong to the row around: grouped once, then joined. */
    Expr scalar(SqlSelect body) {
        SqlNode item = item(body);
        if (select.getGroup() != null || select.getHaving() != null || !AggregateBinder.writesAggregate(item)) {
            throw query.error(
                    ErrorCode.NOT_SUPPORTED,
                    body,
                    "a sub-query that names columns of the query around it has to yield one aggregate, such as max(x); for"
                            + " a column of another table write a JOIN");
        }
        List<Expr> around = new ArrayList<>();
        List<Expr> keys = new ArrayList<>();
        for (Expr condition : conditions) {
            addKey(body, condition, around, keys);
        }
        List<Expr> distinct = keys.stream().distinct().toList();
        AggregateBinder groups = new AggregateBinder(queries, from, own, GroupBy.Grouping.of(distinct));
        Expr value = groups.bind(item);
        Plan.Aggregate grouped = (Plan.Aggregate) groups.plan();
        List<Expr> equalities = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            Expr key = new Expr.ColumnRef(
                    width + distinct.indexOf(keys.get(i)), keys.get(i).type());
            equalities.add(Functions.call("=", List.of(around.get(i), key)));
        }
        outer.replacePlan(Plan.Join.on(outer.plan(), grouped, JoinKind.LEFT, SubQueryBinder.and(equalities)));
        List<Expr.Literal> empty = overNothing(grouped);
        return ColumnUse.replace(value, column -> {
            Expr joined = new Expr.ColumnRef(width + column.index(), column.type());
            int call = column.index() - distinct.size();
            return call < 0 || empty.get(call).value() == null
                    ? joined
                    : Functions.call("coalesce", List.of(joined, empty.get(call)));
        });
    }

    private void addKey(SqlNode body, Expr condition, List<Expr> around, List<Expr> keys) {
        if (condition instanceof Expr.Call call && call.function().equals("=")) {
            for (int own = 0; own < 2; own++) {
                BitSet ours = ColumnUse.of(call.argument(own));
                BitSet theirs = ColumnUse.of(call.argument(1 - own));
                if (ours.nextSetBit(0) >= width && theirs.length() <= width) {
                    keys.add(ColumnUse.replace(
                            call.argument(own), column -> new Expr.ColumnRef(column.index() - width, column.type())));
                    around.add(call.argument(1 - own));
                    return;
                }
            }
        }
        throw unequal(body);
    }

    private BarographException unequal(SqlNode body) {
        return query.error(
                ErrorCode.NOT_SUPPORTED,
                body,
                "an aggregate over rows that belong to the row around it needs them found by equality, as in WHERE t.id ="
                        + " around.id; otherwise write a JOIN with that condition, and GROUP BY");
    }

    /** What each call yields over no rows: 0 for a count, NULL for most. */
    private static List<Expr.Literal> overNothing(Plan.Aggregate grouped) {
        Schema input = grouped.input().schema();
        int keys = grouped.keys().size();
        Schema results = new Schema(
                grouped.schema().fields().subList(keys, grouped.schema().size()));
        Plan.Aggregate all = new Plan.Aggregate(new Plan.Values(input, List.of()), List.of(), grouped.calls(), results);
        Batch row =
                MergedGroups.of(List.of(new MergeTable(input, all))).reader().read(0, 1);
        List<Expr.Literal> values = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            @Nullable Object value = row.column(i).value(0);
            values.add(new Expr.Literal(results.type(i), value));
        }
        return values;
    }
}
