package io.barograph.core.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.column.Type;
import io.barograph.core.expr.Expr;
import io.barograph.core.source.ColumnComparison;
import io.barograph.core.source.ColumnComparison.Operator;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScanConditionsTest {
    private static final Expr TIME = new Expr.ColumnRef(0, Type.TIMESTAMP);
    private static final long HOUR = 3_600_000_000_000L;

    private static Expr call(String function, Type type, Expr... arguments) {
        return new Expr.Call(function, List.of(arguments), type);
    }

    private static Expr time(long nanos) {
        return new Expr.Literal(Type.TIMESTAMP, nanos);
    }

    private static Expr hours(long count) {
        return new Expr.Literal(Type.INTERVAL, count * HOUR);
    }

    private static List<ColumnComparison> of(Expr predicate) {
        return ScanConditions.of(predicate, List.of(3), List.of(new Expr.Literal(Type.TIMESTAMP, 5 * HOUR)));
    }

    @Test
    void whatIsSaidOfConstantsIsWorkedOut() {
        Expr bound = call("-", Type.TIMESTAMP, time(10 * HOUR), hours(1));
        assertThat(of(call(">=", Type.BOOLEAN, TIME, bound)))
                .containsExactly(new ColumnComparison(3, Operator.GREATER_OR_EQUAL, 9 * HOUR));
        assertThat(of(call("between", Type.BOOLEAN, TIME, bound, time(10 * HOUR))))
                .containsExactly(
                        new ColumnComparison(3, Operator.GREATER_OR_EQUAL, 9 * HOUR),
                        new ColumnComparison(3, Operator.LESS_OR_EQUAL, 10 * HOUR));
    }

    @Test
    void whatASubQueryHasGivenIsAConstant() {
        Expr bound = call("-", Type.TIMESTAMP, new Expr.Parameter(0, Type.TIMESTAMP), hours(1));
        assertThat(of(call(">", Type.BOOLEAN, TIME, bound)))
                .containsExactly(new ColumnComparison(3, Operator.GREATER, 4 * HOUR));
        assertThat(of(call(">", Type.BOOLEAN, TIME, new Expr.Parameter(1, Type.TIMESTAMP))))
                .isEmpty();
    }

    @Test
    void whatMayBeUndefinedOfARowOrIsOfConstantsIsLeftToTheFilter() {
        Expr moved = call("-", Type.TIMESTAMP, TIME, hours(1));
        assertThat(of(call(">=", Type.BOOLEAN, moved, time(0)))).isEmpty();
        Expr beyond = call("-", Type.TIMESTAMP, time(Long.MIN_VALUE + 1), hours(1));
        assertThat(of(call(">=", Type.BOOLEAN, TIME, beyond))).isEmpty();
        Expr unknown = new Expr.Literal(Type.TIMESTAMP, null);
        assertThat(of(call(">=", Type.BOOLEAN, TIME, unknown))).isEmpty();
    }
}
