package io.barograph.sql;

import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.expr.Expr;
import io.barograph.core.expr.Functions;
import io.barograph.core.plan.AggregateCall;
import io.barograph.core.plan.JoinKind;
import io.barograph.core.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.jspecify.annotations.Nullable;

/**
 * Binds sub-queries within expressions. One that names nothing of the query around it is computed once: a scalar, or the
 * right side of a join for IN. A correlated one becomes a join beneath the expression: EXISTS and IN mark the rows that
 * find a match, a scalar aggregate is grouped by the columns that are compared with those around it.
 */
final class SubQueryBinder {
    private static final Expr UNKNOWN = new Expr.Literal(Type.BOOLEAN, null);

    private final QueryBinder queries;
    private final ParsedQuery query;
    private final ExpressionBinder rows;

    /** @param rows binds the expressions that the sub-queries stand in */
    SubQueryBinder(QueryBinder queries, ExpressionBinder rows) {
        this.queries = queries;
        this.query = queries.query();
        this.rows = rows;
    }

    /** {@code EXISTS (SELECT …)}: true or false, never NULL. */
    Expr exists(SqlCall call) {
        SqlNode body = call.operand(0);
        CorrelatedQuery inner = correlated(body);
        if (inner == null) {
            Plan first = new Plan.Limit(queries.nested(rows.names()).bind(body).plan(), 0, 1);
            return Functions.call(">", List.of(count(first, List.of()), new Expr.Literal(Type.BIGINT, 0L)));
        }
        inner.requireRows(body);
        return mark(body, inner.plan(), and(inner.conditions()));
    }

    /**
     * {@code x IN (SELECT …)} and {@code x NOT IN (SELECT …)}.
     *
     * @param truth whether it only matters if it is true, as in WHERE: then NULL may as well be false
     */
    Expr in(SqlCall call, boolean truth) {
        boolean negated = call.getKind() == SqlKind.NOT_IN;
        if (call.operand(0).getKind() == SqlKind.ROW) {
            throw query.error(
                    ErrorCode.NOT_SUPPORTED,
                    call.operand(0),
                    "several values in one IN are not supported yet; write "
                            + (negated
                                    ? "NOT EXISTS (SELECT 1 FROM … WHERE (a = x AND b = y) IS NOT FALSE)"
                                    : "EXISTS (SELECT 1 FROM … WHERE a = x AND b = y)"));
        }
        Expr value = rows.bind(call.operand(0));
        SqlNode body = call.operand(1);
        CorrelatedQuery inner = correlated(body);
        Expr matched;
        Expr unknown;
        if (inner == null) {
            Relation relation = queries.nested(rows.names()).bind(body);
            requireOneColumn(body, relation.columns().size());
            Plan values = SetOperationBinder.nullsOf(value.type(), relation.plan());
            Expr other = new Expr.ColumnRef(width(), values.schema().type(0));
            Expr equal = rows.calls().call(call, "=", List.of(value, other), List.of(call.operand(0), body));
            if (truth && !negated) {
                return mark(body, values, equal);
            }
            Plan distinct = SetOperationBinder.distinct(values);
            matched = mark(body, distinct, equal);
            unknown = isUnknown(value, distinct);
        } else {
            inner.requireRows(body);
            Expr other = inner.onlyItem(body);
            List<Expr> conditions = new ArrayList<>(inner.conditions());
            Expr equal = rows.calls().call(call, "=", List.of(value, other), List.of(call.operand(0), body));
            Expr either = Functions.call("or", List.of(call("is null", value), call("is null", other)));
            conditions.add(equal);
            matched = mark(body, inner.plan(), and(conditions));
            if (truth && !negated) {
                return matched;
            }
            // The columns of the sub-query lie behind those that the first mark has added by one.
            CorrelatedQuery again = inner.behind(width());
            List<Expr> nulls = new ArrayList<>(again.conditions());
            nulls.add(again.moved(either, inner));
            unknown = mark(body, inner.plan(), and(nulls));
        }
        // NULL where nothing matches but something might: x IN S is matched OR (unknown AND NULL).
        return negated
                ? Functions.call(
                        "and",
                        List.of(call("not", matched), Functions.call("or", List.of(call("not", unknown), UNKNOWN))))
                : Functions.call("or", List.of(matched, Functions.call("and", List.of(unknown, UNKNOWN))));
    }

    /** Whether a value that equals none of these might: it is NULL and there are some, or one of them is NULL. */
    private Expr isUnknown(Expr value, Plan distinct) {
        Expr all = count(distinct, List.of());
        Expr present = count(distinct, List.of(0));
        Expr some = Functions.call(">", List.of(all, new Expr.Literal(Type.BIGINT, 0L)));
        return Functions.call(
                "or",
                List.of(
                        Functions.call(">", List.of(all, present)),
                        Functions.call("and", List.of(some, call("is null", value)))));
    }

    /** A sub-query that stands for a value. */
    Expr scalar(SqlCall call) {
        SqlNode body = call.getKind() == SqlKind.SCALAR_QUERY ? call.operand(0) : call;
        CorrelatedQuery inner = correlated(body);
        if (inner != null) {
            return inner.scalar((SqlSelect) body);
        }
        Relation relation = queries.nested(rows.names()).bind(body);
        requireOneColumn(body, relation.columns().size());
        return queries.addScalar(relation);
    }

    private void requireOneColumn(SqlNode body, int columns) {
        if (columns != 1) {
            throw query.error(
                    ErrorCode.INVALID_ARGUMENT,
                    body,
                    "a sub-query that stands for a value needs one column; this one has " + columns);
        }
    }

    /** The sub-query, where its WHERE names columns of the query around it; else null. */
    private @Nullable CorrelatedQuery correlated(SqlNode body) {
        if (!(body instanceof SqlSelect select) || select.getWhere() == null || select.getFrom() == null) {
            return null;
        }
        QueryBinder nested = queries.nested(rows.names());
        Relation from = new FromBinder(nested).bind(select.getFrom());
        CorrelatedQuery inner = new CorrelatedQuery(nested, select, from, rows);
        if (!inner.isCorrelated()) {
            return null;
        }
        requireJoins(body);
        inner.bindWhere();
        return inner;
    }

    private void requireJoins(SqlNode body) {
        if (!rows.allowsJoins()) {
            throw query.error(
                    ErrorCode.NOT_SUPPORTED,
                    body,
                    "IN (SELECT …) and sub-queries that name columns of the query around them can stand in WHERE and in the"
                            + " SELECT list of a query without groups; group in a sub-query in FROM, and write them around it");
        }
    }

    /** Joins the rows with a plan, and gives the column that says whether a row has found a match. */
    private Expr mark(SqlNode body, Plan right, Expr condition) {
        requireJoins(body);
        int column = width();
        rows.replacePlan(Plan.Join.on(rows.plan(), right, JoinKind.MARK, condition));
        return new Expr.ColumnRef(column, Type.BOOLEAN);
    }

    private int width() {
        return rows.plan().schema().size();
    }

    /** A scalar: how many rows a plan has; with a column, how many values. */
    private Expr count(Plan plan, List<Integer> column) {
        AggregateCall count = new AggregateCall("count", column, List.of(), false, -1, Type.BIGINT);
        Plan one = new Plan.Aggregate(plan, List.of(), List.of(count), Schema.of(new Field("count", Type.BIGINT)));
        return queries.addScalar(Relation.of(one, List.of()));
    }

    private static Expr call(String function, Expr argument) {
        return Functions.call(function, List.of(argument));
    }

    static Expr and(List<Expr> conditions) {
        return conditions.size() == 1 ? conditions.get(0) : Functions.call("and", conditions);
    }
}
