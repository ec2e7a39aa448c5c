package io.barograph.sql;

import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.expr.Expr;
import io.barograph.core.expr.Functions;
import io.barograph.core.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;

/**
 * Binds {@code generate_series(from, to, step)}, whose end belongs to it, and {@code range(from, to, step)}, whose end does not: tables
 * of one column, of whole numbers or times. A step of months goes from the first time to each, so that the end of January leads to the
 * end of each month.
 */
final class SequenceBinder {
    static final List<String> NAMES = List.of("generate_series", "range");

    private final ParsedQuery query;
    private final SqlCall call;
    private final String name;
    private final boolean inclusive;
    private final ExpressionBinder constants;

    SequenceBinder(QueryBinder queries, SqlCall call, String name) {
        this.query = queries.query();
        this.call = call;
        this.name = name;
        this.inclusive = name.equals("generate_series");
        this.constants = new ExpressionBinder(queries, Relation.of(SelectBinder.oneRow(), List.of()));
    }

    Relation bind() {
        List<SqlNode> operands = call.getOperandList();
        if (operands.isEmpty()
                || operands.size() > 3
                || operands.stream().anyMatch(operand -> operand.getKind() == SqlKind.ARGUMENT_ASSIGNMENT)) {
            throw misused(call);
        }
        SqlNode stepNode = operands.size() == 3 ? operands.get(2) : null;
        Expr months = stepNode == null ? null : constants.months(stepNode);
        List<Expr.Literal> ends = new ArrayList<>();
        for (SqlNode operand : operands.subList(0, Math.min(2, operands.size()))) {
            ends.add(constant(operand));
        }
        if (ends.size() == 1) {
            ends.add(0, new Expr.Literal(Type.BIGINT, 0L));
        }
        Expr.Literal step = stepNode == null
                ? new Expr.Literal(Type.BIGINT, 1L)
                : months == null ? constant(stepNode) : constant(stepNode, months);
        boolean times = months != null || step.type() == Type.INTERVAL;
        Type type = times ? Type.TIMESTAMP : Type.BIGINT;
        for (int i = 0; i < ends.size(); i++) {
            ends.set(i, as(type, operands.get(operands.size() == 1 ? 0 : i), ends.get(i)));
        }
        if (!times && step.type() != Type.BIGINT && step.value() != null) {
            throw misused(call);
        }
        Long from = (Long) ends.get(0).value();
        Long to = (Long) ends.get(1).value();
        Long by = (Long) step.value();
        if (by != null && by == 0) {
            throw query.error(
                    ErrorCode.INVALID_ARGUMENT,
                    stepNode == null ? call : stepNode,
                    name + " cannot go on by steps of 0");
        }
        if (from == null || to == null || by == null) {
            return values(type, 0, 1, 0);
        }
        return months != null
                ? months(from, by, countOfMonths(from, to, by))
                : values(type, from, by, count(from, to, by));
    }

    private Relation values(Type type, long from, long step, long count) {
        return Relation.of(new Plan.Sequence(Schema.of(new Field(name, type)), from, step, count), List.of(name));
    }

    private BarographException misused(SqlNode node) {
        return query.error(
                ErrorCode.INVALID_ARGUMENT,
                node,
                "write " + name + "(1, 10), " + name + "(0, 100, 5) or " + name
                        + "(TIMESTAMP '2024-01-01', TIMESTAMP '2024-02-01', INTERVAL '1' DAY)");
    }

    private Expr.Literal constant(SqlNode node) {
        return constant(node, constants.bind(node));
    }

    private Expr.Literal constant(SqlNode node, Expr value) {
        if (!Constants.isConstant(value)) {
            throw query.error(
                    ErrorCode.NOT_SUPPORTED,
                    node,
                    name + " takes constants only; for those of a table, join it with a longer series: ON n <= x");
        }
        if (value == Literals.UNTYPED_NULL) {
            return Literals.UNTYPED_NULL;
        }
        Expr.Literal result = Constants.evaluate(value);
        if (result.value() == null && !(value instanceof Expr.Literal)) {
            throw query.error(
                    ErrorCode.INVALID_ARGUMENT, node, "this is undefined or NULL, so " + name + " has no end");
        }
        return result;
    }

    /** An end of the type that the step asks for: dates are their midnights. */
    private Expr.Literal as(Type type, SqlNode node, Expr.Literal end) {
        if (end.value() == null || end.type() == type) {
            return new Expr.Literal(type, end.value());
        }
        if (type == Type.TIMESTAMP && end.type() == Type.DATE) {
            return Constants.evaluate(new Expr.Call("cast", List.of(end), type));
        }
        if (type == Type.BIGINT && (end.type() == Type.TIMESTAMP || end.type() == Type.DATE)) {
            throw query.error(
                    ErrorCode.INVALID_ARGUMENT,
                    call,
                    name + " of times needs a step: " + name + "(from, to, INTERVAL '1' DAY)");
        }
        throw query.error(
                ErrorCode.TYPE_MISMATCH,
                node,
                name + " goes from and to a " + type + " here; this is " + end.type()
                        + (end.type() == Type.VARCHAR && type == Type.TIMESTAMP
                                ? "; write TIMESTAMP '2024-01-01 00:00:00'"
                                : ""));
    }

    /** How many values there are from one to another. Differences are below 2^64 and taken without a sign. */
    private long count(long from, long to, long step) {
        if (isBehind(from, to, step)) {
            return 0;
        }
        long span = (step > 0 ? to - from : from - to) - (inclusive ? 0 : 1);
        long last = Long.divideUnsigned(span, step > 0 ? step : -step);
        if (last < 0 || last == Long.MAX_VALUE) {
            throw query.error(
                    ErrorCode.INVALID_ARGUMENT, call, name + " would have more than " + Long.MAX_VALUE + " rows");
        }
        return last + 1;
    }

    /** Whether a value is not between the ends any more. */
    private boolean isBehind(long value, long to, long step) {
        return step > 0 ? (inclusive ? value > to : value >= to) : inclusive ? value < to : value <= to;
    }

    /** As many as are between the ends, and times at all. */
    private long countOfMonths(long from, long to, long step) {
        long least = 0;
        // There are 585 years.
        long most = 12 * 600;
        while (least < most) {
            long middle = (least + most) / 2;
            Long time = (Long) Constants.evaluate(time(from, new Expr.Literal(Type.BIGINT, middle), step))
                    .value();
            if (time == null || isBehind(time, to, step)) {
                most = middle;
            } else {
                least = middle + 1;
            }
        }
        return least;
    }

    private static Expr time(long from, Expr number, long step) {
        Expr months = Functions.call("*", List.of(number, new Expr.Literal(Type.BIGINT, step)));
        return Functions.call("add_months", List.of(new Expr.Literal(Type.TIMESTAMP, from), months));
    }

    private Relation months(long from, long step, long count) {
        Plan numbers = new Plan.Sequence(Schema.of(new Field(name, Type.BIGINT)), 0, 1, count);
        Expr time = time(from, new Expr.ColumnRef(0, Type.BIGINT), step);
        return Relation.of(
                new Plan.Project(numbers, List.of(time), Schema.of(new Field(name, Type.TIMESTAMP))), List.of(name));
    }
}
