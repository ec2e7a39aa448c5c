package io.barograph.sql;

import io.barograph.core.column.Type;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.expr.Expr;
import io.barograph.core.expr.Functions;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIntervalLiteral;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/**
 * Binds intervals whose amounts are computed: {@code INTERVAL n MINUTE}, {@code INTERVAL (n) MINUTE}, and DuckDB's {@code
 * to_minutes(n)}. Months and years have no length; they can be added to a time alone ({@link #months}).
 */
final class IntervalCalls {
    private static final Map<String, String> UNITS = Map.of(
            "to_years", "YEAR",
            "to_quarters", "QUARTER",
            "to_months", "MONTH",
            "to_weeks", "WEEK",
            "to_days", "DAY",
            "to_hours", "HOUR",
            "to_minutes", "MINUTE",
            "to_seconds", "SECOND",
            "to_milliseconds", "MILLISECOND",
            "to_microseconds", "MICROSECOND");

    private final ExpressionBinder binder;

    IntervalCalls(ExpressionBinder binder) {
        this.binder = binder;
    }

    /** Whether a call makes an interval of a number. */
    static boolean isOne(SqlCall call) {
        return call.getKind() == SqlKind.INTERVAL || call.operandCount() == 1 && UNITS.containsKey(nameOf(call));
    }

    private static String nameOf(SqlCall call) {
        return call.getOperator().getName().toLowerCase(Locale.ROOT);
    }

    private String unit(SqlCall call) {
        String unit = UNITS.get(nameOf(call));
        return unit != null
                ? unit
                : binder.query().token((SqlIntervalQualifier) call.operand(1)).upper();
    }

    /** A length of time. */
    Expr bind(SqlCall call) {
        String unit = unit(call);
        Expr amount = binder.bind(call.operand(0));
        if (amount instanceof Expr.Literal literal && literal.value() instanceof Number number) {
            IntervalText.Interval interval = IntervalText.of(new BigDecimal(number.toString()), unit)
                    .orElseThrow(() -> binder.query()
                            .error(
                                    ErrorCode.INVALID_ARGUMENT,
                                    call,
                                    "this interval does not fit 64 bits of nanoseconds"));
            if (interval.isCalendar()) {
                throw binder.literals().calendarAlone(call);
            }
            return new Expr.Literal(Type.INTERVAL, interval.nanos());
        }
        IntervalText.Interval one = IntervalText.of(BigDecimal.ONE, unit).orElseThrow();
        if (one.isCalendar()) {
            throw binder.literals().calendarAlone(call);
        }
        Expr length = new Expr.Literal(Type.INTERVAL, one.nanos());
        return binder.calls().call(call, "*", List.of(amount, length), List.of(call.operand(0)));
    }

    /** How many months of the calendar an interval is, literal or computed; null where it is a length of time, or none. */
    @Nullable
    Expr months(SqlNode node) {
        if (node instanceof SqlIntervalLiteral literal) {
            IntervalText.Interval interval = binder.literals().interval(literal);
            return interval.isCalendar() ? new Expr.Literal(Type.BIGINT, interval.months()) : null;
        }
        if (!(node instanceof SqlCall call) || !isOne(call)) {
            return null;
        }
        IntervalText.Interval one = IntervalText.of(BigDecimal.ONE, unit(call)).orElseThrow();
        if (!one.isCalendar()) {
            return null;
        }
        Expr factor = new Expr.Literal(Type.BIGINT, one.months());
        SqlNode amount = call.operand(0);
        Expr months = binder.calls().call(call, "*", List.of(binder.bind(amount), factor), List.of(amount));
        return Constants.isConstant(months) ? Constants.evaluate(months) : months;
    }

    /** The months of the calendar back instead of ahead. */
    static Expr negated(Expr months) {
        Expr back = Functions.call("-", List.of(months));
        return Constants.isConstant(back) ? Constants.evaluate(back) : back;
    }
}
