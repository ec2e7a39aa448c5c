package io.barograph.core.over;

import io.barograph.core.column.Schema;
import io.barograph.core.fold.ValueQueue;
import io.barograph.core.plan.Plan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What goes along the rows for the calls of an operator: aggregates of one frame together, those whose states move along and
 * those that are merged; other functions alone.
 */
final class Alongs {
    /** Aggregates that go together. */
    private record Together(Frame frame, boolean isSliding) {}

    private final List<Along> all = new ArrayList<>();
    private final ValueQueue[] results;

    private Alongs(Schema input, OverOperator operator) {
        List<OverCall> calls = operator.calls();
        this.results = new ValueQueue[calls.size()];
        Map<Together, List<Integer>> aggregates = new LinkedHashMap<>();
        for (int i = 0; i < results.length; i++) {
            OverCall call = calls.get(i);
            Optional<WindowFunction> function = WindowFunction.find(call.function());
            if (function.isEmpty()) {
                aggregates
                        .computeIfAbsent(
                                new Together(call.frame(), Sliding.isFor(input, call)), kind -> new ArrayList<>())
                        .add(i);
            } else {
                Along along = of(input, operator.order(), call, function.get());
                all.add(along);
                results[i] = along.result;
            }
        }
        // In the order of their first calls, since saved states follow it.
        aggregates.forEach((kind, together) -> {
            List<OverCall> ofKind = together.stream().map(calls::get).toList();
            Along along = kind.isSliding
                    ? new Sliding(input, operator.order(), ofKind)
                    : new Rolling(input, operator.order(), ofKind);
            all.add(along);
            for (int call = 0; call < together.size(); call++) {
                results[together.get(call)] = along.results[call];
            }
        });
    }

    static Alongs of(Schema input, OverOperator operator) {
        return new Alongs(input, operator);
    }

    List<Along> all() {
        return all;
    }

    /** By call of the operator: where its results wait. */
    ValueQueue[] results() {
        return results;
    }

    private static Along of(Schema input, List<Plan.SortKey> order, OverCall call, WindowFunction function) {
        return switch (function) {
            case ROW_NUMBER, RANK, DENSE_RANK, PERCENT_RANK, CUME_DIST, NTILE ->
                new Ranking(function, constant(call, 0), call.type());
            case LAG, LEAD -> {
                long rows = constant(call, 1);
                int fallback = call.arguments().size() > 1 ? call.arguments().get(1) : -1;
                yield new Shift(input, call, fallback, function == WindowFunction.LAG ? -rows : rows);
            }
            case FIRST_VALUE -> new FrameValue(input, order, call, 1);
            case LAST_VALUE -> new FrameValue(input, order, call, 0);
            case NTH_VALUE -> new FrameValue(input, order, call, constant(call, 1));
        };
    }

    private static long constant(OverCall call, long usual) {
        return call.constants().isEmpty()
                ? usual
                : (Long) Objects.requireNonNull(call.constants().get(0).value());
    }
}
