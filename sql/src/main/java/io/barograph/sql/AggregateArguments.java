package io.barograph.sql;

import io.barograph.core.aggregate.AggregateFunction;
import io.barograph.core.aggregate.Aggregates;
import io.barograph.core.column.Type;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.expr.Expr;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;

/**
 * What an aggregate is called with: its arguments as they are written, or with what {@code ORDER BY} among them, or {@code
 * WITHIN GROUP} behind them, means for it. Answers do not depend on the order of rows, so that it concerns those alone that
 * pick or join values.
 *
 * @param function the aggregate, which may be another than is written: {@code first(x ORDER BY t)} is {@code arg_min(x, t)}
 * @param positions where the values stand, one per value
 */
record AggregateArguments(AggregateFunction function, List<Expr> values, List<SqlNode> positions) {
    private static final String JOINED = "string_agg";

    /** The call without what says its order. */
    static SqlCall callOf(SqlCall node) {
        return node.getKind() == SqlKind.WITHIN_GROUP ? node.operand(0) : node;
    }

    /** All expressions of a call, those of its order among them. */
    static List<SqlNode> partsOf(SqlCall node) {
        List<SqlNode> parts = new ArrayList<>(callOf(node).getOperandList());
        orderOf(node).forEach(parts::add);
        return parts;
    }

    private static SqlNodeList orderOf(SqlCall node) {
        return node.getKind() == SqlKind.WITHIN_GROUP ? node.operand(1) : SqlNodeList.EMPTY;
    }

    /**
     * Binds them.
     *
     * @param rows binds expressions over the rows
     * @param node the call, perhaps with its order
     */
    static AggregateArguments of(ExpressionBinder rows, SqlCall node) {
        SqlCall call = callOf(node);
        AggregateFunction function =
                Aggregates.find(AggregateBinder.nameOf(call)).orElseThrow();
        List<SqlNode> positions = operands(rows, call, function);
        List<Expr> values = new ArrayList<>();
        positions.forEach(operand -> values.add(rows.bind(operand)));
        AggregateArguments written = new AggregateArguments(function, values, positions);
        SqlNodeList order = orderOf(node);
        if (order.isEmpty()) {
            return written.joinedByThemselves(call);
        }
        return written.ordered(rows, call, order);
    }

    /** The arguments that are written; none for a star. */
    private static List<SqlNode> operands(ExpressionBinder rows, SqlCall call, AggregateFunction function) {
        List<SqlNode> operands = call.getOperandList();
        if (operands.size() == 1
                && operands.get(0) instanceof SqlIdentifier star
                && star.isStar()
                && star.names.size() == 1) {
            if (!function.name().equals("count")) {
                throw rows.query()
                        .error(
                                ErrorCode.INVALID_ARGUMENT,
                                call,
                                function.name() + "(*) means nothing; name a column, or write count(*)");
            }
            return List.of();
        }
        return operands;
    }

    /** Values that are no texts are joined in their own order, not in that of their texts. */
    private AggregateArguments joinedByThemselves(SqlCall call) {
        boolean texts = values.isEmpty()
                || values.size() > 2
                || values.get(0).type() == Type.VARCHAR
                || values.get(0) == Literals.UNTYPED_NULL;
        return !function.name().equals(JOINED) || texts ? this : joined(values.get(0), false, call);
    }

    private AggregateArguments ordered(ExpressionBinder rows, SqlCall call, SqlNodeList order) {
        String name = AggregateBinder.nameOf(call);
        boolean joins = function.name().equals(JOINED);
        boolean picks =
                name.equals("first") || name.equals("last") || name.equals("any_value") || name.equals("arbitrary");
        boolean ranks = function.name().startsWith("quantile_") || name.equals("mode");
        if (!joins && !picks && !ranks) {
            // Bound all the same, so that it is right.
            order.forEach(item ->
                    rows.bind(new SortBinder(rows.query(), List.of()).item(item).expression()));
            return this;
        }
        if (order.size() > 1) {
            throw refused(
                    rows,
                    order.get(1),
                    name + " is ordered by one expression; equal ones are told apart by the values");
        }
        SortBinder.Item item = new SortBinder(rows.query(), List.of()).item(order.get(0));
        if (item.nullsFirst()) {
            throw refused(
                    rows,
                    order.get(0),
                    "rows whose ORDER BY is NULL do not count in " + name
                            + "; leave NULLS FIRST away, or write coalesce(…)");
        }
        Expr key = rows.bind(item.expression());
        if (joins) {
            boolean fits = values.size() == 1 || values.size() == 2;
            return fits ? joined(key, item.descending(), call) : this;
        }
        if (ranks) {
            return ranked(rows, call, key, item);
        }
        if (values.size() != 1) {
            throw refused(
                    rows, call, name + "(x ORDER BY key) takes one argument; with two, write " + name + "(x, time)");
        }
        boolean last = name.equals("last") != item.descending();
        return with(
                last ? "arg_max" : "arg_min",
                List.of(values.get(0), key),
                List.of(positions.get(0), item.expression()));
    }

    /** {@code quantile_cont(0.9) WITHIN GROUP (ORDER BY x)}, {@code mode() WITHIN GROUP (ORDER BY x)}. */
    private AggregateArguments ranked(ExpressionBinder rows, SqlCall call, Expr key, SortBinder.Item item) {
        boolean mode = function.name().equals("mode");
        if (values.size() != (mode ? 0 : 1)) {
            String written = AggregateBinder.nameOf(call);
            throw refused(
                    rows,
                    call,
                    "write " + written + (mode ? "()" : "(0.95)") + " WITHIN GROUP (ORDER BY x), or " + written
                            + (mode ? "(x)" : "(x, 0.95)"));
        }
        if (item.descending()) {
            throw refused(
                    rows,
                    item.expression(),
                    mode
                            ? "of equally frequent values mode takes the smallest; leave DESC away"
                            : "leave DESC away and write the fraction from below: 0.1 for what is 0.9 from above");
        }
        return mode
                ? with("mode", List.of(key), List.of(item.expression()))
                : with(function.name(), List.of(key, values.get(0)), List.of(item.expression(), positions.get(0)));
    }

    private AggregateArguments joined(Expr key, boolean descending, SqlCall call) {
        Expr value = values.get(0);
        Expr text = value.type() == Type.VARCHAR ? value : new Expr.Call("cast", List.of(value), Type.VARCHAR);
        Expr separator = values.size() > 1 ? values.get(1) : new Expr.Literal(Type.VARCHAR, ",");
        SqlNode place = positions.get(0);
        return with(
                JOINED,
                List.of(text, key, separator, new Expr.Literal(Type.BOOLEAN, descending)),
                List.of(place, place, positions.get(positions.size() - 1), call));
    }

    /** Whether DISTINCT would tell apart rows by something that is not joined. */
    boolean hasOtherKey() {
        return function.name().equals(JOINED)
                && values.size() == 4
                && !values.get(1).equals(values.get(0))
                && !(values.get(0) instanceof Expr.Call cast && cast.arguments().equals(List.of(values.get(1))));
    }

    private static AggregateArguments with(String function, List<Expr> values, List<SqlNode> positions) {
        return new AggregateArguments(Aggregates.find(function).orElseThrow(), new ArrayList<>(values), positions);
    }

    private static BarographException refused(ExpressionBinder rows, SqlNode node, String message) {
        return rows.query().error(ErrorCode.INVALID_ARGUMENT, node, message);
    }
}
