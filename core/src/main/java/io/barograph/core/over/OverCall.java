package io.barograph.core.over;

import io.barograph.core.column.Type;
import io.barograph.core.expr.Expr;
import io.barograph.core.plan.AggregateCall;
import io.barograph.core.plan.Plan;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One call of a window function or of an aggregate.
 *
 * @param function name, lower case: one of {@link OverFunctions}, or of the registry of aggregates
 * @param arguments indexes of the input's columns
 * @param constants trailing constant arguments, such as the offset of {@code lag}
 * @param ignoreNulls whether rows whose first argument is NULL are passed over
 * @param distinct whether an aggregate counts distinct argument tuples only
 * @param filter index of a BOOLEAN column that must be true for an aggregate to count a row, or -1
 * @param frame the rows that are looked at, where the function asks
 * @param type of the result
 */
public record OverCall(
        String function,
        List<Integer> arguments,
        List<Expr.Literal> constants,
        boolean ignoreNulls,
        boolean distinct,
        int filter,
        Frame frame,
        Type type) {
    public OverCall {
        arguments = List.copyOf(arguments);
        constants = List.copyOf(constants);
    }

    /** The call over an input whose column {@code mapping[i]} was column i. */
    OverCall over(int[] mapping) {
        return new OverCall(
                function,
                arguments.stream().map(column -> mapping[column]).toList(),
                constants,
                ignoreNulls,
                distinct,
                filter < 0 ? -1 : mapping[filter],
                frame,
                type);
    }

    /** Whether the function looks at the rows of the frame. */
    boolean usesFrame() {
        return WindowFunction.find(function).map(WindowFunction::usesFrame).orElse(true);
    }

    /** Whether a row's result is known when time, which {@code order} goes by, has passed the row. */
    boolean isPrompt(List<Plan.SortKey> order) {
        Optional<WindowFunction> known = WindowFunction.find(function);
        if (usesFrame()) {
            Frame.Bound end = frame.end();
            boolean endsAtRow = end.isOffset() && end.offset() <= 0;
            return endsAtRow && (frame.unit() == Frame.Unit.ROWS || order.size() == 1);
        }
        return known.isPresent()
                && known.get() != WindowFunction.LEAD
                && !known.get().needsAllRows()
                && (known.get() != WindowFunction.LAG || offset() >= 0);
    }

    private long offset() {
        return constants.isEmpty()
                ? 1
                : (Long) Objects.requireNonNull(constants.get(0).value());
    }

    /** The aggregate that is called, without its frame. */
    AggregateCall aggregate() {
        return new AggregateCall(function, arguments, constants, distinct, filter, type);
    }

    /** The canonical text. */
    String text() {
        String inner = Stream.concat(
                        arguments.stream().map(column -> "#" + column),
                        constants.stream().map(Expr.Literal::toString))
                .collect(Collectors.joining(", "));
        return function + ":" + type + "(" + (distinct ? "distinct " : "") + inner + ")"
                + (ignoreNulls ? " ignore nulls" : "") + (filter < 0 ? "" : " filter #" + filter) + " " + frame;
    }
}
