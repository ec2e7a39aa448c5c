package io.barograph.sql;

import io.barograph.core.column.Type;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.expr.Expr;
import io.barograph.core.over.Frame;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIntervalLiteral;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWindow;
import org.jspecify.annotations.Nullable;

/** Binds the frame of a window: {@code ROWS | RANGE BETWEEN … AND …}. */
final class FrameBinder {
    private static final long DAY = 86_400_000_000_000L;

    private final ParsedQuery query;
    private final ExpressionBinder binder;

    FrameBinder(ParsedQuery query, ExpressionBinder binder) {
        this.query = query;
        this.binder = binder;
    }

    /** @param order the types of what rows are ordered by */
    Frame bind(SqlWindow window, List<Type> order) {
        SqlNode lower = window.getLowerBound();
        if (lower == null) {
            return order.isEmpty() ? Frame.ALL : Frame.UP_TO_PEERS;
        }
        Frame.Unit unit = window.isRows() ? Frame.Unit.ROWS : Frame.Unit.RANGE;
        Frame.Bound start = bound(unit, lower, order);
        SqlNode upper = window.getUpperBound();
        Frame.Bound end = upper == null ? Frame.Bound.CURRENT : bound(unit, upper, order);
        if (start.kind() == Frame.Bound.Kind.LAST || end.kind() == Frame.Bound.Kind.FIRST) {
            throw query.error(
                    ErrorCode.INVALID_ARGUMENT,
                    window,
                    "a frame cannot begin at UNBOUNDED FOLLOWING, nor end at UNBOUNDED PRECEDING");
        }
        return new Frame(unit, start, end);
    }

    private Frame.Bound bound(Frame.Unit unit, SqlNode node, List<Type> order) {
        if (SqlWindow.isCurrentRow(node)) {
            return Frame.Bound.CURRENT;
        } else if (SqlWindow.isUnboundedPreceding(node)) {
            return Frame.Bound.FIRST;
        } else if (SqlWindow.isUnboundedFollowing(node)) {
            return Frame.Bound.LAST;
        }
        SqlNode offset = ((SqlCall) node).operand(0);
        long sign = node.getKind() == SqlKind.PRECEDING ? -1 : 1;
        if (unit == Frame.Unit.ROWS) {
            return new Frame.Bound(
                    Frame.Bound.Kind.OFFSET,
                    sign * (Long) constant(offset, Type.BIGINT, "ROWS counts whole rows, as in ROWS 59 PRECEDING"));
        }
        if (order.size() != 1) {
            throw query.error(
                    ErrorCode.INVALID_ARGUMENT,
                    offset,
                    "RANGE with a distance needs exactly one thing to ORDER BY; count rows with ROWS instead");
        }
        return new Frame.Bound(Frame.Bound.Kind.OFFSET, distance(offset, order.get(0), sign));
    }

    private long distance(SqlNode node, Type order, long sign) {
        switch (order.kind()) {
            case TIMESTAMP, INTERVAL -> {
                return sign * interval(node, order);
            }
            case DATE -> {
                long nanos = interval(node, order);
                if (nanos % DAY != 0) {
                    throw query.error(ErrorCode.INVALID_ARGUMENT, node, "along a DATE, RANGE goes by whole days");
                }
                return sign * (nanos / DAY);
            }
            case BIGINT -> {
                return sign * (Long) constant(node, Type.BIGINT, "along a BIGINT, RANGE goes by whole numbers");
            }
            case DOUBLE -> {
                double distance = (Double) constant(node, Type.DOUBLE, "along a DOUBLE, RANGE goes by a number");
                return Double.doubleToLongBits(sign * distance);
            }
            default ->
                throw query.error(
                        ErrorCode.NOT_SUPPORTED,
                        node,
                        "RANGE with a distance goes along a TIMESTAMP, DATE, INTERVAL, BIGINT or DOUBLE; this is ordered by "
                                + order);
        }
    }

    private long interval(SqlNode node, Type order) {
        if (node instanceof SqlIntervalLiteral literal
                && binder.literals().interval(literal).isCalendar()) {
            throw query.error(
                    ErrorCode.NOT_SUPPORTED,
                    node,
                    "months differ in length; give the frame's length in days or less, as in INTERVAL '30' DAY");
        }
        return (Long) constant(
                node, Type.INTERVAL, "along a " + order + ", RANGE goes by an interval, as in INTERVAL '10' MINUTE");
    }

    /** A constant of a type that is not below zero. */
    private Object constant(SqlNode node, Type type, String needed) {
        Expr value = binder.bind(node);
        if (type == Type.DOUBLE && value.type().isNumeric()) {
            value = binder.castTo(node, "cast", value, type);
        }
        @Nullable
        Object known = value.type() == type && Constants.isConstant(value)
                ? Constants.evaluate(value).value()
                : null;
        if (known == null) {
            throw query.error(ErrorCode.INVALID_ARGUMENT, node, needed);
        }
        boolean negative = known instanceof Long number ? number < 0 : !((Double) known >= 0);
        if (negative) {
            throw negative(node);
        }
        return known;
    }

    private BarographException negative(SqlNode node) {
        return query.error(
                ErrorCode.INVALID_ARGUMENT,
                node,
                "a frame's distance is not negative; say PRECEDING or FOLLOWING for its direction");
    }
}
