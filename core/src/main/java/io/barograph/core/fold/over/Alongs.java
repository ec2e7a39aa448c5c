package io.barograph.core.fold.over;

import io.barograph.core.column.Schema;
import io.barograph.core.plan.Plan;
import java.util.List;

/** Makes what goes along the rows for a call. */
final class Alongs {
    private Alongs() {}

    static Along of(Schema input, List<Plan.SortKey> order, OverCall call) {
        WindowFunction function = WindowFunction.find(call.function()).orElseThrow();
        return switch (function) {
            case ROW_NUMBER, RANK, DENSE_RANK, PERCENT_RANK, CUME_DIST, NTILE ->
                new Ranking(function, constant(call, 0, 0), call.type());
            case LAG, LEAD -> {
                long rows = constant(call, 0, 1);
                int fallback = call.arguments().size() > 1 ? call.arguments().get(1) : -1;
                yield new Shift(input, call, fallback, function == WindowFunction.LAG ? -rows : rows);
            }
            default -> throw new IllegalArgumentException("no such window function: " + call.function());
        };
    }

    static long constant(OverCall call, int index, long usual) {
        return index < call.constants().size()
                ? (Long) java.util.Objects.requireNonNull(
                        call.constants().get(index).value())
                : usual;
    }
}
