package io.barograph.sql;

import io.barograph.core.column.DecimalColumn;
import io.barograph.core.column.Type;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.expr.Expr;
import io.barograph.core.over.Frame;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIntervalLiteral;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlWindow;
import org.jspecify.annotations.Nullable;

/** Binds the frame of a window: {@code ROWS | RANGE | GROUPS BETWEEN … AND … EXCLUDE …}. */
final class FrameBinder {
    /** The operand of a window that says whether its bounds count rows, and stands where ROWS or RANGE does. */
    static final int IS_ROWS = 4;

    /** What is wrong with {@code ROWS -1 PRECEDING}. */
    static final String NEGATIVE = "a frame's distance is not negative; say PRECEDING or FOLLOWING for its direction";

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
        Frame.Unit unit = unit(window);
        if (unit == Frame.Unit.GROUPS && order.isEmpty()) {
            throw query.error(
                    ErrorCode.INVALID_ARGUMENT, window, "GROUPS counts rows that agree in ORDER BY: say by what");
        }
        Frame.Bound start = bound(unit, lower, order, RoundingMode.CEILING);
        SqlNode upper = window.getUpperBound();
        Frame.Bound end = upper == null ? Frame.Bound.CURRENT : bound(unit, upper, order, RoundingMode.FLOOR);
        if (start.kind() == Frame.Bound.Kind.LAST || end.kind() == Frame.Bound.Kind.FIRST) {
            throw query.error(
                    ErrorCode.INVALID_ARGUMENT,
                    window,
                    "a frame cannot begin at UNBOUNDED FOLLOWING, nor end at UNBOUNDED PRECEDING");
        }
        return new Frame(unit, start, end, exclusion(window.getExclude()));
    }

    private static Frame.Exclusion exclusion(SqlLiteral written) {
        if (SqlWindow.isExcludeCurrentRow(written)) {
            return Frame.Exclusion.CURRENT_ROW;
        } else if (SqlWindow.isExcludeGroup(written)) {
            return Frame.Exclusion.GROUP;
        } else if (SqlWindow.isExcludeTies(written)) {
            return Frame.Exclusion.TIES;
        }
        return Frame.Exclusion.NO_OTHERS;
    }

    /** Of which type has to be what rows are ordered by, so that a frame's distances go along it: any will do where it has none. */
    Type typeAlong(SqlWindow window, Type any) {
        Type needed = any;
        for (SqlNode bound : Arrays.asList(window.getLowerBound(), window.getUpperBound())) {
            boolean isDistance =
                    bound != null && (bound.getKind() == SqlKind.PRECEDING || bound.getKind() == SqlKind.FOLLOWING);
            if (isDistance && unit(window) == Frame.Unit.RANGE) {
                boolean isInterval = ((SqlCall) bound).operand(0) instanceof SqlIntervalLiteral;
                needed = isInterval ? Type.TIMESTAMP : Type.DOUBLE;
            }
        }
        return needed;
    }

    /** What bounds count. GROUPS came as RANGE, since Calcite does not know it. */
    private Frame.Unit unit(SqlWindow window) {
        if (window.isRows()) {
            return Frame.Unit.ROWS;
        }
        Token written = query.token(window.getOperandList().get(IS_ROWS));
        return written.isWord("GROUPS") ? Frame.Unit.GROUPS : Frame.Unit.RANGE;
    }

    /** @param rounding to the order's last place, so that no row beyond the distance is in the frame */
    private Frame.Bound bound(Frame.Unit unit, SqlNode node, List<Type> order, RoundingMode rounding) {
        if (SqlWindow.isCurrentRow(node)) {
            return Frame.Bound.CURRENT;
        } else if (SqlWindow.isUnboundedPreceding(node)) {
            return Frame.Bound.FIRST;
        } else if (SqlWindow.isUnboundedFollowing(node)) {
            return Frame.Bound.LAST;
        }
        SqlNode offset = ((SqlCall) node).operand(0);
        long sign = node.getKind() == SqlKind.PRECEDING ? -1 : 1;
        if (unit != Frame.Unit.RANGE) {
            String needed = unit == Frame.Unit.ROWS
                    ? "ROWS counts whole rows, as in ROWS 59 PRECEDING"
                    : "GROUPS counts whole groups of peers, as in GROUPS 2 PRECEDING";
            return new Frame.Bound(Frame.Bound.Kind.OFFSET, sign * (Long) constant(offset, Type.BIGINT, needed));
        }
        if (order.size() != 1) {
            throw query.error(
                    ErrorCode.INVALID_ARGUMENT,
                    offset,
                    "RANGE with a distance needs exactly one thing to ORDER BY; count rows with ROWS instead");
        }
        Long months = months(offset, order.get(0));
        return months != null
                ? new Frame.Bound(Frame.Bound.Kind.MONTHS, sign * months)
                : new Frame.Bound(Frame.Bound.Kind.OFFSET, distance(offset, order.get(0), sign, rounding));
    }

    /** How many months of the calendar a distance is, or null where it is none of these. */
    private @Nullable Long months(SqlNode node, Type order) {
        if (order != Type.DATE
                || !(node instanceof SqlIntervalLiteral literal)
                || !binder.literals().interval(literal).isCalendar()) {
            return null;
        }
        long months = binder.literals().interval(literal).months();
        if (months < 0) {
            throw negative(node);
        }
        return months;
    }

    private long distance(SqlNode node, Type order, long sign, RoundingMode rounding) {
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
            case DECIMAL -> {
                return decimal(node, order, sign, rounding);
            }
            default ->
                throw query.error(
                        ErrorCode.NOT_SUPPORTED,
                        node,
                        "RANGE with a distance goes along a TIMESTAMP, DATE, INTERVAL or number; this is ordered by "
                                + order);
        }
    }

    /** In units of the order's last place. */
    private long decimal(SqlNode node, Type order, long sign, RoundingMode rounding) {
        if (order.precision() > DecimalColumn.WORD_DIGITS) {
            throw query.error(
                    ErrorCode.NOT_SUPPORTED,
                    node,
                    "RANGE with a distance goes along a DECIMAL of up to " + DecimalColumn.WORD_DIGITS
                            + " digits; convert this " + order + ", as in x::DECIMAL(18, 2)");
        }
        String needed = "along a " + order + ", RANGE goes by a number";
        if (!(node instanceof SqlNumericLiteral literal)) {
            throw query.error(ErrorCode.INVALID_ARGUMENT, node, needed);
        }
        BigDecimal distance = literal.bigDecimalValue();
        if (distance == null || distance.signum() < 0) {
            throw negative(node);
        }
        BigDecimal units = distance.multiply(BigDecimal.valueOf(sign))
                .movePointRight(order.scale())
                .setScale(0, rounding);
        return units.abs().compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0
                ? sign * Long.MAX_VALUE
                : units.longValueExact();
    }

    private long interval(SqlNode node, Type order) {
        if (node instanceof SqlIntervalLiteral literal
                && binder.literals().interval(literal).isCalendar()) {
            throw query.error(
                    ErrorCode.NOT_SUPPORTED,
                    node,
                    "frames of months go along a DATE, as in ORDER BY time::DATE; or give the frame's length in days, as in"
                            + " INTERVAL '30' DAY");
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
        return query.error(ErrorCode.INVALID_ARGUMENT, node, NEGATIVE);
    }
}
